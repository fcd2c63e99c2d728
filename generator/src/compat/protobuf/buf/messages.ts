/** Rules about a message and its fields. */
import type { Span } from '../../../source/text.js';
import type { FieldDescriptor, MessageDescriptor } from '../descriptor.js';
import { reservedRules } from './enums.js';
import { fieldRules } from './fields.js';
import { all, type Broken, type BufCategory, source, wires } from './rules.js';

export function messageRules(before: MessageDescriptor, after: MessageDescriptor): readonly Broken[] {
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
