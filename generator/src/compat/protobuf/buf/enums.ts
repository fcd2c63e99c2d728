/** Rules about an enum, and about what is reserved. */
import type { EnumDescriptor, MessageDescriptor } from '../descriptor.js';
import { all, type Broken, type BufCategory, named, source, wires } from './rules.js';

export function enumRules(before: EnumDescriptor, after: EnumDescriptor): readonly Broken[] {
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
export function reservedRules<T extends MessageDescriptor | EnumDescriptor>(
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
