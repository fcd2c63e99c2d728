/** Names in `.proto`: identifiers, unique where Protobuf wants them unique. */

/** Hands out names; a taken one gets the lowest number that frees it. */
export interface NamePool {
  take(wanted: string): string;
}

export function createNamePool(taken: Iterable<string> = []): NamePool {
  const all = new Set(taken);
  // Thousands of schemas may want the same name: none is ever given back, so the search goes on where it ended.
  const next = new Map<string, number>();
  return {
    take(wanted) {
      let name = wanted;
      let n = next.get(wanted) ?? 2;
      for (; all.has(name); n++) name = `${wanted}${n}`;
      if (name !== wanted) next.set(wanted, n);
      all.add(name);
      return name;
    },
  };
}

/**
 * A member's name as a field name: other characters become `_`, and a letter comes first (parsers take names that begin
 * with `_` for those of the oneofs that stand behind optional fields, and JavaScript has plans for `__proto__`).
 */
export function fieldName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z]/.test(clean) ? clean : `x${clean}`;
}

export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `TaskStatus` and `in progress` give `TASK_STATUS_IN_PROGRESS`: enum words are siblings of their enum in Protobuf. */
export function enumWord(enumName: string, word: string): string {
  return `${upperSnake(enumName)}_${upperSnake(word) || '_'}`;
}

function upperSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
