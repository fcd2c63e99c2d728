/** Open JSON inside Avro: its text as bytes. */

const deepest = 64;

export interface JsonText {
  readonly text: string;
  readonly message?: string;
}

/** The text of an open JSON value, or why it has none: JSON.stringify would drop or bend what JSON cannot say. */
export function jsonText(value: unknown, of: 'any' | 'object' | 'array'): JsonText {
  const message = kindIssue(value, of) ?? notJson(value, 0);
  return message === undefined ? { text: JSON.stringify(value) } : { text: '', message };
}

/** The value of a JSON text, or why there is none. */
export function jsonValue(
  text: string,
  of: 'any' | 'object' | 'array',
): { readonly value: unknown; readonly message?: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: undefined, message: 'expected the text of a JSON value' };
  }
  const message = kindIssue(value, of) ?? notJson(value, 0);
  return message === undefined ? { value } : { value: undefined, message };
}

function kindIssue(value: unknown, of: 'any' | 'object' | 'array'): string | undefined {
  if (of === 'any') return undefined;
  const fits =
    of === 'array' ? Array.isArray(value) : typeof value === 'object' && value !== null && !Array.isArray(value);
  return fits ? undefined : `expected a JSON ${of}`;
}

function notJson(value: unknown, depth: number): string | undefined {
  if (depth > deepest) return `JSON nested deeper than ${deepest} levels`;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${value} is not JSON`;
    case 'object': {
      if (value === null) return undefined;
      if (!Array.isArray(value) && !plain(value)) return 'expected plain JSON, not an instance of a class';
      const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
      for (const item of items) {
        const message = notJson(item, depth + 1);
        if (message !== undefined) return message;
      }
      return undefined;
    }
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return `a value of type ${typeof value} is not JSON`;
  }
}

function plain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
