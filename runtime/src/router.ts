/** Which transport a call takes: the first of the preference that can be reached. */
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import { AgentError } from './error.js';
import type { Party } from './header.js';
import type { Dialer, Outbound, Reaction, Transport } from './transport.js';

export interface Router {
  /** Tells the outcome through the last reaction made; throws only before anything was sent. */
  send(
    operation: OperationFacts,
    signal: AbortSignal,
    outbound: (encoding: Encoding) => Outbound,
    reaction: (encoding: Encoding) => Reaction,
  ): Promise<void>;
  close(): Promise<void>;
}

export function createRouter(agent: Agent, from: Party, transports: readonly Transport[]): Router {
  const dialers = new Map<Transport, Promise<Dialer>>();
  const dial = (transport: Transport): Promise<Dialer> => {
    let dialer = dialers.get(transport);
    if (dialer === undefined) {
      dialer = transport.dial(agent, from);
      dialers.set(transport, dialer);
      // A dial that failed is tried again by the next call.
      dialer.catch(() => dialers.delete(transport));
    }
    return dialer;
  };
  return {
    async send(_operation, signal, outbound, reaction) {
      for (const [index, transport] of transports.entries()) {
        const last = index === transports.length - 1;
        try {
          const dialer = await dial(transport);
          const missed = await attempt(dialer, outbound(dialer.encoding), reaction(dialer.encoding), last);
          if (missed === undefined) return;
        } catch (thrown) {
          if (last || signal.aborted || !isMiss(thrown)) throw thrown;
        }
      }
      if (transports.length === 0) throw AgentError.of('unreachable', `no transport leads to ${agent.type}`);
    },
    async close() {
      const open = [...dialers.values()];
      dialers.clear();
      for (const dialer of await Promise.allSettled(open))
        if (dialer.status === 'fulfilled') await dialer.value.close();
    },
  };
}

/** Sends once; the error where the message surely did not arrive and another route may be tried. */
async function attempt(
  dialer: Dialer,
  outbound: Outbound,
  reaction: Reaction,
  last: boolean,
): Promise<AgentError | undefined> {
  let missed: AgentError | undefined;
  await dialer.send(outbound, {
    ...reaction,
    fail(error) {
      if (!last && isMiss(error)) missed = error;
      else reaction.fail(error);
    },
  });
  return missed;
}

function isMiss(error: unknown): boolean {
  return error instanceof AgentError && error.outcome === 'rejected' && error.code === 'unavailable';
}
