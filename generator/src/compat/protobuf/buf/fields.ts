/** Rules about a field under one number. */
import type { DescribedType, EnumDescriptor, FieldDescriptor } from '../descriptor.js';
import { all, type BufCategory, named, source } from './rules.js';

export type Report = (rule: string, where: readonly BufCategory[], change: string) => void;

export function fieldRules(before: FieldDescriptor, after: FieldDescriptor, report: Report): void {
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
