/** One served agent behind a port that it may share, with its messages under way: for transports that are asked. */
import { within, type Clock } from './clock.js';
import { AgentError } from './error.js';
import type { Host } from './transport.js';

export interface Member {
  readonly host: Host;
  readonly closing: boolean;
  /** A message is begun; the result ends it. @throws {AgentError} `shutting_down` */
  enter(abort: (reason: AgentError) => void): () => void;
  /** Takes nothing new; resolves when all messages are over, at the latest a moment after `grace` milliseconds. */
  drain(grace: number): Promise<void>;
}

/** Milliseconds for handlers that were aborted to get their errors onto the wire. */
const lastWords = 250;

export function createMember(host: Host, clock: Clock): Member {
  const under = new Set<(reason: AgentError) => void>();
  let closing = false;
  let allOver: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    allOver = resolve;
  });
  const settle = (): void => {
    if (closing && under.size === 0) allOver();
  };
  return {
    host,
    get closing() {
      return closing;
    },
    enter(abort) {
      if (closing) throw AgentError.of('shutting_down', `${host.id} is shutting down`);
      under.add(abort);
      return () => {
        under.delete(abort);
        settle();
      };
    },
    async drain(grace) {
      closing = true;
      settle();
      await within(clock, grace, over);
      if (under.size === 0) return;
      for (const abort of under)
        abort(AgentError.of('shutting_down', `${host.id} is shutting down`, { outcome: 'unknown' }));
      await within(clock, lastWords, over);
    },
  };
}
