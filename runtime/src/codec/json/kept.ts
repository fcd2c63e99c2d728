/** Members that a record keeps without declaring them. */
import { type UnknownFields, unknownFields } from '../unknown.js';

/** Sorted, and how many are written already. */
export interface KeptMembers {
  readonly members: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
  at: number;
}

export function keptMembers(value: { readonly [unknownFields]?: UnknownFields }): KeptMembers | undefined {
  const members = value[unknownFields]?.json;
  return members === undefined ? undefined : { members, names: Object.keys(members).sort(), at: 0 };
}
