/** What one agent does with its records: which are for it, and how one goes through the onion. */
import { operationHeader } from '../../beside.js';
import { callOf, headersOf, names, type CallId } from '../../broker/headers.js';
import type { OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import { createCredit, createIntake, type Credit, type Intake } from '../../flow.js';
import { givesStream, takesStream } from '../../streams.js';
import type { Host } from '../../transport.js';
import { answerOf, type RecordAnswer } from './answer.js';
import { isFor, type Share } from './binding.js';
import { createCancelled } from './cancelled.js';
import type { IncomingRecord } from './driver.js';
import type { FeedOptions } from './feed.js';
import type { Link } from './link.js';
import { openRecord, recipientOf } from './record.js';
import type { ReplyBox } from './replies.js';

export interface WorkParts {
  readonly link: Link;
  readonly host: Host;
  readonly share: Share;
  /** Where callers who stream or read updates send what flows; undefined where no operation has any. */
  readonly box: ReplyBox | undefined;
}

/** A record that the onion works on. */
interface Work {
  readonly stop: (reason: AgentError) => void;
}

export function workOf({ link, host, share, box }: WorkParts): Pick<FeedOptions, 'sort' | 'now' | 'work'> {
  const { sender, settings } = link;
  const { clock, onProblem } = settings.feed;
  const { agent, id: own } = host;
  const underWay = new Map<string, Work>();
  const cancelled = createCancelled(clock);
  const grantTo = (id: CallId) => (count: number) => {
    const headers = { ...headersOf('credit', id), [names.credit]: String(count) };
    sender.send(id.replyTo, { key: keyOf(id), value: nothing, headers }).catch(onProblem);
  };

  return {
    sort(record) {
      const kind = record.headers[names.kind] ?? 'request';
      // Answers, and copies for whoever watches.
      if (kind !== 'request' && kind !== 'open' && kind !== 'cancel') return 'skip';
      try {
        if (!isFor(recipientOf(agent, record), share, agent.type, own)) return 'skip';
      } catch {
        // Nobody can tell whom it is for. One of the instances parks it.
        return share === 'instances' ? 'later' : 'skip';
      }
      return kind === 'cancel' ? 'now' : 'later';
    },
    now({ headers }) {
      const call = callKey(callOf(headers));
      const work = underWay.get(call);
      if (work === undefined) cancelled.remember(call);
      else work.stop(AgentError.of('cancelled', 'cancelled by the caller', { outcome: 'unknown' }));
    },
    async work(record, revoked) {
      const { headers } = record;
      const id = callOf(headers);
      const call = callKey(id);
      if (cancelled.take(call)) return true;
      const deadline = Number(headers[names.deadline] ?? Infinity);
      const operation = Object.values(agent.operations).find((one) => one.name === headers[operationHeader]);
      const bound = isStream(operation);
      const credit = createCredit();
      credit.grant(Number(headers[names.credit] ?? Infinity));
      const intake = headers[names.kind] === 'open' ? createIntake(grantTo(id)) : undefined;
      const flows = headers[names.credit] !== undefined || intake !== undefined;
      const streamTo = flows ? box?.topic : undefined;
      const { framing } = settings;
      const parts = { sender, host, framing, clock, record, operation, deadline, revoked, onProblem };
      const answer = answerOf({ ...parts, bound, copies: link.names.updates(operation), credit, streamTo });
      const controller = new AbortController();
      const leave = (): void => {
        const reason = revoked.reason as AgentError;
        controller.abort(reason);
        if (bound) void answer.fail(reason).catch(onProblem);
      };
      revoked.addEventListener('abort', leave, { once: true });
      const forget = flows ? box?.expect(id.call, (one) => flow(one, credit, intake)) : undefined;
      underWay.set(call, { stop: (reason) => controller.abort(reason) });
      try {
        const items = intake === undefined ? {} : { items: intake };
        const frame = openRecord(record);
        const { signal } = controller;
        await host.receive({ transport: 'kafka', frame, copies: copiesOf(record), ...items, deadline, signal, answer });
      } catch (thrown) {
        await refuse(answer, AgentError.from(thrown, 'malformed'), onProblem);
      } finally {
        intake?.end();
        forget?.();
        underWay.delete(call);
        revoked.removeEventListener('abort', leave);
      }
      return answer.settled;
    },
  };
}

/** What flows to this side while a handler works. */
function flow(record: IncomingRecord, credit: Credit, intake: Intake | undefined): void {
  switch (record.headers[names.kind]) {
    case 'credit':
      return credit.grant(Number(record.headers[names.credit]));
    case 'item':
      try {
        return intake?.push(openRecord(record));
      } catch (thrown) {
        return intake?.fail(AgentError.from(thrown, 'malformed'));
      }
    case 'end':
      return intake?.end();
  }
}

async function refuse(answer: RecordAnswer, error: AgentError, onProblem: (error: AgentError) => void): Promise<void> {
  try {
    await answer.fail(error);
  } catch (thrown) {
    onProblem(AgentError.from(thrown, 'connection_lost', 'unknown'));
  }
}

const nothing = new Uint8Array();
const text = new TextEncoder();
const keyOf = ({ call }: CallId): Uint8Array => text.encode(call);
const callKey = ({ replyTo, call }: CallId): string => `${call} ${replyTo}`;

function isStream(operation: OperationFacts | undefined): boolean {
  return operation !== undefined && (givesStream(operation) || takesStream(operation));
}

/** Kafka's headers repeat ids of the envelope, and must agree with it. */
function copiesOf({ headers }: IncomingRecord): Readonly<Record<string, string>> {
  const copies = {
    correlation_id: headers['x-correlation-id'],
    trace_id: headers['x-trace-id'],
    // Signed in the envelope: nobody diverts an answer by a header.
    reply_to: headers[names.replyTo],
  };
  return Object.fromEntries(Object.entries(copies).filter((copy): copy is [string, string] => copy[1] !== undefined));
}
