/** `uniqueItems`: equal as JSON values are, whatever the order of members. */

/** The index of the first item that stands before as well, or -1. */
export function firstRepeat(items: readonly unknown[]): number {
  const seen = new Set<string>();
  for (let i = 0; i < items.length; i++) {
    const key = identity(items[i], 0);
    if (seen.has(key)) return i;
    seen.add(key);
  }
  return -1;
}

const deepest = 64;

/** A text that two values share exactly when they are equal. */
function identity(value: unknown, depth: number): string {
  if (depth > deepest) return '';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return String(value);
    case 'bigint':
      return `n${value}`;
    case 'object': {
      if (value === null) return 'null';
      if (value instanceof Date) return `d${value.getTime()}`;
      if (value instanceof Uint8Array) return `b${value.join()}`;
      if (Array.isArray(value)) return `[${value.map((item) => identity(item, depth + 1)).join()}]`;
      const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
      const members = entries.filter(([, member]) => member !== undefined);
      const texts = members.map(([key, member]) => `${JSON.stringify(String(key))}:${identity(member, depth + 1)}`);
      return `{${texts.sort().join()}}`;
    }
    default:
      return String(value);
  }
}
