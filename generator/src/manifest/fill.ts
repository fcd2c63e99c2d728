/** `fill`: members that the runtime writes before encoding, from a closed list of sources. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { Fill, FillRule, FillSource, Message } from '../model/model.js';
import { type Json, type Member, type Type } from '../model/types.js';
import { type Entry, type Node, type ObjectNode, toJson } from '../source/node.js';
import type { Context, MessageDraft, Subject } from './context.js';
import { sourceTypeUnfit, type SourceType } from './fill-types.js';
import { describe, fits } from './fits.js';
import { readMember, resolved } from './members.js';
import { readObject } from './read.js';

type Role = keyof Fill;

const words = ['uuid', 'now', 'elapsed'] as const;

/** An agent's own figures, and what they are (docs/wire.md, "Heartbeats"). */
const presence: Readonly<Record<string, SourceType>> = {
  status: { kind: 'text' },
  load: { kind: 'fraction' },
  available_capacity: { kind: 'fraction' },
  active_tasks: { kind: 'count' },
  queued_tasks: { kind: 'count' },
  last_activity: { kind: 'time' },
  capabilities: { kind: 'texts' },
  resource_usage: { kind: 'object' },
};

export function readFill(node: Node | undefined, subject: Subject, context: Context): Fill {
  const { diagnostics } = context;
  const where = `fill of ${subject.key}`;
  const object = node && readObject(node, where, ['request', 'updates', 'reply'], diagnostics);
  const role = (name: Role, draft: MessageDraft | undefined): readonly FillRule[] => {
    const rules = object?.get(name);
    const table = rules && readObject(rules, `${where} (${name})`, 'any', diagnostics);
    if (table === undefined) return [];
    if (draft !== undefined) return readRules(table, name, draft.message, subject, context);
    diagnostics.report('AW2201', table.span, {
      operation: subject.key,
      found: `fills its ${name} and has none`,
      expected: `\`${name}:\` beside it`,
    });
    return [];
  };
  return {
    request: role('request', subject.request),
    updates: role('updates', subject.updates),
    reply: role('reply', subject.reply),
  };
}

function readRules(
  table: ObjectNode,
  role: Role,
  message: Message,
  subject: Subject,
  context: Context,
): readonly FillRule[] {
  return table.entries.flatMap((entry) => {
    const found = readMember(message.data, [entry.key], entry.keySpan, context.diagnostics);
    const read = readSource(entry, role, subject, context);
    if (found === undefined || read === undefined) return [];
    checkFill(entry, found.member, read, context.diagnostics);
    return [{ member: entry.key, source: read.source, span: entry.keySpan }];
  });
}

interface ReadSource {
  readonly source: FillSource;
  /** What it gives; absent for literals, which are judged as values. */
  readonly type?: SourceType;
}

/** `uuid`, `now`, `elapsed`, `header.*`, `request.*`, `presence.*`, `task.*`; anything else is a literal. */
function readSource(entry: Entry, role: Role, subject: Subject, context: Context): ReadSource | undefined {
  const { diagnostics } = context;
  const { value, key } = entry;
  if (value.kind === 'object') {
    const object = readObject(value, `the source of ${key}`, ['literal'], diagnostics);
    const literal = object?.get('literal');
    return literal && { source: { kind: 'literal', value: toJson(literal) } };
  }
  if (value.kind !== 'string') return { source: { kind: 'literal', value: toJson(value) } };
  const word = words.find((known) => known === value.value);
  if (word === 'elapsed' && role !== 'reply')
    return refuse(entry, 'only a reply knows how long its handler took', diagnostics);
  if (word !== undefined) return { source: { kind: word }, type: { kind: word === 'now' ? 'time' : word } };
  const [, root, rest = ''] = /^(header|request|presence|task)\.(\w+(?:\.\w+)*)$/.exec(value.value) ?? [];
  const path = rest.split('.');
  switch (root) {
    case 'header':
      return memberSource({ kind: 'header', path }, context.header);
    case 'request':
      if (role === 'request') return refuse(entry, 'a request has no other request to take it from', diagnostics);
      return memberSource({ kind: 'request', path }, subject.request.message.data);
    case 'task': {
      if (role !== 'reply') return refuse(entry, 'only a reply tells how a task is', diagnostics);
      const found = readMember(subject.request.message.data, path, value.span, diagnostics);
      if (found === undefined) return undefined;
      if (resolved(found.type).kind !== 'string')
        return refuse(entry, `${rest} is ${describe(found.type)}, and a task is named by text`, diagnostics);
      const messages = [...context.messages.values.values()].map((draft) => draft.message.data);
      return { source: { kind: 'task', path }, type: { kind: 'update', messages } };
    }
    case 'presence': {
      const type = Object.hasOwn(presence, rest) ? presence[rest] : undefined;
      if (type === undefined) return refuse(entry, didYouMean(rest, Object.keys(presence)), diagnostics);
      return { source: { kind: 'presence', path }, type };
    }
    default:
      // `header.` and the like would read as literals, and be sent as such.
      if (/^(?:header|request|presence|task)\b/.test(value.value)) return refuse(entry, undefined, diagnostics);
      return { source: { kind: 'literal', value: value.value } };
  }

  function memberSource(source: FillSource, root: Parameters<typeof readMember>[0]): ReadSource | undefined {
    const found = readMember(root, path, value.span, diagnostics);
    return found && { source, type: { kind: 'member', type: found.type, optional: found.optional } };
  }
}

function refuse({ value }: Entry, hint: string | undefined, diagnostics: Diagnostics): undefined {
  const source = value.kind === 'string' ? value.value : value.kind;
  diagnostics.report('AW2203', value.span, { source }, { hint });
}

function checkFill({ key, value }: Entry, member: Member, read: ReadSource, diagnostics: Diagnostics): void {
  const found =
    read.source.kind === 'literal'
      ? literalUnfit(member.type, read.source.value)
      : read.type && sourceTypeUnfit(read.type, member);
  if (found === undefined) return;
  const source = value.kind === 'string' ? value.value : JSON.stringify(toJson(value));
  const hint = value.kind === 'string' && read.source.kind === 'literal' ? didYouMean(value.value, words) : undefined;
  diagnostics.report('AW2204', value.span, { member: key, expected: describe(member.type), source, found }, { hint });
}

function literalUnfit(type: Type, value: Json): string | undefined {
  return fits(type, value) ? undefined : 'no such value';
}
