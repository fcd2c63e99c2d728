/**
 * `agentwire.lock`: what derived encodings may never change once published. JSON Schema has no field numbers and no
 * field order, so the first generation assigns them, and every later one keeps them: new members append, removed
 * numbers stay reserved. Committed, sorted, one fact a line.
 */

export interface Lock {
  readonly version: 1;
  /** By declaration: `path#name` of its origin (`json/task_status.schema.json#/$defs/finding`). */
  readonly declarations: Readonly<Record<string, LockedDeclaration>>;
  /** What was published last: `agentwire check --against lock` compares with it. */
  readonly released?: { readonly version: string; readonly files: Readonly<Record<string, string>> };
}

export interface LockedDeclaration {
  /** Derived Protobuf: member (or enum word, or union branch) to number. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Numbers whose member is gone. */
  readonly reserved?: readonly number[];
  /** Derived Avro: members in the order of the record; gone members drop out, new ones append. */
  readonly order?: readonly string[];
  /** Avro fingerprints (CRC-64-AVRO, hex) of every released writer schema, oldest first, with their canonical form. */
  readonly writers?: readonly { readonly fingerprint: string; readonly schema: string }[];
}

export const emptyLock: Lock = { version: 1, declarations: {} };

/** The key of a declaration in the lock. */
export function lockKey(origin: { readonly path: string; readonly name: string }): string {
  return `${origin.path}#${origin.name.replace(/^#/, '')}`;
}
