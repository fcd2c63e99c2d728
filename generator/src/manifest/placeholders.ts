/** `{name}` in paths, topics and routing keys, and bare paths as Kafka keys: what they read, checked against the types. */
import { didYouMean } from '../diagnostics/index.js';
import type { Placeholder } from '../model/model.js';
import type { Type } from '../model/types.js';
import type { StringNode } from '../source/node.js';
import type { Span } from '../source/text.js';
import { type Place, unfit } from './address.js';
import type { Context, Subject } from './context.js';
import { findMember, readMember, recordOf } from './members.js';

/** The names in braces, or undefined where the braces do not match. */
export function placeholderNames(template: string): readonly string[] | undefined {
  if (/[{}]/.test(template.replace(/\{[^{}]+\}/g, ''))) return undefined;
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}

interface Read {
  readonly from: Placeholder['from'];
  readonly type: Type;
  readonly optional: boolean;
}

/** Reads the placeholders of a template, each of which has to be fit for `place`. */
export function readPlaceholders(
  template: StringNode,
  place: Place,
  subject: Subject,
  context: Context,
): readonly Placeholder[] {
  return (placeholderNames(template.value) ?? []).flatMap((name) => {
    const span = spanInside(template, `{${name}}`);
    const read = readPlaceholder(name, span, place.name, subject, context);
    if (read === undefined) return [];
    checkFit(name, read, place, span, context);
    return [{ text: name, from: read.from }];
  });
}

/** A path such as `payload.data.workflow_id`; a Kafka key takes any scalar, and a message without it has no key. */
export function readKey(node: StringNode, subject: Subject, context: Context): Placeholder | undefined {
  const name = node.value.replace(/^\{(.+)\}$/, '$1');
  const read = readPlaceholder(name, node.span, 'the key', subject, context);
  return read === undefined ? undefined : { text: name, from: read.from };
}

export function checkFit(
  name: string,
  read: { readonly from: Placeholder['from']; readonly type: Type; readonly optional: boolean },
  place: Place,
  span: Span,
  { diagnostics }: Context,
): void {
  const reason = unfit(read.type, place);
  if (reason !== undefined) {
    const parameters = { placeholder: name, where: place.name, reason, alphabet: place.described };
    diagnostics.report('AW2305', span, parameters);
  }
  // A destination without an id means any agent of the type; the transport has its own way to address that.
  if (read.optional && read.from.kind !== 'destination') {
    diagnostics.report('AW2306', span, { placeholder: name, where: place.name });
  }
}

/** `agent_id`, `destination.*`, `header.*`, `payload.data.*`, or in short a member of the request's top level. */
function readPlaceholder(
  name: string,
  span: Span,
  where: string,
  subject: Subject,
  context: Context,
): Read | undefined {
  const { header, diagnostics } = context;
  const data = subject.request.message.data;
  const path = name.split('.');
  if (path.length > 1) {
    if (path[0] === 'header' || path[0] === 'destination') {
      const kind = path[0];
      const found = readMember(header, kind === 'header' ? path.slice(1) : path, span, diagnostics);
      return found && { from: { kind, path: path.slice(1) }, type: found.type, optional: found.optional };
    }
    if (path[0] === 'payload' && path[1] === 'data' && path.length > 2) {
      const found = readMember(data, path.slice(2), span, diagnostics);
      return found && { from: { kind: 'payload', path: path.slice(2), type: found.type }, ...found };
    }
  } else {
    const destination = findMember(header, ['destination', name]);
    if (!('missing' in destination)) return { from: { kind: 'destination', path }, ...destination };
    const member = findMember(data, path);
    if (!('missing' in member)) return { from: { kind: 'payload', path, type: member.type }, ...member };
  }
  const hint = hintFor(name, subject, context);
  diagnostics.report('AW2304', span, { placeholder: name, where }, { hint });
  return undefined;
}

function hintFor(name: string, subject: Subject, { header }: Context): string | undefined {
  if (header.members.some((member) => member.name === name)) return `write {header.${name}}`;
  const members = recordOf(subject.request.message.data)?.members ?? [];
  return didYouMean(name, ['agent_id', 'agent_type', ...members.map((member) => member.name)]);
}

/** The place of a part of a text node; the whole node where escapes hide it. */
export function spanInside(node: StringNode, part: string): Span {
  const { source, start, end } = node.span;
  const at = source.text.indexOf(part, start);
  return at === -1 || at + part.length > end ? node.span : { source, start: at, end: at + part.length };
}
