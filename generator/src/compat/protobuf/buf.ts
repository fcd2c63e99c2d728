/**
 * buf's breaking categories, rule by rule, as its own tool judges: without directions, by full names. A wider category
 * contains what a change at that level can break.
 */
import type { Finding } from '../finding.js';
import type { Span } from '../../source/text.js';
import type {
  DescribedType,
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ProtoSide,
  ServiceDescriptor,
} from './descriptor.js';

export const bufCategories = ['buf-wire', 'buf-wire-json', 'buf-package', 'buf-file'] as const;
export type BufCategory = (typeof bufCategories)[number];

interface Broken {
  readonly rule: string;
  readonly in: readonly BufCategory[];
  readonly subject: string;
  readonly change: string;
  readonly old: Span;
  readonly new?: Span | undefined;
}

const all: readonly BufCategory[] = ['buf-wire', 'buf-wire-json', 'buf-package', 'buf-file'];
const source: readonly BufCategory[] = ['buf-package', 'buf-file'];
const named: readonly BufCategory[] = ['buf-wire-json', 'buf-package', 'buf-file'];
const wires: readonly BufCategory[] = ['buf-wire', 'buf-wire-json'];

export function bufFindings(old: ProtoSide, fresh: ProtoSide, category: BufCategory): readonly Finding[] {
  const broken = [...fileRules(old, fresh), ...packageRules(old, fresh), ...declarationRules(old, fresh)];
  return broken
    .filter((one) => one.in.includes(category))
    .map(({ rule, subject, change, old: before, new: after }) => ({
      code: 'AW6220',
      rule: `buf/${rule}`,
      severity: 'breaking',
      message: `${subject}: ${change}`,
      encoding: 'protobuf',
      subject,
      old: before,
      ...(after === undefined ? {} : { new: after }),
    }));
}

const fileOptions = [
  'cc_enable_arenas',
  'cc_generic_services',
  'csharp_namespace',
  'go_package',
  'java_generic_services',
  'java_multiple_files',
  'java_outer_classname',
  'java_package',
  'objc_class_prefix',
  'optimize_for',
  'php_class_prefix',
  'php_metadata_namespace',
  'php_namespace',
  'py_generic_services',
  'ruby_package',
  'swift_prefix',
] as const;

function fileRules(old: ProtoSide, fresh: ProtoSide): readonly Broken[] {
  return old.files.flatMap((before): readonly Broken[] => {
    const place: Span = { source: before.file.source, start: 0, end: 0 };
    const after = fresh.files.find(({ key }) => key === before.key);
    if (after === undefined)
      return [
        { rule: 'FILE_NO_DELETE', in: ['buf-file'], subject: before.key, change: 'the file is gone', old: place },
      ];
    const here: Span = { source: after.file.source, start: 0, end: 0 };
    const same = (
      rule: string,
      where: readonly BufCategory[],
      what: string,
      was: unknown,
      is: unknown,
    ): readonly Broken[] =>
      was === is
        ? []
        : [
            {
              rule,
              in: where,
              subject: before.file.source.path,
              change: `${what} was ${String(was)} and is ${String(is)}`,
              old: place,
              new: here,
            },
          ];
    const [was, is] = [before.file.facts.get('')?.options, after.file.facts.get('')?.options];
    return [
      ...same('FILE_SAME_PACKAGE', all, 'the package', before.file.outline.package, after.file.outline.package),
      ...same('FILE_SAME_SYNTAX', source, 'the syntax', before.file.outline.syntax, after.file.outline.syntax),
      ...fileOptions.flatMap((option) =>
        same(`FILE_SAME_${option.toUpperCase()}`, source, option, was?.get(option), is?.get(option)),
      ),
      ...gone(messagesOf(before), messagesOf(after), 'MESSAGE_NO_DELETE', ['buf-file'], 'the message'),
      ...gone(before.enums, after.enums, 'ENUM_NO_DELETE', ['buf-file'], 'the enum'),
      ...gone(before.services, after.services, 'SERVICE_NO_DELETE', ['buf-file'], 'the service'),
    ];
  });
}

/** With the entries of maps, which are messages to buf. */
function messagesOf({ messages }: FileDescriptor): readonly Declared[] {
  return messages.flatMap((message): readonly Declared[] => [
    message,
    ...message.fields
      .filter(({ map }) => map)
      .map(({ name, span }) => {
        const entry = `${name.replace(/(?:^|_+)(.?)/g, (_, next: string) => next.toUpperCase())}Entry`;
        return { name: `${message.name}.${entry}`, path: `${message.path}.${entry}`, span };
      }),
  ]);
}

interface Declared {
  readonly name: string;
  readonly span: Span;
  readonly path?: string;
}

function gone(
  before: readonly Declared[],
  after: readonly Declared[],
  rule: string,
  where: readonly BufCategory[],
  what: string,
): readonly Broken[] {
  // Within a file the package is not part of the name.
  const keyOf = (one: Declared): string =>
    rule.startsWith('PACKAGE_') ? one.name : (one.path ?? one.name.slice(one.name.lastIndexOf('.') + 1));
  const left = new Set(after.map(keyOf));
  return before
    .filter((one) => !left.has(keyOf(one)))
    .map(({ name, span }) => ({ rule, in: where, subject: name, change: `${what} is gone`, old: span }));
}

function packageRules(old: ProtoSide, fresh: ProtoSide): readonly Broken[] {
  const packages = new Set(fresh.files.map(({ file }) => file.outline.package));
  const lost = new Set<string>();
  const missing = old.files.flatMap(({ file }): readonly Broken[] => {
    const name = file.outline.package;
    if (name === '' || packages.has(name) || lost.has(name)) return [];
    lost.add(name);
    return [
      {
        rule: 'PACKAGE_NO_DELETE',
        in: ['buf-package'],
        subject: name,
        change: 'the package is gone',
        old: { source: file.source, start: 0, end: 0 },
      },
    ];
  });
  const kept = old.files.filter(({ file }) => !lost.has(file.outline.package));
  const of = <T>(files: readonly FileDescriptor[], pick: (file: FileDescriptor) => readonly T[]): readonly T[] =>
    files.flatMap(pick);
  return [
    ...missing,
    ...gone(
      of(kept, messagesOf),
      of(fresh.files, messagesOf),
      'PACKAGE_MESSAGE_NO_DELETE',
      ['buf-package'],
      'the message',
    ),
    ...gone(
      of(kept, (file) => file.enums),
      of(fresh.files, (file) => file.enums),
      'PACKAGE_ENUM_NO_DELETE',
      ['buf-package'],
      'the enum',
    ),
    ...gone(
      of(kept, (file) => file.services),
      of(fresh.files, (file) => file.services),
      'PACKAGE_SERVICE_NO_DELETE',
      ['buf-package'],
      'the service',
    ),
  ];
}

function declarationRules(old: ProtoSide, fresh: ProtoSide): readonly Broken[] {
  const both = <T extends { readonly name: string }>(
    pick: (file: FileDescriptor) => readonly T[],
    rules: (before: T, after: T) => readonly Broken[],
  ): readonly Broken[] => {
    const after = fresh.files.flatMap(pick);
    return old.files.flatMap(pick).flatMap((before) => {
      const now = after.find(({ name }) => name === before.name);
      return now === undefined ? [] : rules(before, now);
    });
  };
  return [
    ...both((file) => file.messages, messageRules),
    ...both((file) => file.enums, enumRules),
    ...both((file) => file.services, serviceRules),
  ];
}

function messageRules(before: MessageDescriptor, after: MessageDescriptor): readonly Broken[] {
  const broken: Broken[] = [...reservedRules(before, after, 'RESERVED_MESSAGE_NO_DELETE')];
  const report = (
    rule: string,
    where: readonly BufCategory[],
    field: FieldDescriptor,
    change: string,
    now: Span = after.span,
  ): void =>
    void broken.push({ rule, in: where, subject: `${before.name}.${field.name}`, change, old: field.span, new: now });
  for (const field of before.fields) {
    const now = after.fields.find(({ number }) => number === field.number);
    if (now !== undefined) {
      fieldRules(field, now, (rule, where, change) => report(rule, where, field, change, now.span));
      continue;
    }
    report('FIELD_NO_DELETE', source, field, `field ${field.number} is gone`);
    const { reserved, reservedNames } = after.entry;
    if (!reserved.some(({ from, to }) => field.number >= from && field.number <= to))
      report(
        'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
        wires,
        field,
        `field ${field.number} is gone and its number is not reserved`,
      );
    if (!reservedNames.includes(field.name))
      report(
        'FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
        ['buf-wire-json'],
        field,
        `field ${field.number} is gone and its name is not reserved`,
      );
  }
  for (const oneof of before.oneofs) {
    if (!after.oneofs.some(({ name }) => name === oneof.name))
      broken.push({
        rule: 'ONEOF_NO_DELETE',
        in: source,
        subject: `${before.name}.${oneof.name}`,
        change: 'the oneof is gone',
        old: oneof.span,
        new: after.span,
      });
  }
  const required = (message: MessageDescriptor): string =>
    message.fields
      .filter(({ label }) => label === 'required')
      .map(({ number }) => number)
      .toSorted((a, b) => a - b)
      .join(', ');
  if (required(before) !== required(after))
    broken.push({
      rule: 'MESSAGE_SAME_REQUIRED_FIELDS',
      in: all,
      subject: before.name,
      change: `required were ${required(before) || 'none'} and are ${required(after) || 'none'}`,
      old: before.span,
      new: after.span,
    });
  return broken;
}

type Report = (rule: string, where: readonly BufCategory[], change: string) => void;

function fieldRules(before: FieldDescriptor, after: FieldDescriptor, report: Report): void {
  const differ = (rule: string, where: readonly BufCategory[], what: string, was: unknown, is: unknown): void => {
    if (was !== is) report(rule, where, `${what} was ${String(was)} and is ${String(is)}`);
  };
  differ('FIELD_SAME_NAME', named, 'the name', before.name, after.name);
  differ('FIELD_SAME_JSON_NAME', named, 'the JSON name', before.jsonName, after.jsonName);
  differ('FIELD_SAME_ONEOF', all, 'the oneof', before.oneof, after.oneof);
  differ('FIELD_SAME_CARDINALITY', source, 'the cardinality', cardinality(before), cardinality(after));
  const [was, is] = [cardinality(before), cardinality(after)];
  const change = `the cardinality was ${was} and is ${is}`;
  if (groupOf(was, ['repeated', 'map']) !== groupOf(is, ['repeated', 'map']))
    report('FIELD_WIRE_COMPATIBLE_CARDINALITY', ['buf-wire'], change);
  if (groupOf(was, []) !== groupOf(is, [])) report('FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY', ['buf-wire-json'], change);
  typeRules(before.type, after.type, report);
  for (const option of ['jstype', 'ctype'])
    differ(`FIELD_SAME_${option.toUpperCase()}`, source, option, before.options.get(option), after.options.get(option));
}

function typeRules(before: DescribedType, after: DescribedType, report: Report): void {
  // Of maps the entries are messages with fields of their own.
  if (before.text.startsWith('map<') && after.text.startsWith('map<') && 'message' in before && 'message' in after) {
    for (const index of [0, 1]) {
      const [was, is] = [before.message.fields[index], after.message.fields[index]];
      if (was !== undefined && is !== undefined) typeRules(was.type as DescribedType, is.type as DescribedType, report);
    }
    return;
  }
  if (before.kind === after.kind && before.text === after.text) return;
  const change = `the type was ${before.text} and is ${after.text}`;
  report('FIELD_SAME_TYPE', source, change);
  if (before.enum !== undefined && after.enum !== undefined && isWiderEnum(before.enum, after.enum)) return;
  const compatible = (groups: readonly ReadonlySet<string>[]): boolean =>
    groups.some((group) => group.has(before.text) && group.has(after.text)) ||
    (before.text === 'string' && after.text === 'bytes');
  if (!compatible(wireGroups)) report('FIELD_WIRE_COMPATIBLE_TYPE', ['buf-wire'], change);
  if (!groupsHave(jsonGroups, before.text, after.text))
    report('FIELD_WIRE_JSON_COMPATIBLE_TYPE', ['buf-wire-json'], change);
}

const fixed = [new Set(['fixed32', 'sfixed32']), new Set(['fixed64', 'sfixed64'])];
const wireGroups = [new Set(['int32', 'uint32', 'int64', 'uint64', 'bool']), new Set(['sint32', 'sint64']), ...fixed];
const jsonGroups = [new Set(['int32', 'uint32']), new Set(['int64', 'uint64']), ...fixed];

function groupsHave(groups: readonly ReadonlySet<string>[], one: string, other: string): boolean {
  return groups.some((group) => group.has(one) && group.has(other));
}

/** Another enum of the same short name that has all the words of the first. */
function isWiderEnum(before: EnumDescriptor, after: EnumDescriptor): boolean {
  if (before.entry.name !== after.entry.name) return false;
  return before.entry.words.every(({ name, number }) =>
    after.entry.words.some((word) => word.name === name && word.number === number),
  );
}

function cardinality({ label, map, implicit, type }: FieldDescriptor): string {
  if (map) return 'map';
  if (label === 'optional') return implicit && type.kind !== 'message' ? 'singular' : 'optional';
  return label;
}

/** Presence does not show on the wire; nor does a map differ there from a list of its entries. */
function groupOf(one: string, many: readonly string[]): string {
  if (one === 'singular' || one === 'optional') return 'singular';
  return many.includes(one) ? 'repeated' : one;
}

function enumRules(before: EnumDescriptor, after: EnumDescriptor): readonly Broken[] {
  const broken: Broken[] = [...reservedRules(before, after, 'RESERVED_ENUM_NO_DELETE')];
  const at = { old: before.span, new: after.span, subject: before.name };
  if (before.closed !== after.closed)
    broken.push({
      rule: 'ENUM_SAME_TYPE',
      in: source,
      change: `it was ${before.closed ? 'closed' : 'open'} and is ${after.closed ? 'closed' : 'open'}`,
      ...at,
    });
  const numbers = new Set(before.entry.words.map(({ number }) => number));
  for (const number of numbers) {
    const names = (one: EnumDescriptor): readonly string[] =>
      one.entry.words.filter((word) => word.number === number).map(({ name }) => name);
    const [was, is] = [names(before), names(after)];
    const old = before.entry.words.find((word) => word.number === number)?.span ?? before.span;
    const report = (rule: string, where: readonly BufCategory[], change: string): void =>
      void broken.push({ rule, in: where, change, ...at, subject: `${before.name}.${was[0] ?? number}`, old });
    if (is.length > 0) {
      if (!was.every((name) => is.includes(name)))
        report('ENUM_VALUE_SAME_NAME', named, `${number} was ${was.join(', ')} and is ${is.join(', ')}`);
      continue;
    }
    report('ENUM_VALUE_NO_DELETE', source, `${number} is gone`);
    if (!after.entry.reserved.some(({ from, to }) => number >= from && number <= to))
      report('ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED', wires, `${number} is gone and not reserved`);
    if (!was.every((name) => after.entry.reservedNames.includes(name)))
      report(
        'ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED',
        ['buf-wire-json'],
        `${was.join(', ')} is gone and not reserved`,
      );
  }
  return broken;
}

/** What was reserved stays reserved. */
function reservedRules<T extends MessageDescriptor | EnumDescriptor>(
  before: T,
  after: T,
  rule: string,
): readonly Broken[] {
  const covered = ({ from, to }: { readonly from: number; readonly to: number }): boolean => {
    let next = from;
    for (const range of after.entry.reserved.toSorted((a, b) => a.from - b.from))
      if (range.from <= next && range.to >= next) next = range.to + 1;
    return next > to;
  };
  const numbers = before.entry.reserved
    .filter((range) => !covered(range))
    .map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`));
  const names = before.entry.reservedNames.filter((name) => !after.entry.reservedNames.includes(name));
  return [...numbers, ...names].map((what) => ({
    rule,
    in: all,
    subject: before.name,
    change: `${what} is no longer reserved`,
    old: before.span,
    new: after.span,
  }));
}

function serviceRules(before: ServiceDescriptor, after: ServiceDescriptor): readonly Broken[] {
  return before.methods.flatMap((method): readonly Broken[] => {
    const subject = `${before.name}.${method.name}`;
    const now = after.methods.find(({ name }) => name === method.name);
    if (now === undefined)
      return [
        { rule: 'RPC_NO_DELETE', in: source, subject, change: 'the rpc is gone', old: method.span, new: after.span },
      ];
    const same = (rule: string, what: string, was: unknown, is: unknown): readonly Broken[] =>
      was === is
        ? []
        : [
            {
              rule,
              in: all,
              subject,
              change: `${what} was ${String(was)} and is ${String(is)}`,
              old: method.span,
              new: now.span,
            },
          ];
    return [
      ...same('RPC_SAME_CLIENT_STREAMING', 'client streaming', method.clientStreaming, now.clientStreaming),
      ...same('RPC_SAME_SERVER_STREAMING', 'server streaming', method.serverStreaming, now.serverStreaming),
      ...same('RPC_SAME_IDEMPOTENCY_LEVEL', 'the idempotency level', method.idempotency, now.idempotency),
      ...same('RPC_SAME_REQUEST_TYPE', 'the request', method.input.name, now.input.name),
      ...same('RPC_SAME_RESPONSE_TYPE', 'the response', method.output.name, now.output.name),
    ];
  });
}
