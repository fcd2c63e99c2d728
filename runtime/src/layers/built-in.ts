/** Operations that an agent answers by itself, as the manifest says: a cancel ends its task, a heartbeat is noted. */
import type { OperationFacts } from '../contract.js';
import { known, type Exchange } from '../exchange.js';
import { textAt } from '../placeholders.js';

/** What is answered before or without a handler; undefined where a handler has to. `output` is completed by `fill`. */
export async function answerByItself(
  exchange: Exchange,
  operation: OperationFacts,
  hasHandler: boolean,
): Promise<{ readonly output: unknown } | undefined> {
  const { state, data } = exchange;
  const { cancels } = operation;
  if (cancels !== undefined && matches(data, cancels.when)) {
    const id = textAt(data, [cancels.task]);
    if (id !== undefined) {
      await state.tasks.cancel(id, textAt(data, ['reason']) ?? 'cancelled by command', cancels.update);
      return { output: {} };
    }
  }
  if (isHeartbeat(operation)) {
    state.peers.seen(known(exchange.header, 'opened the frame').source, data);
    if (!hasHandler) return { output: {} };
  }
  return hasHandler || !isFilled(operation) ? undefined : { output: {} };
}

/** Whether `answerByItself` will. */
export function answersByItself({ data }: Exchange, operation: OperationFacts, hasHandler: boolean): boolean {
  const { cancels } = operation;
  if (cancels !== undefined && matches(data, cancels.when) && textAt(data, [cancels.task]) !== undefined) return true;
  return !hasHandler && (isHeartbeat(operation) || isFilled(operation));
}

function matches(data: unknown, when: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(when ?? {}).every(([member, value]) => textAt(data, [member]) === value);
}

/** A message that is made of an agent's own figures. */
function isHeartbeat(operation: OperationFacts): boolean {
  return Object.values(operation.fill?.request ?? {}).some((source) => source.from === 'presence');
}

/** A reply that is made of them needs no handler. */
function isFilled(operation: OperationFacts): boolean {
  return Object.values(operation.fill?.reply ?? {}).some((source) => source.from === 'presence');
}
