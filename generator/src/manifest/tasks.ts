/** `task`, `cancels` and `every`: what the runtime does with an operation by itself. */
import { didYouMean } from '../diagnostics/index.js';
import type { Cancels, Fill, Operation } from '../model/model.js';
import type { Json } from '../model/types.js';
import { type Entry, type Node, toJson } from '../source/node.js';
import type { Context, Subject } from './context.js';
import { describe, fits } from './fits.js';
import { readMember, recordOf, resolved } from './members.js';
import { readObject, readRequired, readText, startOf } from './read.js';

/** `task: { id: task_id, timeout: requirements.timeout, failed: { status: failed } }`. */
export function readTask(node: Node, subject: Subject, context: Context): Operation['task'] {
  const { diagnostics } = context;
  const where = `task of ${subject.key}`;
  const object = readObject(node, where, ['id', 'timeout', 'failed'], diagnostics);
  const idNode = object && readRequired(object, 'id', where, diagnostics);
  const id = idNode && readTextMember(idNode, `id of ${where}`, subject, context);
  const timeoutNode = object?.get('timeout');
  const timeoutText = timeoutNode && readText(timeoutNode, `timeout of ${where}`, diagnostics);
  const timeout = timeoutText?.value.split('.');
  const found =
    timeoutText && timeout && readMember(subject.request.message.data, timeout, timeoutText.span, diagnostics);
  if (found !== undefined && timeoutText !== undefined && !isSeconds(resolved(found.type).kind)) {
    const parameters = { what: `timeout of ${where}`, found: describe(found.type), expected: 'a member with a number' };
    diagnostics.report('AW2004', timeoutText.span, parameters);
  }
  if (id === undefined) return undefined;
  const failed = readFailed(object?.get('failed'), where, subject, context);
  return {
    id,
    ...(timeout === undefined || found === undefined ? {} : { timeout }),
    ...(failed === undefined ? {} : { failed }),
  };
}

/** The last update of a task that ended in an error: literals of its updates. */
function readFailed(
  node: Node | undefined,
  where: string,
  subject: Subject,
  context: Context,
): Readonly<Record<string, Json>> | undefined {
  const table = node && readObject(node, `failed of ${where}`, 'any', context.diagnostics);
  if (table === undefined || node === undefined) return undefined;
  if (subject.updates === undefined) {
    const parameters = { operation: subject.key, found: 'tells how a task failed and has no updates' };
    context.diagnostics.report('AW2201', node.span, { ...parameters, expected: '`updates:` beside it' });
    return undefined;
  }
  const { data } = subject.updates.message;
  for (const { key, keySpan, value } of table.entries) {
    const found = readMember(data, [key], keySpan, context.diagnostics);
    if (found === undefined || fits(found.type, toJson(value))) continue;
    reportLiteral(key, JSON.stringify(toJson(value)), value, describe(found.type), context);
  }
  return Object.fromEntries(table.entries.map(({ key, value }) => [key, toJson(value)]));
}

function isSeconds(kind: string): boolean {
  return kind === 'float' || kind === 'integer';
}

/** `cancels: { task: target_task_id, when: { command: cancel_task }, update: { status: cancelled } }`. */
export function readCancels(node: Node, subject: Subject, context: Context): Cancels | undefined {
  const { diagnostics } = context;
  const where = `cancels of ${subject.key}`;
  const object = readObject(node, where, ['task', 'when', 'update'], diagnostics);
  const taskNode = object && readRequired(object, 'task', where, diagnostics);
  const task = taskNode && readTextMember(taskNode, `task of ${where}`, subject, context);
  const table = (key: string): readonly Entry[] => {
    const found = object?.get(key);
    return (found && readObject(found, `${key} of ${where}`, 'any', diagnostics))?.entries ?? [];
  };
  const when: [string, string][] = [];
  for (const { key, keySpan, value } of table('when')) {
    const text = readText(value, `${key} in when of ${where}`, diagnostics);
    const found = readMember(subject.request.message.data, [key], keySpan, diagnostics);
    if (text === undefined || found === undefined) continue;
    if (fits(found.type, text.value)) when.push([key, text.value]);
    else reportLiteral(key, text.value, value, describe(found.type), context);
  }
  const update = table('update').map(({ key, value }): [string, Json] => [key, toJson(value)]);
  if (task === undefined) return undefined;
  return {
    task,
    when: Object.fromEntries(when),
    ...(object?.get('update') === undefined ? {} : { update: Object.fromEntries(update) }),
  };
}

/** The last update of a cancelled task is an update of the operation that began it. */
export function checkCancelUpdates(
  operations: readonly Operation[],
  node: (operation: Operation) => Node | undefined,
  context: Context,
): void {
  const tasks = operations.filter((operation) => operation.task !== undefined && operation.updates !== undefined);
  for (const canceller of operations) {
    const update = node(canceller);
    if (canceller.cancels?.update === undefined || update?.kind !== 'object') continue;
    for (const { updates } of tasks) {
      for (const { key, keySpan, value } of update.entries) {
        const found = updates && readMember(updates.data, [key], keySpan, context.diagnostics);
        if (found === undefined || fits(found.type, toJson(value))) continue;
        reportLiteral(key, JSON.stringify(toJson(value)), value, describe(found.type), context);
      }
    }
  }
}

/** A message that an agent sends by itself has nobody to write its members: each required one has to be filled. */
export function checkSentByItself(node: Node, subject: Subject, fill: Fill, { diagnostics }: Context): void {
  const filled = new Set(fill.request.map((rule) => rule.member));
  const members = recordOf(subject.request.message.data)?.members ?? [];
  const missing = members.filter((member) => member.presence === 'required' && !filled.has(member.name));
  if (missing.length === 0) return;
  diagnostics.report('AW2201', node.kind === 'object' ? startOf(node) : node.span, {
    operation: subject.key,
    found: `is sent by itself and leaves ${missing.map((member) => member.name).join(', ')} empty`,
    expected: 'a fill rule for every required member',
  });
}

function readTextMember(node: Node, what: string, subject: Subject, context: Context): string | undefined {
  const { diagnostics } = context;
  const text = readText(node, what, diagnostics);
  const found = text && readMember(subject.request.message.data, [text.value], text.span, diagnostics);
  if (text === undefined || found === undefined) return undefined;
  if (resolved(found.type).kind === 'string') return text.value;
  diagnostics.report('AW2004', text.span, { what, found: describe(found.type), expected: 'a member with text' });
  return undefined;
}

function reportLiteral(member: string, source: string, node: Node, expected: string, { diagnostics }: Context): void {
  const hint = didYouMean(source, expected.replace(/^one of /, '').split(', '));
  diagnostics.report('AW2204', node.span, { member, expected, source, found: 'no such value' }, { hint });
}
