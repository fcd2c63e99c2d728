/** Both streams of a handler: what it iterates and what it gives. */
import type { Items } from '../contract.js';
import { orAborted, type Scope } from '../deadline.js';
import { AgentError, withOutcome } from '../error.js';
import { known, type Exchange } from '../exchange.js';
import { handled } from './handled.js';
import { iteratorOf, letGo } from '../streams.js';
import type { Frame, Inbound } from '../transport.js';

/** The caller's items as typed data. One that is refused ends the call, whatever the handler makes of it. */
export async function* itemsOf(exchange: Exchange, scope: Scope): AsyncGenerator<unknown, void, undefined> {
  const { inbound, state, clock } = exchange;
  const opening = known(exchange.header, 'opened the frame');
  const source = iteratorOf(known(inbound.items, 'checked the stream'));
  try {
    for (let seq = 1; ; seq++) {
      const next = await orAborted(source.next(), scope.signal);
      if (next.done === true) return;
      const item: Exchange = { inbound: inboundOf(inbound, next.value), state, clock, within: { opening, seq } };
      await state.openItem(item);
      yield item.data;
    }
  } catch (thrown) {
    const error = withOutcome(AgentError.from(thrown, 'malformed'), 'handled');
    scope.abort(error);
    throw error;
  } finally {
    letGo(source);
  }
}

/** An item is a message of its own that came the same way. */
function inboundOf({ transport, signal, answer }: Inbound, frame: Frame): Inbound {
  return { transport, frame, signal, answer };
}

/** Sends what a handler gives, the next item when the transport has taken the last. */
export async function giveItems(
  output: unknown,
  scope: Scope,
  send: (item: unknown, seq: number) => Promise<void>,
): Promise<void> {
  if (!isItems(output))
    throw AgentError.of('handler_failed', 'the handler has returned nothing to iterate', { outcome: 'handled' });
  const iterator = iteratorOf(output);
  try {
    for (let seq = 1; ; seq++) {
      const next = await orAborted(given(iterator), scope.signal);
      if (next.done === true) return;
      await orAborted(send(next.value, seq), scope.signal);
    }
  } catch (thrown) {
    scope.signal.throwIfAborted();
    // Whatever is wrong with this one, those before it were given.
    throw withOutcome(AgentError.from(thrown, 'handler_failed', 'handled'), 'handled');
  } finally {
    letGo(iterator);
  }
}

async function given(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  try {
    return await iterator.next();
  } catch (thrown) {
    throw handled(thrown);
  }
}

function isItems(value: unknown): value is Items<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}
