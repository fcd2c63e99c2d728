/**
 * The outstanding sends of one channel: what was given to the broker and is not confirmed yet, and what waits to be
 * given. A message stays here until the broker has answered for it, over as many channels as that takes, under the same
 * message id. Whoever sends waits, so its bound is the senders' own.
 */
import type { Clock, Timer } from '../../clock.js';
import { AgentError, type Outcome } from '../../error.js';
import type { AmqpPublisher, Confirmation, Publication } from './driver.js';

export interface LedgerOptions {
  readonly clock: Clock;
  /** Unconfirmed messages and bytes at a time; beyond either, senders wait. */
  readonly window: { readonly messages: number; readonly bytes: number };
  /** Milliseconds that a confirm may take, and that a message may wait for a broker. */
  readonly confirmWithin: number;
  readonly brokerWithin: number;
  /** A confirm is overdue: the connection is dead, whatever its socket says. */
  readonly overdue: () => void;
}

export interface Ledger {
  /** Tells once how it ended; at once where the signal aborts, inside its own event. */
  send(publication: Publication, signal: AbortSignal | undefined, settled: (outcome: Sent) => void): void;
  /** A channel is open: what was not confirmed is published again, then what waits. */
  attach(publisher: AmqpPublisher): void;
  /** `refused`: the broker closed the channel, so that one of the messages on it is to blame. */
  detach(why: 'lost' | 'refused'): void;
  block(): void;
  unblock(): void;
  /** Nothing is outstanding or waiting. */
  readonly empty: boolean;
  /** Resolves when it is empty. */
  drained(): Promise<void>;
  /** Fails all that is left. */
  close(): void;
}

/**
 * Whether a queue took the message; or the signal's reason, `overloaded` where the broker refused it, `unreachable`
 * where none came in time. These say `rejected` only where it was never given to a broker, or was refused at the first
 * time of asking.
 */
export type Sent = 'taken' | 'returned' | AgentError;

interface Entry {
  readonly publication: Publication;
  readonly settle: (outcome: Confirmation | AgentError) => void;
  /** When it came, and then when it was last written. */
  since: number;
  /** How often it was given to a broker; its earlier fate is unknown from the second time on. */
  writes: number;
  /** How often the broker closed the channel under it. */
  refusals: number;
}

/** A message that was on a channel as often as this when the broker closed it is not published again. */
const maxRefusals = 3;

export function createLedger({ clock, window, confirmWithin, brokerWithin, overdue }: LedgerOptions): Ledger {
  const waiting: Entry[] = [];
  const outstanding = new Set<Entry>();
  const idlers: (() => void)[] = [];
  let bytes = 0;
  let publisher: AmqpPublisher | undefined;
  let blocked = false;
  let closed = false;
  let watch: Timer | undefined;

  const isEmpty = (): boolean => waiting.length === 0 && outstanding.size === 0;
  const left = (entry: Entry): void => {
    if (outstanding.delete(entry)) bytes -= entry.publication.body.length;
    else {
      const at = waiting.indexOf(entry);
      if (at !== -1) waiting.splice(at, 1);
    }
    if (!isEmpty()) return;
    watch?.cancel();
    watch = undefined;
    for (const idle of idlers.splice(0)) idle();
  };
  const finish = (entry: Entry, outcome: Confirmation | AgentError): void => {
    left(entry);
    entry.settle(outcome);
    pump();
  };
  const write = (entry: Entry, on: AmqpPublisher): void => {
    entry.writes++;
    entry.since = clock.now();
    outstanding.add(entry);
    bytes += entry.publication.body.length;
    on.publish(entry.publication, (confirmation) => {
      // One that was taken off the ledger meanwhile, or is published again on the next channel.
      if (publisher === on && outstanding.has(entry)) finish(entry, confirmation);
    });
  };
  const roomFor = (entry: Entry): boolean =>
    outstanding.size === 0 ||
    (outstanding.size < window.messages && bytes + entry.publication.body.length <= window.bytes);
  const pump = (): void => {
    for (;;) {
      const [next] = waiting;
      if (next === undefined || publisher === undefined || blocked || !roomFor(next)) return;
      waiting.shift();
      try {
        write(next, publisher);
      } catch (thrown) {
        // Else the channel is gone, which `detach` is about to say; what it held is published again by the next one.
        if (!(thrown instanceof AgentError)) return;
        left(next);
        next.settle(thrown);
      }
    }
  };

  /** Looks after the oldest of each, at the smaller of the two limits' distance. */
  const arm = (): void => {
    watch ??= clock.timer(Math.min(confirmWithin, brokerWithin), () => {
      watch = undefined;
      const now = clock.now();
      const [oldest] = outstanding;
      if (oldest !== undefined && publisher !== undefined && !blocked && now - oldest.since >= confirmWithin) overdue();
      if (publisher === undefined)
        for (const entry of waiting.filter(({ since }) => now - since >= brokerWithin))
          finish(entry, AgentError.of('unreachable', 'no broker can be reached', { outcome: outcomeOf(entry) }));
      if (!isEmpty()) arm();
    });
  };

  return {
    get empty() {
      return isEmpty();
    },
    send(publication, signal, settled) {
      if (closed) return settled(AgentError.of('unreachable', 'the transport is closed'));
      if (signal?.aborted === true) return settled(abandoned(signal.reason, 'rejected'));
      const giveUp = (): void => finish(entry, abandoned(signal?.reason, outcomeOf(entry)));
      const entry: Entry = {
        publication,
        since: clock.now(),
        writes: 0,
        refusals: 0,
        settle(outcome) {
          signal?.removeEventListener('abort', giveUp);
          settled(judged(entry, outcome));
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.push(entry);
      arm();
      pump();
    },
    attach(next) {
      publisher = next;
      pump();
    },
    detach(why) {
      publisher = undefined;
      const again = [...outstanding];
      outstanding.clear();
      bytes = 0;
      const now = clock.now();
      if (why === 'refused') for (const entry of again) entry.refusals++;
      waiting.unshift(...again);
      for (const entry of waiting) entry.since = now;
      for (const entry of again.filter(({ refusals }) => refusals >= maxRefusals))
        finish(entry, lost('the broker closes the channel that the message is on'));
    },
    block() {
      blocked = true;
    },
    unblock() {
      blocked = false;
      // The time that the broker was not to be written to is nobody's delay.
      for (const entry of outstanding) entry.since = clock.now();
      pump();
    },
    drained: () => (isEmpty() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
    close() {
      closed = true;
      publisher = undefined;
      for (const entry of [...outstanding, ...waiting])
        finish(entry, AgentError.of('connection_lost', 'the transport was closed', { outcome: outcomeOf(entry) }));
    },
  };
}

/** What was never given to a broker was surely not taken. */
function outcomeOf({ writes }: Entry): Outcome {
  return writes === 0 ? 'rejected' : 'unknown';
}

/** A refusal speaks for the last time of asking only. */
function judged({ writes }: Entry, outcome: Confirmation | AgentError): Sent {
  const first = writes === 1;
  if (outcome === 'refused')
    return AgentError.of('overloaded', 'the broker refuses the message', { outcome: first ? 'rejected' : 'unknown' });
  if (outcome === 'returned' && !first) return lost('no queue takes the message any more');
  return outcome;
}

function lost(message: string): AgentError {
  return AgentError.of('connection_lost', message, { outcome: 'unknown' });
}

function abandoned(reason: unknown, outcome: Outcome): AgentError {
  const error = AgentError.from(reason, 'cancelled', outcome);
  return AgentError.reported(error.code, error.reason, error.message, { outcome, cause: error });
}
