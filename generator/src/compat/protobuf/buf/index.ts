/**
 * buf's breaking categories, rule by rule, as its own tool judges: without directions, by full names. A wider category
 * contains what a change at that level can break.
 */
import type { Finding } from '../../finding.js';
import type { FileDescriptor, ProtoSide } from '../descriptor.js';
import { enumRules } from './enums.js';
import { fileRules, packageRules } from './files.js';
import { messageRules } from './messages.js';
import type { Broken, BufCategory } from './rules.js';
import { serviceRules } from './services.js';

export { bufCategories, type BufCategory } from './rules.js';

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
