/** The caller's stream on its way out: each item becomes a message when the transport asks for it. */
import type { Encoding } from './codec/codec.js';
import type { Items } from './contract.js';
import type { Scope } from './deadline.js';
import { AgentError, withOutcome } from './error.js';
import { iteratorOf, letGo } from './streams.js';
import type { OutboundFrame } from './transport.js';

export interface Outgoing {
  /** One route's frames: another route goes on where the first has left off. */
  frames(encoding: Encoding): AsyncIterable<OutboundFrame>;
  /** The call is over: whoever waits for an item learns that there is none, and the source is let go. */
  stop(): void;
}

export function createOutgoing(
  source: Items<unknown>,
  scope: Scope,
  frameOf: (data: unknown, seq: number, encoding: Encoding) => OutboundFrame,
): Outgoing {
  const iterator = iteratorOf(source);
  let seq = 0;
  let over = false;
  let tellOver: () => void = () => undefined;
  const end = new Promise<undefined>((resolve) => {
    tellOver = () => resolve(undefined);
  });
  const stop = (): void => {
    if (over) return;
    over = true;
    tellOver();
    letGo(iterator);
  };
  const fail = (error: AgentError): never => {
    scope.abort(error);
    throw error;
  };
  const take = async (): Promise<IteratorResult<unknown> | undefined> => {
    try {
      return await Promise.race([iterator.next(), end]);
    } catch (cause) {
      return fail(AgentError.of('cancelled', 'the source of the stream failed', { outcome: 'unknown', cause }));
    }
  };
  return {
    stop,
    async *frames(encoding) {
      for (;;) {
        const next = over ? undefined : await take();
        if (next === undefined || next.done === true) return;
        let frame: OutboundFrame;
        try {
          frame = frameOf(next.value, ++seq, encoding);
        } catch (thrown) {
          // What went before it may have been taken.
          return fail(withOutcome(AgentError.from(thrown, 'payload_invalid'), 'unknown'));
        }
        yield frame;
      }
    },
  };
}
