/** `operations/send-task.ts`: what an operation is called with, and everything the runtime has to know about it. */
import type { Declaration, Json } from '../model/types.js';
import type { FillRule, FillSource, HttpBinding, Message, Operation } from '../model/model.js';
import { camel, kebab, pascal } from '../plan/names.js';
import { call, type Entry, list, object } from './data.js';
import { type Layout, layOut } from './layout.js';
import { Code, joinParts, mark, type Part, type SourceFile, type SymbolPart } from './parts.js';
import { rt, rtType, type Symbols } from './symbols.js';
import { expression, literal, property } from './text.js';

/** An operation is read line by line, never as one long line. */
const widest = 120;

export function operationSymbol(operation: Operation): SymbolPart {
  return { kind: 'symbol', name: camel(operation.key), from: pathOf(operation), typeOnly: false };
}

export function operationType(operation: Operation): SymbolPart {
  return { kind: 'symbol', name: pascal(operation.key), from: pathOf(operation), typeOnly: true };
}

function pathOf(operation: Operation): string {
  return `operations/${kebab(operation.key)}`;
}

export function emitOperation(operation: Operation, symbols: Symbols): SourceFile {
  const type = operationType(operation);
  return {
    path: pathOf(operation),
    sources: [operation.span.source.path],
    statements: [
      {
        kind: 'type-statement',
        name: pascal(operation.key),
        doc: `The types of {@link ${camel(operation.key)}}, by role.`,
        lines: typeLines(operation, symbols),
      },
      {
        kind: 'constant',
        exported: true,
        name: camel(operation.key),
        span: operation.span,
        ...(operation.description === undefined ? {} : { doc: operation.description }),
        type: [rtType('Operation'), '<', type, '>'],
        value: layOut(call(rt('operation'), object(factsOf(operation))), widest),
      },
    ],
  };
}

function typeLines(operation: Operation, symbols: Symbols): Code {
  const { fill, request, reply, updates } = operation;
  const code = new Code();
  const line = (role: string, type: Part): void => void code.line(`readonly ${role}: `, type, ';');
  return code.block(['interface ', mark(operation.span), `${pascal(operation.key)} {`], () => {
    line('request', symbols.type(request.data));
    line('input', filled(request, fill.request, symbols));
    line('metadata', request.metadata === undefined ? 'undefined' : symbols.type(request.metadata));
    line('reply', reply === undefined ? 'undefined' : symbols.type(reply.data));
    line('output', reply === undefined ? 'void' : filled(reply, fill.reply, symbols));
    line('updates', updates === undefined ? 'never' : symbols.type(updates.data));
    line('update', updates === undefined ? 'never' : filled(updates, fill.updates, symbols));
    line('errors', errorTypes(operation, symbols));
    if (operation.stream !== 'none') line('stream', literal(operation.stream));
    line('handler', literal(isAnsweredByItself(operation) ? 'optional' : 'required'));
  });
}

function filled(message: Message, rules: readonly FillRule[], symbols: Symbols): Part {
  const type = symbols.type(message.data);
  const required = rules.filter((rule) => isRequired(message.data, rule.member)).map((rule) => literal(rule.member));
  return required.length === 0 ? type : [rtType('Filled'), '<', type, `, ${required.join(' | ')}>`];
}

function isRequired(declaration: Declaration, member: string): boolean {
  return (
    declaration.kind === 'record' &&
    declaration.members.some((one) => one.name === member && one.presence !== 'optional')
  );
}

function errorTypes(operation: Operation, symbols: Symbols): Part {
  if (operation.errors.length === 0) return 'Record<never, never>';
  const details = operation.errors.map(({ key, detail }): Part => [
    `${property(key)}: `,
    detail === undefined ? 'undefined' : symbols.type(detail),
  ]);
  return ['{ ', ...joinParts(details, '; '), ' }'];
}

/** Cancels, heartbeats and replies made of an agent's own figures: the runtime has an answer. */
function isAnsweredByItself({ cancels, fill }: Operation): boolean {
  return cancels !== undefined || [...fill.request, ...fill.reply].some((rule) => rule.source.kind === 'presence');
}

function factsOf(operation: Operation): Entry[] {
  const { request, reply, updates, errors, deadline, task, cancels, every, retry } = operation;
  return [
    ['name', literal(operation.key)],
    ['request', literal(request.key)],
    ['reply', reply && literal(reply.key)],
    ['updates', updates && literal(updates.key)],
    [
      'errors',
      errors.length === 0
        ? undefined
        : object(
            errors.map((e) => [
              e.key,
              object([
                ['code', literal(e.code)],
                ['detail', e.detail && literal(e.key)],
              ]),
            ]),
          ),
    ],
    ['permission', operation.permission === undefined ? undefined : literal(operation.permission)],
    ['deadline', deadline],
    [
      'retry',
      retry &&
        object([
          ['maxAttempts', retry.maxAttempts],
          ['initialDelay', retry.initialDelay],
          ['maxDelay', retry.maxDelay],
          ['multiplier', retry.multiplier],
          ['jitter', String(retry.jitter)],
        ]),
    ],
    ['idempotent', operation.idempotent ? 'true' : undefined],
    ['broadcast', operation.broadcast ? 'true' : undefined],
    ['stream', operation.stream === 'none' ? undefined : literal(operation.stream)],
    ['fill', fillPart(operation)],
    [
      'task',
      task &&
        object([
          ['id', literal(task.id)],
          ['timeout', task.timeout && pathPart(task.timeout)],
          ['failed', task.failed && jsonPart(task.failed)],
        ]),
    ],
    [
      'cancels',
      cancels &&
        object([
          ['task', literal(cancels.task)],
          ['when', jsonPart(cancels.when)],
          ['update', cancels.update && jsonPart(cancels.update)],
        ]),
    ],
    ['every', every],
    ['bindings', bindingsPart(operation)],
  ];
}

function fillPart({ fill }: Operation): Layout | undefined {
  const roles = (['request', 'updates', 'reply'] as const).filter((role) => fill[role].length > 0);
  if (roles.length === 0) return undefined;
  return object(roles.map((role) => [role, object(fill[role].map((rule) => [rule.member, sourcePart(rule.source)]))]));
}

function sourcePart(source: FillSource): Layout {
  switch (source.kind) {
    case 'uuid':
    case 'now':
    case 'elapsed':
      return `{ from: '${source.kind}' }`;
    case 'header':
    case 'request':
    case 'presence':
    case 'task':
      return object([
        ['from', literal(source.kind)],
        ['path', pathPart(source.path)],
      ]);
    case 'literal':
      return `{ from: 'literal', value: ${expression(source.value)} }`;
  }
}

function bindingsPart({ bindings }: Operation): Layout {
  const { http, grpc, kafka, websocket, amqp } = bindings;
  return object([
    ['http', http.length === 0 ? undefined : list(http.map(httpPart))],
    [
      'grpc',
      grpc &&
        object([
          ['service', literal(grpc.service.name)],
          ['method', literal(grpc.method.name)],
        ]),
    ],
    [
      'kafka',
      kafka &&
        object([
          ['topic', literal(kafka.topic)],
          ['key', kafka.key === undefined ? undefined : literal(kafka.key)],
          ['updates', kafka.updates === undefined ? undefined : literal(kafka.updates)],
          // JSON is what a transport takes by itself.
          ['encoding', kafka.encoding === 'json' ? undefined : literal(kafka.encoding)],
        ]),
    ],
    [
      'websocket',
      websocket &&
        object([
          ['frame', literal(websocket.frame)],
          ['encoding', websocket.encoding === 'json' ? undefined : literal(websocket.encoding)],
        ]),
    ],
    [
      'amqp',
      amqp &&
        object([
          ['exchange', literal(amqp.exchange)],
          ['routingKey', literal(amqp.routingKey)],
          ['encoding', amqp.encoding === 'json' ? undefined : literal(amqp.encoding)],
        ]),
    ],
  ]);
}

function httpPart({ method, path, placeholders, fixed }: HttpBinding): Layout {
  const members = placeholders.flatMap(({ from }) => {
    const member = from.kind === 'route' ? from.member : from.kind === 'payload' ? from.path[0] : undefined;
    return member === undefined ? [] : [literal(member)];
  });
  return object([
    ['method', literal(method)],
    ['path', literal(path)],
    ['members', members.length === 0 ? undefined : list(members)],
    ['fixed', fixed.length === 0 ? undefined : object(fixed.map(({ member, value }) => [member, literal(value)]))],
  ]);
}

function pathPart(path: readonly string[]): Layout {
  return list(path.map(literal));
}

function jsonPart(values: Readonly<Record<string, Json>>): Layout | undefined {
  const entries = Object.entries(values);
  return entries.length === 0 ? undefined : object(entries.map(([key, value]) => [key, expression(value)]));
}
