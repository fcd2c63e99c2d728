/** The way back of one record: its answers to the caller's topic, itself to the dead letters where nothing else helps. */
import { writeFailure } from '../../broker/failure.js';
import { callOf, headersOf, names, type MessageKind } from '../../broker/headers.js';
import type { Clock } from '../../clock.js';
import type { OperationFacts } from '../../contract.js';
import { AgentError, isReason, reasons } from '../../error.js';
import { flowWindow, type Credit } from '../../flow.js';
import type { Answer, Frame, Host } from '../../transport.js';
import { deadLetterOf } from './dead-letter.js';
import type { IncomingRecord } from './driver.js';
import { persist } from './persist.js';
import { framed, type Framing } from './record.js';
import type { Sender } from './sender.js';

export interface AnswerParts {
  readonly sender: Sender;
  readonly host: Host;
  readonly framing: Framing;
  readonly clock: Clock;
  readonly record: IncomingRecord;
  readonly operation: OperationFacts | undefined;
  /** Absolute, in milliseconds: until when somebody waits for the answer. */
  readonly deadline: number;
  /** The record is another's from then on: nothing more is said of it. */
  readonly revoked: AbortSignal;
  /** A stream lives with its instance: nobody else could go on with it, and its caller is told. */
  readonly bound: boolean;
  /** Where updates are copied to. */
  readonly copies: string | undefined;
  /** For updates and items. */
  readonly credit: Credit;
  /** Where this side hears credit and items; undefined where it hears none. */
  readonly streamTo: string | undefined;
  readonly onProblem: (problem: AgentError) => void;
}

const nothing = new Uint8Array();
/** Milliseconds that an answer without a deadline is tried for. */
const patience = 60_000;

export interface RecordAnswer extends Answer {
  /** All is said, and what had to be parked is parked. */
  readonly settled: boolean;
}

export function answerOf(parts: AnswerParts): RecordAnswer {
  const { sender, host, framing, clock, record, operation, revoked, bound, copies, credit, streamTo, onProblem } =
    parts;
  const id = callOf(record.headers);
  const until = Number.isFinite(parts.deadline) ? parts.deadline : clock.now() + patience;
  let over = false;
  let settled = false;
  /** What flows is sent without waiting for the broker, one portion of credit at a time; what ends it waits for all. */
  const flowing = new Set<Promise<boolean>>();
  let broken = false;

  const send = async (kind: MessageKind, value: Uint8Array, headers: Record<string, string>): Promise<boolean> => {
    // A one-way message names nobody to answer to; its sender was told by the broker that it is safe.
    if (id.replyTo === '') return true;
    const answer = { key: text.encode(id.call), value, headers: { ...headersOf(kind, id), ...headers } };
    const failed = await persist(clock, until, revoked, () => sender.send(id.replyTo, answer));
    if (failed !== undefined) onProblem(failed);
    return failed === undefined;
  };
  const sendFrame = (kind: MessageKind, frame: Frame): Promise<boolean> => {
    const { value, headers } = framed(framing, host.agent, frame);
    return send(kind, value, { ...headersOf(kind, id, frame), ...headers });
  };
  const park = async (reason: string): Promise<void> => {
    const { topic, record: letter } = deadLetterOf(record, reason);
    // As long as it takes: the record is not committed before it is safe there.
    const failed = await persist(clock, Infinity, revoked, async () => {
      try {
        await sender.send(topic, letter);
      } catch (thrown) {
        const error = AgentError.from(thrown, 'connection_lost', 'unknown');
        onProblem(error);
        throw AgentError.of('connection_lost', 'the dead letter could not be written', { cause: error });
      }
    });
    if (failed !== undefined) throw failed;
  };
  const speaks = (): boolean => !over && (bound || !revoked.aborted);
  const last = async (say: () => Promise<unknown>): Promise<void> => {
    if (!speaks()) return;
    over = true;
    await Promise.all(flowing);
    await say();
    settled = true;
  };
  /** For whoever watches: in the order of the request's key, and answered to nobody. */
  const copy = (frame: Frame): void => {
    if (copies === undefined) return;
    const { value, headers } = framed(framing, host.agent, frame);
    const kinds = { [names.kind]: 'update' satisfies MessageKind, [names.encoding]: frame.encoding };
    const own = { key: record.key ?? nothing, value, headers: { ...frame.headers, ...kinds, ...headers } };
    sender.send(copies, own).catch(onProblem);
  };
  const flow = async (kind: 'update' | 'item', frame: Frame): Promise<void> => {
    await credit.take();
    if (broken) throw AgentError.of('connection_lost', 'an item before this one was lost', { outcome: 'unknown' });
    if (!speaks()) return;
    const sent = sendFrame(kind, frame);
    if (kind === 'update') copy(frame);
    flowing.add(sent);
    void sent.then((arrived) => {
      flowing.delete(sent);
      // An update may be missed; a stream without one of its items is none.
      if (!arrived && kind === 'item') broken = true;
    });
  };
  const fail = async (error: AgentError): Promise<void> => {
    const failure = writeFailure(host.agent, operation, error);
    // Who changed a header may have changed the one that says where answers go.
    if (error.reason !== 'header_mismatch') await send('error', failure.body, failure.headers);
    if (isReason(error.reason) && reasons[error.reason].settle === 'dead-letter') await park(error.reason);
  };

  return {
    get settled() {
      return settled;
    },
    streams: operation?.updates !== undefined,
    async accepted() {
      // The broker has told the caller already; this tells where to send what flows.
      if (streamTo === undefined || !speaks()) return;
      await send('accepted', nothing, { [names.streamTo]: streamTo, [names.credit]: String(flowWindow) });
    },
    update: (frame) => flow('update', frame),
    item: (frame) => flow('item', frame),
    reply: (frame) =>
      last(() => {
        if (broken) return fail(AgentError.of('connection_lost', 'an item was lost', { outcome: 'unknown' }));
        return frame === undefined ? send('done', nothing, {}) : sendFrame('reply', frame);
      }),
    fail: (error) => last(() => fail(error)),
    refuse: (error) => last(() => park(error.reason)),
  };
}

const text = new TextEncoder();
