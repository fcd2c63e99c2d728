/** Field numbers of derived encodings: what the lock has stays, what is new appends, what went stays reserved. */
import type { Lock, LockedDeclaration } from '../lock/lock.js';

/** The lock while a plan is made. */
export interface Numbering {
  /** Numbers for `names`, in their order. */
  assign(key: string, names: readonly string[]): Assigned;
  /** The lock with everything that was assigned. */
  readonly lock: () => Lock;
}

export interface Assigned {
  readonly numbers: readonly number[];
  readonly reserved: readonly number[];
}

export function createNumbering(lock: Lock): Numbering {
  const declarations = new Map(Object.entries(lock.declarations));
  return {
    assign(key, names) {
      const before = declarations.get(key) ?? {};
      const { locked, assigned } = appended(before, names);
      declarations.set(key, locked);
      return assigned;
    },
    lock: () => ({ version: 1, declarations: Object.fromEntries(declarations) }),
  };
}

function appended(
  before: LockedDeclaration,
  names: readonly string[],
): { locked: LockedDeclaration; assigned: Assigned } {
  const known = new Map(Object.entries(before.numbers ?? {}));
  const wanted = new Set(names);
  const reserved = new Set(before.reserved ?? []);
  for (const [name, number] of known) if (!wanted.has(name)) reserved.add(number);
  let last = Math.max(0, ...known.values(), ...reserved);
  const numbers = names.map((name) => known.get(name) ?? (last = following(last)));
  const sorted = [...reserved].toSorted((a, b) => a - b);
  const locked = {
    ...before,
    numbers: Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? 0])),
    ...(sorted.length === 0 ? {} : { reserved: sorted }),
  };
  return { locked, assigned: { numbers, reserved: sorted } };
}

/** Numbers 19000 to 19999 belong to the Protobuf implementations. */
function following(number: number): number {
  return number + 1 === 19_000 ? 20_000 : number + 1;
}
