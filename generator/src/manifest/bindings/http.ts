/** `http:` of an operation: one or several routes, each of which may fix members of the payload. */
import { didYouMean } from '../../diagnostics/index.js';
import type { Encoding, HttpBinding, Placeholder } from '../../model/model.js';
import type { Type } from '../../model/types.js';
import type { Node, ObjectNode, StringNode } from '../../source/node.js';
import { places } from '../address.js';
import { type Context, needEncoding, type Subject } from '../context.js';
import { describe, fits } from '../fits.js';
import { findMember, readMember, recordOf, resolved } from '../members.js';
import { encodings } from '../messages.js';
import { checkFit, placeholderNames, readPlaceholders, spanInside } from '../placeholders.js';
import { oneOrMore, readObject, readRequired, readText, readWord, wrong } from '../read.js';
import { parseRoute, type Route } from './routes.js';

interface Row {
  readonly route: StringNode;
  readonly fixed: ObjectNode | undefined;
  readonly encoding: Encoding;
}

export function readHttp(node: Node, subject: Subject, context: Context): readonly HttpBinding[] {
  const bindings = oneOrMore(node)
    .flatMap((item) => readRows(item, subject, context))
    .flatMap((row) => readBinding(row, subject, context));
  const body = bindings.some((binding) => binding.method !== 'GET' && binding.method !== 'DELETE');
  for (const binding of bindings) checkReach(binding, body, subject, context);
  return bindings;
}

/** `POST /x`, `{ "POST /x": { member: value } }` or `{ route, fixed, encoding }`. */
function readRows(node: Node, subject: Subject, { diagnostics }: Context): readonly Row[] {
  const where = `http of ${subject.key}`;
  if (node.kind === 'string') return [{ route: node, fixed: undefined, encoding: 'json' }];
  if (node.kind !== 'object') return wrong(node, where, 'a route', diagnostics) ?? [];
  if (node.entries.some((entry) => /[ /]/.test(entry.key))) {
    return node.entries.map(({ key, keySpan, value }) => ({
      route: { kind: 'string', value: key, span: keySpan },
      fixed: value.kind === 'null' ? undefined : readObject(value, `the fixed members of ${key}`, 'any', diagnostics),
      encoding: 'json',
    }));
  }
  const object = readObject(node, where, ['route', 'fixed', 'encoding'], diagnostics);
  const routeNode = object && readRequired(object, 'route', where, diagnostics);
  const route = routeNode && readText(routeNode, `the route of ${subject.key}`, diagnostics);
  const fixedNode = object?.get('fixed');
  const fixed = fixedNode && readObject(fixedNode, `the fixed members of ${subject.key}`, 'any', diagnostics);
  const encodingNode = object?.get('encoding');
  const encoding = encodingNode && readWord(encodingNode, `the encoding of ${where}`, encodings, diagnostics);
  return route === undefined ? [] : [{ route, fixed, encoding: encoding ?? 'json' }];
}

function readBinding(row: Row, subject: Subject, context: Context): readonly HttpBinding[] {
  const { diagnostics } = context;
  const route = parseRoute(row.route.value);
  if (!('method' in route)) {
    const found = JSON.stringify(row.route.value);
    diagnostics.report('AW2301', row.route.span, { found }, { hint: route.hint });
    return [];
  }
  if (route.upgrade !== (subject.stream === 'both')) {
    const found = route.upgrade ? 'has a WebSocket route' : `has the route ${row.route.value}`;
    const expected = route.upgrade ? '`stream: both` beside it' : 'a WebSocket route for a bidirectional stream';
    diagnostics.report('AW2201', row.route.span, { operation: subject.key, found, expected });
    return [];
  }
  needEncoding(subject, row.encoding, 'http', row.route, diagnostics);
  const renamed = readFixed(row, route, subject, context);
  const template: StringNode = { ...row.route, value: renamed.path };
  const own = readPlaceholders(withoutNames(template, renamed.aliases), places.path, subject, context).map(asRoute);
  claim(route, row.route, subject, context);
  return [
    {
      method: route.method,
      path: renamed.path,
      placeholders: [...own, ...renamed.aliases.map(memberPlaceholder)],
      fixed: renamed.fixed,
      encoding: row.encoding,
      span: row.route.span,
    },
  ];
}

interface Fixed {
  readonly path: string;
  /** Members that a placeholder under another name stands for. */
  readonly aliases: readonly string[];
  readonly fixed: HttpBinding['fixed'];
}

/**
 * The members that a route fixes. `target_task_id: "{task_id}"` says that the placeholder stands for that member: it
 * then has the member's name in the model, so that one rule fills paths everywhere.
 */
function readFixed(row: Row, route: Route, subject: Subject, context: Context): Fixed {
  const { diagnostics } = context;
  const data = subject.request.message.data;
  const inPath = new Set(placeholderNames(route.path));
  const fixed: { member: string; value: string }[] = [];
  const aliases: string[] = [];
  let path = route.path;
  for (const { key: member, keySpan, value } of row.fixed?.entries ?? []) {
    const found = readMember(data, [member], keySpan, diagnostics);
    if (found === undefined) continue;
    const alias = value.kind === 'string' ? /^\{([^{}]+)\}$/.exec(value.value)?.[1] : undefined;
    if (alias === undefined) {
      const text = fixedText(value, found.type);
      if (text !== undefined) fixed.push({ member, value: text });
      else reportUnfit(member, value, found.type, context);
    } else if (!inPath.has(alias) || !('missing' in findMember(data, [alias]))) {
      const hint = didYouMean(alias, inPath);
      diagnostics.report('AW2304', value.span, { placeholder: alias, where: `the member ${member}` }, { hint });
    } else {
      path = path.replace(`{${alias}}`, `{${member}}`);
      aliases.push(member);
      const from = { kind: 'route', member } as const;
      checkFit(alias, { from, ...found, optional: false }, places.path, spanInside(row.route, `{${alias}}`), context);
    }
  }
  return { path, aliases, fixed };
}

/** A fixed value as text, if it is a value of the member: `true`, `3` and `cancel_task` as they are spelled. */
function fixedText(node: Node, type: Type): string | undefined {
  if (node.kind === 'number') return fits(type, node.value) ? node.raw : undefined;
  if (node.kind === 'boolean' || node.kind === 'string') return fits(type, node.value) ? String(node.value) : undefined;
  return undefined;
}

function reportUnfit(member: string, node: Node, type: Type, { diagnostics }: Context): void {
  const literal = node.kind === 'string' || node.kind === 'boolean' || node.kind === 'number';
  const source = literal ? JSON.stringify(node.value) : member;
  const found = literal ? 'no such value' : 'no text, number, true or false';
  diagnostics.report('AW2204', node.span, { member, expected: describe(type), source, found });
}

/** Placeholders that are read already do not stand in the template any more. */
function withoutNames(template: StringNode, names: readonly string[]): StringNode {
  return { ...template, value: names.reduce((text, name) => text.replace(`{${name}}`, ''), template.value) };
}

function asRoute(placeholder: Placeholder): Placeholder {
  const [member = '', ...deeper] = placeholder.from.kind === 'payload' ? placeholder.from.path : [];
  return member === '' || deeper.length > 0 ? placeholder : { text: placeholder.text, from: { kind: 'route', member } };
}

function memberPlaceholder(member: string): Placeholder {
  return { text: member, from: { kind: 'route', member } };
}

function claim(route: Route, node: StringNode, subject: Subject, { claimed, diagnostics }: Context): void {
  const address = `http ${route.method} ${route.path.replace(/\{[^{}]+\}/g, '{}')}`;
  const other = claimed.get(address);
  if (other === undefined) {
    claimed.set(address, { operation: subject.key, text: node.value, span: node.span });
    return;
  }
  const parameters = { route: node.value, other: other.text, operation: other.operation };
  diagnostics.report('AW2302', node.span, parameters, {
    related: [{ span: other.span, message: `the route of ${other.operation}` }],
  });
}

/** GET and DELETE have no body: what has to be sent comes from path, query and fixed members. */
function checkReach(binding: HttpBinding, hasBody: boolean, subject: Subject, { diagnostics }: Context): void {
  const { method, span } = binding;
  if ((method !== 'GET' && method !== 'DELETE') || subject.stream === 'both') return;
  const { message } = subject.request;
  if (message.requires.includes('encrypted')) {
    diagnostics.report('AW2311', span, { operation: subject.key, message: message.key, method });
  }
  const record = recordOf(message.data);
  if (record === undefined) {
    diagnostics.report('AW2303', span, { method, member: 'its open payload' });
    return;
  }
  const there = new Set([
    ...binding.fixed.map((fixed) => fixed.member),
    ...binding.placeholders.flatMap(({ from }) => (from.kind === 'route' ? [from.member] : [])),
  ]);
  for (const member of record.members) {
    // With another route that has a body, whatever is optional can still be sent.
    if (there.has(member.name) || isScalar(member.type) || (hasBody && member.presence !== 'required')) continue;
    diagnostics.report('AW2303', span, { method, member: member.name });
  }
}

function isScalar(type: Type): boolean {
  const plain = resolved(type);
  switch (plain.kind) {
    case 'list':
    case 'map':
    case 'json':
    case 'union':
    case 'nullable':
    case 'duration':
      return false;
    case 'ref':
      return plain.target.kind === 'enum';
    default:
      return true;
  }
}
