/** The innermost layer: runs the handler within its limits and answers. */
import { createContext } from '../context.js';
import type { OperationFacts } from '../contract.js';
import { createScope, orAborted, type Scope } from '../deadline.js';
import { AgentError } from '../error.js';
import { encodeMessage } from '../envelope/message.js';
import { known, type Exchange, type Layer } from '../exchange.js';
import { applyFill } from '../fill.js';
import { besideHeaders } from '../beside.js';
import type { Frame } from '../transport.js';
import { givesStream, placeOf, takesStream } from '../streams.js';
import { textAt, valueAt } from '../placeholders.js';
import type { Update } from '../task-memory.js';
import type { Task } from '../tasks.js';
import { giveItems, itemsOf } from './items.js';
import { answerByItself, answersByItself } from './built-in.js';
import { handled } from './handled.js';
import { deadlineOf, expired, startLimitOf } from './time.js';

export const runHandler: Layer = async (exchange) => {
  const { state, inbound, clock } = exchange;
  const operation = known(exchange.operation, 'found the operation');
  const deadline = deadlineOf(exchange);
  let stop: Scope['abort'] | undefined;
  let scope: Scope | undefined;
  // Before it waits for its turn: a task in the queue can be asked for and cancelled like any other.
  const task = registerTask(exchange, operation, {
    running: () => scope !== undefined,
    abort: (reason) => stop?.(reason),
  });
  let release: (() => void) | undefined;
  try {
    release = await takeSlot(exchange, operation, (abort) => (stop = abort));
    const started = clock.now();
    scope = createScope(clock, Math.min(deadline, started + handlerLimit(operation, exchange.data)), inbound.signal);
    stop = scope.abort;
    await inbound.answer.accepted();
    scope.signal.throwIfAborted();
    exchange.handling = run(exchange, operation, scope, deadline, task);
    const output = await orAborted(exchange.handling, scope.signal);
    if (givesStream(operation)) return await runStream(exchange, operation, output, scope, started);
    const reply = applyFill(operation.fill?.reply, output, sources(exchange, started));
    if (task !== undefined) state.taskMemory.end(task.id, common(operation, reply));
    if (operation.reply === undefined) return await inbound.answer.reply(undefined);
    await inbound.answer.reply(frameOf(exchange, operation.reply, reply));
  } catch (thrown) {
    if (task !== undefined) state.taskMemory.end(task.id, operation.task?.failed ?? {});
    throw thrown;
  } finally {
    if (task !== undefined) state.tasks.remove(task.id);
    scope?.dispose();
    state.touch();
    release?.();
  }
};

/** The reply is what the handler goes on to give. */
async function runStream(
  exchange: Exchange,
  operation: OperationFacts,
  output: unknown,
  scope: Scope,
  started: number,
): Promise<void> {
  const { answer } = exchange.inbound;
  const opening = known(exchange.header, 'opened the frame');
  const message_type = known(operation.reply, 'checked that a stream has a message');
  await giveItems(output, scope, (item, seq) => {
    const data = applyFill(operation.fill?.reply, item, sources(exchange, started));
    return answer.item(frameOf(exchange, message_type, data, placeOf(opening, seq)));
  });
  await answer.reply(undefined);
}

/** What needs no handler waits for none: a cancel must reach an agent that is busy with what it cancels. */
async function takeSlot(
  exchange: Exchange,
  operation: OperationFacts,
  cancellable: (abort: Scope['abort']) => void,
): Promise<() => void> {
  const { state, inbound, clock } = exchange;
  if (answersByItself(exchange, operation, state.handlers.has(operation.name))) return () => undefined;
  const waiting = createScope(clock, startLimitOf(exchange), inbound.signal);
  cancellable(waiting.abort);
  const slots = operation.stream === undefined ? state.slots : state.streamSlots;
  try {
    await slots.take(waiting.signal);
    return slots.release;
  } catch (thrown) {
    const late = thrown instanceof AgentError && thrown.reason === 'deadline_exceeded' && !inbound.signal.aborted;
    throw late ? expired() : thrown;
  } finally {
    waiting.dispose();
  }
}

async function run(
  exchange: Exchange,
  operation: OperationFacts,
  scope: Scope,
  deadline: number,
  task: Task | undefined,
): Promise<unknown> {
  const handler = exchange.state.handlers.get(operation.name);
  const answer = await answerByItself(exchange, operation, handler !== undefined);
  if (answer !== undefined) return answer.output;
  if (handler === undefined)
    throw AgentError.of(
      'operation_unsupported',
      `${exchange.state.party.agent_id} has no handler for ${operation.name}`,
    );
  const context = createContext({
    exchange,
    operation,
    signal: scope.signal,
    deadline,
    cleanups: task?.cleanups ?? [],
    update: (update) => sendUpdate(exchange, operation, update),
  });
  try {
    return await handler(takesStream(operation) ? itemsOf(exchange, scope) : exchange.data, context);
  } catch (thrown) {
    throw handled(thrown);
  }
}

/** The request's own bound on its handler (rulings: timeout bounds the handler), in seconds. */
function handlerLimit(operation: OperationFacts, data: unknown): number {
  const path = operation.task?.timeout;
  const seconds = path === undefined ? undefined : valueAt(data, path);
  return typeof seconds === 'number' ? seconds * 1000 : Infinity;
}

function registerTask(
  exchange: Exchange,
  operation: OperationFacts,
  control: Pick<Task, 'running' | 'abort'>,
): Task | undefined {
  const id = operation.task === undefined ? undefined : valueAt(exchange.data, [operation.task.id]);
  if (typeof id !== 'string') return undefined;
  const { tasks, taskMemory } = exchange.state;
  const task: Task = {
    id,
    ...control,
    cleanups: [],
    report(update) {
      taskMemory.end(id, update);
      return sendUpdate(exchange, operation, update);
    },
  };
  tasks.add(task);
  taskMemory.begin(id, applyFill(operation.fill?.updates, {}, sources(exchange)) as Update);
  return task;
}

/** What the manifest puts into every update and the reply has too (`status`): how the task ended. */
function common(operation: OperationFacts, reply: unknown): Update {
  const members = Object.keys(operation.fill?.updates ?? {}).map((name) => [name, valueAt(reply, [name])] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

async function sendUpdate(exchange: Exchange, operation: OperationFacts, update: unknown): Promise<void> {
  if (operation.updates === undefined)
    throw AgentError.of('handler_failed', `${operation.name} has no updates`, { outcome: 'handled' });
  const data = applyFill(operation.fill?.updates, update, sources(exchange));
  const frame = frameOf(exchange, operation.updates, data);
  const id = operation.task === undefined ? undefined : textAt(exchange.data, [operation.task.id]);
  if (id !== undefined) exchange.state.taskMemory.note(id, data as Update);
  if (exchange.inbound.answer.streams) await exchange.inbound.answer.update(frame);
}

function sources(exchange: Exchange, started?: number): Parameters<typeof applyFill>[2] {
  const { state, header, data } = exchange;
  return {
    world: state.world,
    presence: state.presence,
    lastUpdate: state.taskMemory.last,
    request: data,
    ...(header === undefined ? {} : { header }),
    ...(started === undefined ? {} : { started }),
  };
}

/** An answer: from us to whoever asked, same correlation and trace, caused by the request. */
function frameOf(exchange: Exchange, message_type: string, data: unknown, extensions?: Record<string, string>): Frame {
  const { state, inbound } = exchange;
  const cause = known(exchange.header, 'opened the frame');
  const { encoding } = inbound.frame;
  const { agent_id, agent_type } = cause.source;
  const message = state.factory.create(message_type, data, {
    to: { agent_id, agent_type, broadcast: false },
    cause,
    encoding,
    ...(extensions === undefined ? {} : { extensions }),
  });
  const { security } = state;
  const { body } = encodeMessage(state.agent, encoding, message, { reason: 'reply_invalid', security });
  return { encoding, body, headers: besideHeaders(message.header) };
}
