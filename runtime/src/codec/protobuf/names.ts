/** What stands behind the numbers: only for saying where in a broken message something is. */
import { ProtobufReader, delimited, groupStart } from './reader.js';

export interface ProtobufNames {
  /** The message, as its schema names it. */
  readonly name: string;
  readonly fields: Readonly<Record<number, ProtobufName>>;
}

export interface ProtobufName {
  /** The member; absent in messages that exist on the wire only (the items of an optional list). */
  readonly name?: string;
  readonly repeats?: 'list' | 'map';
  readonly of?: () => ProtobufNames;
}

/**
 * The RFC 6901 pointer to the field at `offset`, at most `levels` messages deep: a second walk over the bytes, so that a
 * good message pays nothing for the path of a bad one.
 */
export function pathAt(message: Uint8Array, offset: number, names: ProtobufNames, levels: number = Infinity): string {
  const segments: string[] = [];
  try {
    const reader = new ProtobufReader();
    descend(reader, reader.open(message, { maxDepth: 1000 }), { offset, levels }, names, segments);
  } catch {
    // The walk meets the same fault as the decoder did; what it found until there is the path.
  }
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Target {
  readonly offset: number;
  readonly levels: number;
}

function descend(
  reader: ProtobufReader,
  end: number,
  { offset, levels }: Target,
  names: ProtobufNames,
  segments: string[],
): void {
  if (levels <= 0) return;
  const target = { offset, levels: levels - 1 };
  const seen = new Map<number, number>();
  while (reader.position < end) {
    const start = reader.position;
    const tag = reader.tag();
    const number = tag >>> 3;
    const field = Object.hasOwn(names.fields, number) ? names.fields[number] : undefined;
    const index = seen.get(number) ?? 0;
    seen.set(number, index + 1);
    const inside = reader.position;
    const stop = stopOf(reader, tag, start);
    if (offset < start) return;
    if (offset >= stop) continue;
    if (field === undefined) return;
    if (field.name !== undefined) segments.push(field.name);
    const wire = tag & 7;
    if (wire !== delimited && wire !== groupStart) {
      if (field.repeats === 'list') segments.push(String(index));
      return;
    }
    reader.position = inside;
    if (field.repeats === 'map') return intoEntry(reader, target, field, segments);
    // A packed list has one field for all its items.
    if (field.repeats === 'list' && (field.of !== undefined || index > 0)) segments.push(String(index));
    if (field.of === undefined) return;
    const inner = wire === groupStart ? reader.beginGroup(number) : reader.begin();
    return descend(reader, inner, target, field.of(), segments);
  }
}

/** Where the field ends; the end of the message where that cannot be told. */
function stopOf(reader: ProtobufReader, tag: number, start: number): number {
  try {
    reader.skip(tag, { name: '', fields: {} });
    return Math.max(reader.position, start + 1);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function intoEntry(reader: ProtobufReader, target: Target, field: ProtobufName, segments: string[]): void {
  const end = reader.begin();
  const start = reader.position;
  // Keys are told by their text; of the other kinds only varints occur, and fixed widths are told by no path.
  while (reader.position < end) {
    const tag = reader.tag();
    if (tag === 0x0a) segments.push(reader.string());
    else if (tag === 0x08) segments.push(String(reader.int64()));
    else reader.skip(tag, { name: '', fields: {} });
  }
  reader.position = start;
  const entry: ProtobufNames = { name: '', fields: { 1: {}, 2: field.of === undefined ? {} : { of: field.of } } };
  descend(reader, end, target, entry, segments);
}

/** A map's entry: two fields, and no name of its own. */
export const entryNames: ProtobufNames = { name: '', fields: { 1: {}, 2: {} } };
