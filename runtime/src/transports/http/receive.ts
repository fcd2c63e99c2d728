/** One request on its way in: from the wire to the onion of the agent that it is for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Frame, Inbound, TransportHeaders } from '../../transport.js';
import { plainAnswer, streamedAnswer, writeProblem } from './answer.js';
import { anyAgent, membersOfPath } from './binding.js';
import { headerFromText, readBody } from './body.js';
import { acceptsUpdates, bodyEncoding } from './content.js';
import { completeEnvelope, foreignHeader } from './foreign.js';
import { problemOf } from './problem.js';
import { copiesOf, requestHeaders, timeoutOf } from './request-headers.js';
import type { Match, Place } from './route-table.js';

export interface Received {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly match: Match;
  readonly query: string;
  readonly world: World;
}

/** Never rejects: what cannot be received is answered with a problem. */
export async function receive(received: Received): Promise<void> {
  const { request, response } = received;
  const controller = new AbortController();
  let leave: () => void = () => undefined;
  response.once('close', () => {
    leave();
    if (!response.writableFinished)
      controller.abort(AgentError.of('cancelled', 'the caller went away', { outcome: 'unknown' }));
  });
  try {
    const headers = requestHeaders(request.rawHeaders);
    const { place, frame, members, deadline } = await read(received, headers);
    if (controller.signal.aborted) return;
    leave = place.member.enter((reason) => controller.abort(reason));
    const { agent } = place.member.host;
    const { agent_id } = received.match.values;
    const parts = {
      response,
      agent,
      operation: place.operation,
      headers: responseHeaders(headers, agent.protocol.version),
    };
    const inbound: Inbound = {
      transport: 'http',
      frame,
      operation: place.operation,
      ...(place.binding.bodyless ? { members: Object.fromEntries(members) } : {}),
      ...(place.binding.bodyless || members.size === 0 ? {} : { pathMembers: Object.fromEntries(members) }),
      copies: copiesOf(headers, agent_id === anyAgent ? undefined : agent_id),
      ...(deadline === undefined ? {} : { deadline }),
      signal: controller.signal,
      answer: frame.encoding === 'json' && acceptsUpdates(headers) ? streamedAnswer(parts) : plainAnswer(parts),
    };
    await place.member.host.receive(inbound);
  } catch (thrown) {
    // What is no `AgentError` is a bug of ours, and its words are not for strangers.
    refuse(request, response, AgentError.from(thrown, 'handler_failed', 'unknown'));
  }
}

/** Answers with a problem; what was not read of the body is thrown away with the connection. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: AgentError,
  status?: number,
  headers: TransportHeaders = {},
): void {
  const closing = request.complete ? {} : { connection: 'close' };
  if (!request.complete) request.resume();
  writeProblem(response, problemOf(error, undefined, undefined, status), { ...headers, ...closing });
}

interface Read {
  readonly place: Place;
  readonly frame: Frame;
  readonly members: Map<string, string>;
  readonly deadline: number | undefined;
}

async function read({ request, match, query, world }: Received, headers: TransportHeaders): Promise<Read> {
  const timeout = timeoutOf(headers);
  const deadline = timeout === undefined ? undefined : world.clock.now() + timeout;
  const { agent_id } = match.values;
  const agentId = agent_id === anyAgent ? undefined : agent_id;
  const places = placesFor(match);
  const built = (place: Place): Uint8Array =>
    foreignHeader({
      agent: place.member.host.agent,
      agentId,
      operation: place.operation,
      headers,
      deadline,
      world,
    });
  const [first] = places as [Place, ...Place[]];
  if (first.binding.bodyless) {
    const text = headers['x-agent-header'];
    const header = text === undefined ? undefined : headerFromText(text);
    const place =
      header === undefined
        ? only(places)
        : addressed(places, () => decodeHeader(first.member.host.agent, 'json', header));
    const members = membersOfPath(place.binding, match.values);
    addQuery(members, query);
    return { place, frame: { encoding: 'json', body: header ?? built(place), headers }, members, deadline };
  }
  const encoding = bodyEncoding(headers);
  if (first.member.host.agent.header[encoding] === undefined)
    throw AgentError.of('content_type_unsupported', `this agent is not offered in ${encoding}`);
  const limit = Math.max(...places.map(({ member }) => member.host.maxFrame ?? defaultLimit));
  const given = await readBody(request, headers, encoding, limit);
  const body = encoding === 'json' ? completeEnvelope(given, () => built(only(places))) : given;
  const place = addressed(places, () => headerOf(first, encoding, body));
  return { place, frame: { encoding, body, headers }, members: membersOfPath(place.binding, match.values), deadline };
}

const defaultLimit = 1024 * 1024;

/** The agents that the path leaves to choose from. */
function placesFor({ values, places }: Match): readonly Place[] {
  const { agent_id, agent_type } = values;
  const found = places.filter(
    ({ member: { host } }) =>
      (agent_id === undefined || agent_id === anyAgent || host.id === agent_id) &&
      (agent_type === undefined || host.agent.type === agent_type),
  );
  if (found.length === 0) throw AgentError.of('agent_unknown', 'no agent of this name is served here');
  // One that is shutting down is no choice while another is there.
  const staying = found.filter(({ member }) => !member.closing);
  return staying.length > 0 ? staying : found;
}

/** The one agent that there is, or that the header's destination names (wire.md, "Addressing"). */
function addressed(places: readonly Place[], header: () => ReturnType<typeof decodeHeader>): Place {
  if (places.length === 1) return only(places);
  const { agent_id, agent_type } = header().destination;
  return only(
    places.filter(
      ({ member: { host } }) => host.agent.type === agent_type && (agent_id === undefined || host.id === agent_id),
    ),
  );
}

function only(places: readonly Place[]): Place {
  const [place] = places;
  if (place === undefined) throw AgentError.of('agent_unknown', 'no agent of this type is served here');
  if (places.length > 1)
    throw AgentError.of('agent_unknown', 'several agents are served here, and the request does not say which it means');
  return place;
}

function headerOf(place: Place, encoding: Encoding, body: Uint8Array): ReturnType<typeof decodeHeader> {
  return decodeHeader(place.member.host.agent, encoding, splitFrame(encoding, body).header);
}

/** A member stands once: in the path, fixed by the route, or in the query. */
function addQuery(members: Map<string, string>, query: string): void {
  for (const [name, value] of new URLSearchParams(query)) {
    if (members.has(name))
      throw AgentError.of('malformed', `${name} stands twice in the address`, { path: `/payload/data/${name}` });
    members.set(name, value);
  }
}

function responseHeaders(request: TransportHeaders, version: string): TransportHeaders {
  const correlation = request['x-correlation-id'];
  return {
    'cache-control': 'no-store',
    'x-agent-version': version,
    // A value that came in as a header can go out as one.
    ...(correlation === undefined ? {} : { 'x-correlation-id': correlation }),
  };
}
