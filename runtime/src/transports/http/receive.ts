/** One request on its way in: from the wire to the onion of the agent that it is for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../../clock.js';
import { only } from '../../addressing.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import { sharedAnswer } from '../../shared-answer.js';
import { givesStream, takesStream } from '../../streams.js';
import type { Frame, Inbound, TransportHeaders } from '../../transport.js';
import { agentIdOf, placesFor, placesOf, type Places } from './addressing.js';
import { plainAnswer, streamedAnswer, writeProblem } from './answer.js';
import { membersOfPath } from './binding.js';
import { headerFromText, readBody, readItems } from './body.js';
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
  const leaves: (() => void)[] = [];
  response.once('close', () => {
    for (const leave of leaves) leave();
    if (!response.writableFinished)
      controller.abort(AgentError.of('cancelled', 'the caller went away', { outcome: 'unknown' }));
  });
  try {
    const headers = requestHeaders(request.rawHeaders);
    const { places, frame, items, deadline } = await read(received, headers);
    if (controller.signal.aborted) return;
    for (const { member } of places) leaves.push(member.enter((reason) => controller.abort(reason)));
    const [{ operation, member }] = places;
    const { agent } = member.host;
    const parts = { response, agent, operation, headers: responseHeaders(headers, agent.protocol.version) };
    const lined = frame.encoding === 'json' && (acceptsUpdates(headers) || givesStream(operation));
    const whole = lined ? streamedAnswer(parts) : plainAnswer(parts);
    const answer = sharedAnswer(whole, places.length);
    const copies = copiesOf(headers, agentIdOf(received.match));
    await Promise.all(
      places.map((place) =>
        place.member.host.receive({
          transport: 'http',
          frame,
          operation: place.operation,
          ...membersOf(place, received),
          ...(items === undefined ? {} : { items }),
          copies,
          ...(deadline === undefined ? {} : { deadline }),
          signal: controller.signal,
          answer,
        }),
      ),
    );
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
  readonly places: Places;
  readonly frame: Frame;
  readonly items?: AsyncIterable<Frame>;
  readonly deadline: number | undefined;
}

async function read({ request, match, world }: Received, headers: TransportHeaders): Promise<Read> {
  const timeout = timeoutOf(headers);
  const deadline = timeout === undefined ? undefined : world.clock.now() + timeout;
  const agentId = agentIdOf(match);
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
  const [first] = places;
  const { agent } = first.member.host;
  const limit = Math.max(...places.map(({ member }) => member.host.maxFrame ?? defaultLimit));
  const streamed = takesStream(first.operation);
  if (first.operation.stream === 'both')
    throw AgentError.of('operation_unsupported', `${first.operation.name} streams both ways, which takes a WebSocket`);
  if (first.binding.bodyless || streamed) {
    const text = headers['x-agent-header'];
    const given = text === undefined ? undefined : headerFromText(text);
    const body = given ?? built(only(places));
    const found = placesOf(places, () => decodeHeader(agent, 'json', body));
    const items = streamed ? { items: readItems(request, headers, limit) } : {};
    return { places: found, frame: { encoding: 'json', body, headers }, ...items, deadline };
  }
  const encoding = bodyEncoding(headers);
  if (agent.header[encoding] === undefined)
    throw AgentError.of('content_type_unsupported', `this agent is not offered in ${encoding}`);
  const given = await readBody(request, headers, encoding, limit);
  const body = encoding === 'json' ? completeEnvelope(given, () => built(only(places))) : given;
  const found = placesOf(places, () => decodeHeader(agent, encoding, splitFrame(agent, encoding, body).header));
  return { places: found, frame: { encoding, body, headers }, deadline };
}

const defaultLimit = 1024 * 1024;

/** What of the payload stands in the address: all of it without a body, else copies. */
function membersOf({ binding }: Place, { match, query }: Received): Pick<Inbound, 'members' | 'pathMembers'> {
  const members = membersOfPath(binding, match.values);
  if (!binding.bodyless) return members.size === 0 ? {} : { pathMembers: Object.fromEntries(members) };
  addQuery(members, query);
  return { members: Object.fromEntries(members) };
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
