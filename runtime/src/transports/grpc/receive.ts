/** One of the service's own calls on its way in: from the wire to the onion of the agent that it is for. */
import type { Place, Some } from '../../addressing.js';
import { only } from '../../addressing.js';
import { copiesBeside } from '../../beside.js';
import { decodeHeader, headerCodec } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import { sharedAnswer } from '../../shared-answer.js';
import { iteratorOf, letGo } from '../../streams.js';
import type { Frame, TransportHeaders } from '../../transport.js';
import { addressedBy, headerOf } from './addressing.js';
import { answerOn, statusObject, type Line } from './answer.js';
import type { Grpc, ServerCall } from './grpc-js.js';
import { bytesIn, headersOf, openingKey } from './metadata.js';

export interface Received {
  readonly grpc: typeof Grpc;
  readonly call: ServerCall;
  readonly line: Line;
  /** Whoever serves the method. */
  readonly places: () => Some<Place>;
  /** The one message, or where the caller streams all of them. */
  readonly request: Buffer | AsyncIterable<Buffer>;
}

/** Never rejects: what cannot be received is answered with a status. */
export async function receive(received: Received): Promise<void> {
  const { grpc, call, line, request } = received;
  const controller = new AbortController();
  call.on('cancelled', () =>
    controller.abort(AgentError.of('cancelled', 'the caller went away', { outcome: 'unknown' })),
  );
  const leaves: (() => void)[] = [];
  try {
    const headers = headersOf(call.metadata);
    const all = received.places();
    const opened =
      request instanceof Uint8Array ? oneMessage(all, request, headers) : await opening(all, call, request, headers);
    if (controller.signal.aborted) return;
    const { places, frame, items } = opened;
    for (const { member } of places) leaves.push(member.enter((reason) => controller.abort(reason)));
    const [{ member, operation }] = places;
    const answer = sharedAnswer(answerOn(grpc, line, member.host.agent, operation), places.length);
    const copies = copiesBeside(headers);
    const deadline = deadlineOf(call);
    await Promise.all(
      places.map((place) =>
        place.member.host.receive({
          transport: 'grpc',
          frame,
          operation: place.operation,
          copies,
          ...(items === undefined ? {} : { items }),
          ...(deadline === undefined ? {} : { deadline }),
          signal: controller.signal,
          answer,
        }),
      ),
    );
  } catch (thrown) {
    // What is no `AgentError` is a bug of ours, and its words are not for strangers.
    line.fail(statusObject(grpc, AgentError.from(thrown, 'handler_failed', 'unknown')));
  } finally {
    for (const leave of leaves) leave();
  }
}

interface Opened {
  readonly places: Some<Place>;
  readonly frame: Frame;
  readonly items?: AsyncIterable<Frame>;
}

function oneMessage(places: Some<Place>, body: Uint8Array, headers: TransportHeaders): Opened {
  return {
    places: addressedBy(places, headerOf(places[0].member, body)),
    frame: { encoding: 'protobuf', body, headers },
  };
}

/** A stream is opened by the header in its metadata, or else by that of its first item. */
async function opening(
  places: Some<Place>,
  call: ServerCall,
  stream: AsyncIterable<Buffer>,
  headers: TransportHeaders,
): Promise<Opened> {
  const frameOf = (body: Uint8Array): Frame => ({ encoding: 'protobuf', body, headers });
  const [{ member }] = places;
  const { agent } = member.host;
  const given = bytesIn(call.metadata, openingKey);
  if (given !== undefined) {
    const found = addressedBy(places, decodeHeader(agent, 'json', given));
    return { places: [only(found)], frame: frameOf(given), items: framesOf(stream, frameOf) };
  }
  const messages = iteratorOf(stream);
  const first = await messages.next();
  if (first.done === true)
    throw AgentError.of('malformed', `a stream is opened by ${openingKey} or by its first message`);
  const header = headerOf(member, first.value);
  const found = addressedBy(places, header);
  const rest = { [Symbol.asyncIterator]: () => messages };
  return {
    places: [only(found)],
    frame: frameOf(headerCodec(agent, 'json').encode(header)),
    items: framesOf(rest, frameOf, first.value),
  };
}

async function* framesOf(
  stream: AsyncIterable<Buffer>,
  frameOf: (body: Uint8Array) => Frame,
  first?: Uint8Array,
): AsyncGenerator<Frame, void, undefined> {
  if (first !== undefined) yield frameOf(first);
  const messages = iteratorOf(stream);
  try {
    for (;;) {
      const next = await messages.next();
      if (next.done === true) return;
      yield frameOf(next.value);
    }
  } catch (thrown) {
    throw AgentError.from(thrown, 'connection_lost', 'unknown');
  } finally {
    letGo(messages);
  }
}

/** Absolute, in milliseconds; undefined where the caller has set none. */
export function deadlineOf(call: ServerCall): number | undefined {
  const deadline = call.getDeadline();
  const time = deadline instanceof Date ? deadline.getTime() : deadline;
  return Number.isFinite(time) ? time : undefined;
}
