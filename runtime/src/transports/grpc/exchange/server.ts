/** The serving side of one exchange: each request goes through the onion, its answers carry its number. */
import type { Place, Some } from '../../../addressing.js';
import { operationHeader } from '../../../beside.js';
import type { World } from '../../../clock.js';
import type { OperationFacts } from '../../../contract.js';
import { AgentError } from '../../../error.js';
import { createCredit, type Credit } from '../../../flow.js';
import type { Member } from '../../../membership.js';
import { sharedAnswer } from '../../../shared-answer.js';
import type { Answer } from '../../../transport.js';
import { addressedBy, headerOf, placesWhere } from '../addressing.js';
import { statusObject } from '../answer.js';
import { writeTo, type Grpc } from '../grpc-js.js';
import { limitIn, maxMessageKey } from '../metadata.js';
import { defaultMaxMessage, type GrpcOptions } from '../options.js';
import { encodeStatus } from '../status.js';
import { Malformed } from '../wire.js';
import { decodeFrame, encodeFrame, overhead, type ExchangeFrame } from './frame.js';

export interface ExchangeParts {
  readonly grpc: typeof Grpc;
  readonly call: Grpc.ServerDuplexStream<Buffer, Buffer>;
  readonly members: ReadonlySet<Member>;
  readonly world: World;
  readonly options: GrpcOptions;
}

export interface ServedExchange {
  /** No more calls; those under way are over by then. */
  end(): void;
}

interface Work {
  readonly controller: AbortController;
  readonly credit: Credit;
}

export function serveExchange({ grpc, call, members, world, options }: ExchangeParts): ServedExchange {
  const works = new Map<number, Work>();
  const theirLimit = limitIn(call.metadata) ?? defaultMaxMessage;
  const hello = new grpc.Metadata();
  hello.set(maxMessageKey, String(options.maxMessage ?? defaultMaxMessage));
  call.sendMetadata(hello);

  const write = (frame: ExchangeFrame): Promise<void> => {
    const written = writeTo(call, encodeFrame(frame));
    // Whoever does not read his answers is asked for no more requests.
    if (call.writableNeedDrain && !call.isPaused()) {
      call.pause();
      void written.then(() => call.resume());
    }
    return written;
  };
  const take = async (frame: ExchangeFrame): Promise<void> => {
    const { call: number, envelope = new Uint8Array(), headers = {}, timeout, credit: granted = 0 } = frame;
    if (works.has(number)) return;
    const controller = new AbortController();
    const credit = createCredit();
    credit.grant(granted);
    works.set(number, { controller, credit });
    const leaves: (() => void)[] = [];
    const fail = (error: AgentError, place?: Place): Promise<void> =>
      write({ call: number, kind: 'error', status: encodeStatus(error, place?.member.host.agent, place?.operation) });
    try {
      const places = placesFor(members, headers[operationHeader], envelope);
      for (const { member } of places) leaves.push(member.enter((reason) => controller.abort(reason)));
      const answer = answerOn({ number, credit, write, fail: (error) => fail(error, places[0]), limit: theirLimit });
      const shared = sharedAnswer(answer, places.length);
      await Promise.all(
        places.map(({ member }) =>
          member.host.receive({
            transport: 'grpc',
            frame: { encoding: 'protobuf', body: envelope, headers },
            ...(timeout === undefined ? {} : { deadline: world.clock.now() + timeout }),
            signal: controller.signal,
            answer: shared,
          }),
        ),
      );
    } catch (thrown) {
      await fail(AgentError.from(thrown, 'handler_failed', 'unknown'));
    } finally {
      works.delete(number);
      for (const leave of leaves) leave();
    }
  };
  const react = (bytes: Buffer): void => {
    const frame = decodeFrame(bytes);
    switch (frame?.kind) {
      case 'request':
        return void take(frame);
      case 'cancel':
        return cancel(works.get(frame.call), 'cancelled by the caller');
      case 'credit':
        return works.get(frame.call)?.credit.grant(frame.credit ?? 0);
      case 'accepted':
      case 'update':
      case 'reply':
      case 'error':
      case undefined:
    }
  };
  call.on('data', (bytes: Buffer) => {
    try {
      react(bytes);
    } catch (thrown) {
      if (!(thrown instanceof Malformed)) throw thrown;
      // Which call it was for cannot be known.
      call.emit('error', statusObject(grpc, AgentError.of('malformed', thrown.message)));
    }
  });
  call.on('end', () => {
    if (works.size === 0) call.end();
  });
  call.on('close', () => {
    for (const work of works.values()) cancel(work, 'the caller went away');
  });
  return { end: () => void call.end() };
}

function cancel(work: Work | undefined, why: string): void {
  work?.controller.abort(AgentError.of('cancelled', why, { outcome: 'unknown' }));
}

/** Who is meant: by the operation that the caller names, or else by the type of the message. */
function placesFor(members: ReadonlySet<Member>, name: string | undefined, envelope: Uint8Array): Some<Place> {
  const [anyone] = members;
  if (anyone === undefined) throw AgentError.of('agent_unknown', 'no agent is served here');
  const header = headerOf(anyone, envelope);
  const fits = ({ name: own, request }: OperationFacts): boolean =>
    name === undefined ? request === header.message_type : own === name;
  return addressedBy(placesWhere(members, fits), header);
}

interface AnswerParts {
  readonly number: number;
  readonly credit: Credit;
  readonly write: (frame: ExchangeFrame) => Promise<void>;
  readonly fail: (error: AgentError) => Promise<void>;
  /** Bytes of one message that the caller takes. */
  readonly limit: number;
}

function answerOn({ number: call, credit, write, fail, limit }: AnswerParts): Answer {
  let over = false;
  let accepted: 'no' | 'soon' | 'told' = 'no';
  const last = (tell: () => void): Promise<void> => {
    if (!over) {
      over = true;
      tell();
    }
    return Promise.resolve();
  };
  const tellAccepted = (): void => {
    if (over || accepted !== 'soon') return;
    accepted = 'told';
    void write({ call, kind: 'accepted' });
  };
  const fits = (size: number): boolean => size + overhead <= limit;
  return {
    streams: true,
    accepted() {
      // A reply within this turn says it as well.
      if (accepted === 'no') setImmediate(tellAccepted);
      accepted = 'soon';
      return Promise.resolve();
    },
    async update({ body }) {
      await credit.take();
      if (over) return;
      tellAccepted();
      if (!fits(body.length)) throw tooLarge(body.length, limit);
      await write({ call, kind: 'update', envelope: body });
    },
    item: () => Promise.reject(new Error('bug: streams are calls of their own')),
    reply: (frame) =>
      last(() => {
        const envelope = frame?.body;
        if (envelope === undefined) void write({ call, kind: 'reply' });
        else if (fits(envelope.length)) void write({ call, kind: 'reply', envelope });
        else void fail(tooLarge(envelope.length, limit));
      }),
    fail: (error) => last(() => void fail(error)),
  };
}

function tooLarge(size: number, limit: number): AgentError {
  return AgentError.of('reply_invalid', `an answer of ${size} bytes to a caller who takes ${limit}`, {
    outcome: 'handled',
  });
}
