/**
 * Clients that do not speak envelopes (curl, a browser's fetch, a monitoring probe): a GET or DELETE without
 * `X-Agent-Header`, a POST or PUT with the payload alone, as `{"data": …, "metadata": …}` or `{"payload": {"data": …}}`,
 * or as the data itself where that has no member `data`, `payload` or `header`. Their header is built here from the route and the document's `X-*` headers. It says `anonymous` of type `http_client`, since nothing
 * in such a request proves more; a layer that authenticates decides whether that is enough.
 */
import type { World } from '../../clock.js';
import { CodecError } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { jsonEnvelope, jsonMembers } from '../../envelope/json.js';
import { headerCodec } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Header, Party } from '../../header.js';
import { messageFactory } from '../../message-factory.js';
import { parseTraceparent } from '../../tracing.js';
import type { TransportHeaders } from '../../transport.js';

export const foreignParty: Party = { agent_id: 'anonymous', agent_type: 'http_client' };

export interface ForeignRequest {
  readonly agent: Agent;
  /** The agent that the path names; none: any of its type. */
  readonly agentId: string | undefined;
  readonly operation: OperationFacts;
  readonly headers: TransportHeaders;
  /** Absolute, in milliseconds. */
  readonly deadline: number | undefined;
  readonly world: World;
}

/** The header of such a request, as JSON. @throws {AgentError} `header_invalid` where an `X-*` value does not fit. */
export function foreignHeader({ agent, agentId, operation, headers, deadline, world }: ForeignRequest): Uint8Array {
  const correlation_id = headers['x-correlation-id'];
  const version = headers['x-agent-version'];
  const made = messageFactory(agent.protocol, foreignParty, world).header(operation.request, {
    to: { ...(agentId === undefined ? {} : { agent_id: agentId }), agent_type: agent.type, broadcast: false },
    ...(correlation_id === undefined ? {} : { correlation_id }),
    ...(deadline === undefined ? {} : { deadline }),
  });
  const trace = parseTraceparent(headers['traceparent']);
  const trace_id = headers['x-trace-id'] ?? made.tracing.trace_id;
  const header: Header = {
    ...made,
    ...(version === undefined ? {} : { version }),
    tracing: trace ?? { ...made.tracing, trace_id },
  };
  try {
    return headerCodec(agent, 'json').encode(header);
  } catch (thrown) {
    if (!(thrown instanceof CodecError)) throw thrown;
    const path = `/header${thrown.path}`;
    throw AgentError.of('header_invalid', `${path}: ${thrown.issues[0]?.message ?? 'invalid'}`, {
      path,
      cause: thrown,
    });
  }
}

const envelopeStart = '{"header"';

/**
 * A body as a whole envelope: itself where it has a header, else completed with one.
 * @throws {AgentError} `malformed` where it is no JSON object.
 */
export function completeEnvelope(body: Uint8Array, header: () => Uint8Array): Uint8Array {
  if (startsWith(body, envelopeStart)) return body;
  const members = membersOf(body);
  const { header: own, payload } = members;
  if (own !== undefined) return body;
  const inner = payload === undefined ? members : membersOf(payload);
  const names = Object.keys(inner);
  if (inner['data'] === undefined) return payload === undefined ? jsonEnvelope.join(header(), body, undefined) : body;
  // What is none of the forms goes on as it is, and is refused as the envelope that it is not.
  if (names.some((name) => name !== 'data' && name !== 'metadata')) return body;
  return jsonEnvelope.join(header(), inner['data'], inner['metadata']);
}

function membersOf(text: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return jsonMembers(text);
  } catch (thrown) {
    if (thrown instanceof CodecError) throw AgentError.of('malformed', thrown.message, { cause: thrown });
    throw thrown;
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[index] !== text.charCodeAt(index)) return false;
  return true;
}
