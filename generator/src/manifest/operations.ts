import type { DeclaredError, Operation, RetryPolicy } from '../model/model.js';
import type { Entry, Node, ObjectNode } from '../source/node.js';
import { bindingKeys, readBindings } from './bindings.js';
import type { Context, MessageDraft, Subject } from './context.js';
import { readDuration } from './duration.js';
import { readFill } from './fill.js';
import { readBoolean, readObject, oneOrMore, readRequired, readText, readWord, withoutRepeats } from './read.js';
import { lookUp, readTable, type Table } from './table.js';
import { checkSentByItself, readCancels, readTask } from './tasks.js';

const keys = [
  'description',
  'request',
  'reply',
  'updates',
  'stream',
  'errors',
  'permission',
  'deadline',
  'retry',
  'idempotent',
  'broadcast',
  'fill',
  'task',
  'cancels',
  'every',
  ...bindingKeys,
];

const streams = ['none', 'client', 'server', 'both'] as const;

/** What a client has or must not have beside its operations. */
const ownMethods: ReadonlySet<string> = new Set(['close', 'then']);

/** `operations`: what agents serve and emit, bound to transports. */
export function readOperations(node: Node | undefined, context: Context): Table<Operation> {
  return readTable(node, 'operations', 'operation', context.diagnostics, (key, entry) => {
    if (!ownMethods.has(key)) return readOperation(key, entry, context);
    context.diagnostics.report('AW2106', entry.keySpan, { kind: 'operation', name: key });
    return undefined;
  });
}

function readOperation(key: string, { keySpan, value }: Entry, context: Context): Operation | undefined {
  const { diagnostics } = context;
  const where = `the operation ${key}`;
  const object = readObject(value, where, keys, diagnostics);
  if (object === undefined) return undefined;
  const subject = readSubject(key, object, context);
  const text = <T>(name: string, read: (node: Node, what: string) => T | undefined): T | undefined => {
    const found = object.get(name);
    return found === undefined ? undefined : read(found, `${name} of ${key}`);
  };
  const description = text('description', (found, what) => readText(found, what, diagnostics)?.value);
  const permission = text('permission', (found, what) => readPermission(found, what, context));
  const deadline = text('deadline', (found, what) => readDuration(found, what, diagnostics));
  const every = text('every', (found, what) => readDuration(found, what, diagnostics));
  const idempotent = text('idempotent', (found, what) => readBoolean(found, what, diagnostics));
  const broadcast = text('broadcast', (found, what) => readBoolean(found, what, diagnostics));
  const retry = readRetry(object.get('retry'), key, context);
  const errors = readErrorList(object.get('errors'), key, context);
  if (subject === undefined) return undefined;
  checkRoles(subject, object, errors, context);
  const task = object.get('task');
  const cancels = object.get('cancels');
  const readTaskFacts = task && readTask(task, subject, context);
  const readCancelFacts = cancels && readCancels(cancels, subject, context);
  const fill = readFill(object.get('fill'), subject, context);
  const bindings = readBindings(object, subject, context);
  if (every !== undefined) checkSentByItself(object.get('every') ?? object, subject, fill, context);
  const optional = { description, permission, deadline, every, retry, task: readTaskFacts, cancels: readCancelFacts };
  return {
    key,
    request: subject.request.message,
    ...(subject.reply === undefined ? {} : { reply: subject.reply.message }),
    ...(subject.updates === undefined ? {} : { updates: subject.updates.message }),
    stream: subject.stream,
    errors,
    idempotent: idempotent ?? false,
    broadcast: broadcast ?? false,
    fill,
    bindings,
    span: keySpan,
    ...present(optional),
  };
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys that have no value: an optional member is absent, never undefined. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Present<T>;
}

function readSubject(key: string, object: ObjectNode, context: Context): Subject | undefined {
  const { diagnostics, messages } = context;
  const role = (name: string, node: Node | undefined): MessageDraft | undefined =>
    node && lookUp(messages, node, `${name} of ${key}`, diagnostics);
  const requestNode = readRequired(object, 'request', `the operation ${key}`, diagnostics);
  const request = role('request', requestNode);
  const reply = role('reply', object.get('reply'));
  const updates = role('updates', object.get('updates'));
  const streamNode = object.get('stream');
  const stream = (streamNode && readWord(streamNode, `stream of ${key}`, streams, diagnostics)) ?? 'none';
  const broken = (object.get('reply') !== undefined && !reply) || (object.get('updates') !== undefined && !updates);
  return request === undefined || broken ? undefined : { key, request, reply, updates, stream };
}

function checkRoles(
  subject: Subject,
  object: ObjectNode,
  errors: readonly DeclaredError[],
  { diagnostics }: Context,
): void {
  const report = (key: string, found: string, expected: string): void =>
    diagnostics.report('AW2201', (object.get(key) ?? object).span, { operation: subject.key, found, expected });
  if (subject.reply !== undefined) {
    if (subject.updates !== undefined && subject.stream !== 'none') {
      report('updates', 'has updates and a stream', 'one of them');
    }
    return;
  }
  if (subject.updates !== undefined) report('updates', 'has updates and no reply', 'a reply after them');
  if (subject.stream === 'server' || subject.stream === 'both') {
    report('stream', 'streams its replies and has no reply', '`reply:`, the message of the stream');
  }
  if (errors.length > 0) report('errors', 'has errors and no reply', 'a reply, in whose place an error comes');
}

function readPermission(node: Node, what: string, { diagnostics }: Context): string | undefined {
  const text = readText(node, what, diagnostics);
  if (text === undefined || /^[a-z][a-z0-9_-]*:[a-z][a-z0-9_.-]*$/.test(text.value)) return text?.value;
  const expected = 'verb:resource, for example write:tasks';
  diagnostics.report('AW2004', text.span, { what, found: JSON.stringify(text.value), expected });
  return undefined;
}

/** The policy that the operation names, else the one that is called `default`. */
function readRetry(node: Node | undefined, key: string, context: Context): RetryPolicy | undefined {
  if (node === undefined) return context.retry.values.get('default');
  return lookUp(context.retry, node, `retry of ${key}`, context.diagnostics);
}

function readErrorList(node: Node | undefined, key: string, context: Context): readonly DeclaredError[] {
  const { diagnostics, errors } = context;
  const read = (node === undefined ? [] : oneOrMore(node)).flatMap((item) => {
    const value = lookUp(errors, item, `an entry of errors of ${key}`, diagnostics);
    return value === undefined ? [] : [{ node: item, value, name: value.key }];
  });
  return withoutRepeats(read, `errors of ${key}`, diagnostics);
}
