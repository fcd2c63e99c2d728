/** As much of Protobuf's wire format as the messages of gRPC's own services need: varints, bytes and nested messages. */
import { utf8 } from '../../envelope/bytes.js';

export type Value = number | string | Uint8Array;

/** Field number and value; zero, empty text and undefined are left out, as proto3 has it. */
export type Field = readonly [number: number, value: Value | undefined];

export function message(...fields: readonly Field[]): Buffer {
  const parts: { readonly tag: number; readonly value: number | Uint8Array }[] = [];
  let size = 0;
  for (const [number, value] of fields) {
    if (value === undefined || value === 0 || value === '') continue;
    const bytes = typeof value === 'string' ? utf8(value) : value;
    const delimited = typeof bytes !== 'number';
    const tag = number * 8 + (delimited ? 2 : 0);
    size += widthOf(tag) + (delimited ? widthOf(bytes.length) + bytes.length : widthOf(bytes));
    parts.push({ tag, value: bytes });
  }
  const target = Buffer.allocUnsafe(size);
  let at = 0;
  const varint = (value: number): void => {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) target[at++] = (left % 0x80) | 0x80;
    target[at++] = left;
  };
  for (const { tag, value } of parts) {
    varint(tag);
    if (typeof value === 'number') varint(value);
    else {
      varint(value.length);
      target.set(value, at);
      at += value.length;
    }
  }
  return target;
}

function widthOf(value: number): number {
  let width = 1;
  for (let left = value; left >= 0x80; left = Math.floor(left / 0x80)) width++;
  return width;
}

export interface Fields {
  /** The last value of a field, as proto3 reads it. */
  number(field: number): number;
  bytes(field: number): Uint8Array | undefined;
  text(field: number): string;
  all(field: number): readonly Uint8Array[];
}

/** These bytes are no message. */
export class Malformed extends Error {}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws {Malformed} */
export function fieldsOf(source: Uint8Array): Fields {
  const found: { readonly field: number; readonly value: number | Uint8Array }[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = source[at++];
      if (byte === undefined || factor > 2 ** 49) throw new Malformed('a number is cut off or too large');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > source.length) throw new Malformed('a field ends after its message');
    at += length;
    return source.subarray(at - length, at);
  };
  while (at < source.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const type = tag % 8;
    if (type === 0) found.push({ field, value: varint() });
    else if (type === 2) found.push({ field, value: take(varint()) });
    else if (type === 1 || type === 5) take(type === 1 ? 8 : 4);
    else throw new Malformed('a field of no known kind');
  }
  const last = (field: number): number | Uint8Array | undefined => found.findLast((one) => one.field === field)?.value;
  const bytes = (field: number): Uint8Array | undefined => {
    const value = last(field);
    return typeof value === 'number' ? undefined : value;
  };
  return {
    number: (field) => {
      const value = last(field);
      return typeof value === 'number' ? value : 0;
    },
    bytes,
    text: (field) => textOf(bytes(field)),
    all: (field) => found.flatMap((one) => (one.field === field && typeof one.value !== 'number' ? [one.value] : [])),
  };
}

/** @throws {Malformed} where it is not UTF-8. */
function textOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw Object.assign(new Malformed('a text is not UTF-8'), { cause });
  }
}

/** `map<string, string>` on the wire: entries of a key and a value. */
export function entriesOf(field: number, map: Readonly<Record<string, string>>): Field[] {
  return Object.entries(map).map(([key, value]) => [field, message([1, key], [2, value])] as const);
}

export function mapOf(fields: Fields, field: number): Record<string, string> {
  // A key may be named `__proto__`.
  const map = Object.create(null) as Record<string, string>;
  for (const entry of fields.all(field)) {
    const pair = fieldsOf(entry);
    map[pair.text(1)] = pair.text(2);
  }
  return map;
}
