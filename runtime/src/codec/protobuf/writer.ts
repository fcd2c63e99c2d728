/**
 * Protobuf's wire format, written in a single pass: nested lengths get as many bytes as they needed last time and are
 * shifted when that was wrong, so no size pass walks the value twice.
 *
 * Every method refuses what its type cannot hold by throwing a `Fault`; the codec then finds out where and why.
 */
import { unitsOf } from '../held-dates.js';
import { Fault } from '../codec.js';
import { type Known, putKnown } from '../core/known.js';
import { memorize, recall } from '../core/memory.js';
import { type Heads, noHeads } from '../core/owned.js';
import { noTails, type Tails, textInto } from '../core/tails.js';
import { hasLoneSurrogate } from '../core/text.js';
import { type OpenWords, wordOf } from '../core/words.js';
import { isUuidAt } from '../formats.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import type { UnknownFields } from '../unknown.js';
import type { Nested } from './nested.js';
import { type OpenJson, openJsonBytes } from '../open-json.js';

const initialSize = 65_536;
const keptSize = 1_048_576;
const maxDepth = 64;
/** A loop beats the native call below this many characters. */
const shortText = 24;
const maxSize = 0x7fff_ffff;

const wide = new BigInt64Array(1);
const halves = new Int32Array(wide.buffer);
const doubles = new Float64Array(1);
const doubleHalves = new Int32Array(doubles.buffer);

const maxInt64 = 0x7fff_ffff_ffff_ffffn;
const minInt64 = -0x8000_0000_0000_0000n;
const maxUint64 = 0xffff_ffff_ffff_ffffn;

export class ProtobufWriter {
  bytes: Uint8Array = new Uint8Array(initialSize);
  position = 0;
  private view: DataView = new DataView(this.bytes.buffer);
  readonly heads: Heads = noHeads();
  private readonly tails: Tails = noTails();
  private depth = 0;
  /** Bytes set aside for the lengths of the messages that are open, by depth. */
  private readonly widths = new Uint8Array(maxDepth + 1);

  /** Back to an empty scratch; a buffer that grew for one huge message is given back. */
  reset(): void {
    this.position = 0;
    this.depth = 0;
    if (this.bytes.length > keptSize) this.use(new Uint8Array(initialSize));
  }

  // ------------------------------------------------------------------------------------------------------ structure

  tag(tag: number): this {
    this.reserve(5);
    if (tag < 0x80) this.bytes[this.position++] = tag;
    else this.varint(tag);
    return this;
  }

  /** Opens a message, packed list or map entry; what it returns goes to `end`. */
  begin(place: Nested): number {
    if (++this.depth > maxDepth) throw new Fault(`nested deeper than ${maxDepth} messages, or a cycle`, this.position);
    this.tag(place.tag);
    this.reserve(5);
    // A message within itself learns at the same place meanwhile: what was set aside here must be remembered.
    const width = place.width;
    this.widths[this.depth] = width;
    return (this.position += width);
  }

  end(place: Nested, start: number): void {
    const guess = this.widths[this.depth--] as number;
    const length = this.position - start;
    const width = widthOf(length);
    if (width !== guess) {
      if (width > guess) this.reserve(width - guess);
      const shifted = start + width - guess;
      this.bytes.copyWithin(shifted, start, this.position);
      this.position = shifted + length;
      place.width = width;
    }
    this.varintAt(start - guess, length);
  }

  beginGroup(tag: number): void {
    if (++this.depth > maxDepth) throw new Fault(`nested deeper than ${maxDepth} messages, or a cycle`, this.position);
    this.tag(tag);
  }

  endGroup(tag: number): void {
    this.depth--;
    this.tag(tag);
  }

  /** Fields that this schema does not declare, as they came. */
  unknown(fields: UnknownFields | undefined): void {
    const bytes = fields?.protobuf;
    if (bytes !== undefined) this.raw(bytes);
  }

  // -------------------------------------------------------------------------------------------------------- scalars

  string(value: string): void {
    if (typeof value !== 'string') throw this.refuse('a string');
    const length = value.length;
    this.reserve(length * 3 + 10);
    if (length < shortText && this.short(value, length)) return;
    this.long(value, length);
  }

  /** A text with its tag: one call instead of two for what messages are mostly made of. */
  text(tag: number, value: string): void {
    if (typeof value !== 'string') throw this.refuse('a string');
    const length = value.length;
    this.reserve(length * 3 + 15);
    if (tag < 0x80) this.bytes[this.position++] = tag;
    else this.varint(tag);
    if (length < shortText && this.short(value, length)) return;
    this.long(value, length);
  }

  uuid(tag: number, value: string): void {
    this.text(tag, value);
    // Judged on the bytes: that is faster than on the text.
    if (value.length !== 36 || !isUuidAt(this.view, this.position - 36)) throw this.refuse('a uuid');
  }

  /** A text that the pattern matches. */
  matching(tag: number, value: string, pattern: TextPattern): void {
    if (typeof value !== 'string') throw this.refuse('a string');
    const known = recall(pattern.matched, value);
    if (known !== undefined) return this.known(tag, known);
    this.text(tag, value);
    const { row } = pattern;
    const end = this.position;
    // A row is ASCII, so that a text of it has as many bytes as characters.
    const matches = row === undefined ? pattern.test(value) : endOfRow(row, this.view, end - value.length, end) === end;
    if (!matches) throw this.refuse('text that the pattern matches');
    memorize(pattern.matched, value);
  }

  /** A word of an open enum, or any other text. */
  word(tag: number, value: string, words: OpenWords): void {
    const known = wordOf(words, value);
    if (known === undefined) this.text(tag, value);
    else this.known(tag, known);
  }

  /** A list of texts, each with its tag (below 128). Long lists of short ASCII texts go through one native call. */
  strings(tag: number, list: readonly string[]): void {
    if (!Array.isArray(list)) throw this.refuse('a list');
    if (list.length >= 8 && this.joined(tag, list)) return;
    for (const item of list) this.tag(tag).string(item);
  }

  bytesValue(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.refuse('bytes');
    this.reserve(5);
    this.varint(value.length);
    this.raw(value);
  }

  bool(value: boolean): void {
    if (value !== true && value !== false) throw this.refuse('true or false');
    this.reserve(1);
    this.bytes[this.position++] = value ? 1 : 0;
  }

  uint32(value: number): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw this.refuse('an integer of 32 bits without sign');
    this.reserve(5);
    if (value < 0x80) this.bytes[this.position++] = value;
    else this.varint(value);
  }

  int32(value: number): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw this.refuse('an integer of 32 bits');
    this.reserve(10);
    if (value >= 0) this.varint(value);
    else this.varint64(value, -1);
  }

  sint32(value: number): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw this.refuse('an integer of 32 bits');
    this.reserve(5);
    this.varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  fixed32(value: number): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw this.refuse('an integer of 32 bits without sign');
    this.reserve(4);
    this.view.setUint32(this.position, value, true);
    this.position += 4;
  }

  sfixed32(value: number): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw this.refuse('an integer of 32 bits');
    this.reserve(4);
    this.view.setInt32(this.position, value, true);
    this.position += 4;
  }

  int64(value: bigint): void {
    if (typeof value !== 'bigint' || value > maxInt64 || value < minInt64) throw this.refuse('a bigint of 64 bits');
    this.reserve(10);
    wide[0] = value;
    this.varint64(halves[0] as number, halves[1] as number);
  }

  uint64(value: bigint): void {
    if (typeof value !== 'bigint' || value > maxUint64 || value < 0n) {
      throw this.refuse('a bigint of 64 bits without sign');
    }
    this.reserve(10);
    wide[0] = value;
    this.varint64(halves[0] as number, halves[1] as number);
  }

  sint64(value: bigint): void {
    if (typeof value !== 'bigint' || value > maxInt64 || value < minInt64) throw this.refuse('a bigint of 64 bits');
    this.reserve(10);
    wide[0] = (value << 1n) ^ (value >> 63n);
    this.varint64(halves[0] as number, halves[1] as number);
  }

  fixed64(value: bigint): void {
    if (typeof value !== 'bigint' || value > maxUint64 || value < 0n) {
      throw this.refuse('a bigint of 64 bits without sign');
    }
    this.reserve(8);
    this.view.setBigUint64(this.position, value, true);
    this.position += 8;
  }

  sfixed64(value: bigint): void {
    if (typeof value !== 'bigint' || value > maxInt64 || value < minInt64) throw this.refuse('a bigint of 64 bits');
    this.reserve(8);
    this.view.setBigInt64(this.position, value, true);
    this.position += 8;
  }

  float(value: number): void {
    // NaN is the one value that differs from its own rounding and still fits.
    if (typeof value !== 'number' || (Math.fround(value) !== value && value === value)) {
      throw this.refuse('a number that 32 bits hold');
    }
    this.reserve(4);
    this.view.setFloat32(this.position, value, true);
    this.position += 4;
  }

  double(value: number): void {
    if (typeof value !== 'number') throw this.refuse('a number');
    this.reserve(8);
    doubles[0] = value;
    this.view.setInt32(this.position, doubleHalves[0] as number, true);
    this.view.setInt32(this.position + 4, doubleHalves[1] as number, true);
    this.position += 8;
  }

  /** An int64 field whose value is a `number` within 2^53 - 1. */
  safe(value: number): void {
    if (!Number.isSafeInteger(value)) throw this.refuse('an integer within 2^53 - 1');
    this.reserve(10);
    if (value >= 0 && value < 0x8000_0000) this.varint(value);
    else this.varint64(value | 0, Math.floor(value / 0x1_0000_0000));
  }

  /** An int64 field that holds milliseconds since the epoch. */
  date(value: Date): void {
    if (!(value instanceof Date)) throw this.refuse('a date');
    // An invalid date is NaN, which `safe` refuses.
    this.safe(value.getTime());
  }

  /** A `Date` in a finer unit, `per` of which are a millisecond. */
  dateAs(value: Date, per: bigint): bigint {
    if (!(value instanceof Date)) throw this.refuse('a date');
    return unitsOf(value, per);
  }

  /** A 64-bit field whose value is a `number` in TypeScript. */
  widen(value: number): bigint {
    if (!Number.isSafeInteger(value)) throw this.refuse('an integer within 2^53 - 1');
    return BigInt(value);
  }

  /** `null` where it is one of several possible values. */
  null(value: null): void {
    if (value !== null) throw this.refuse('null');
    this.bool(true);
  }

  /** A constant: anything else is refused. */
  exactly<T>(value: T, wanted: T): T {
    if (value !== wanted) throw this.refuse('the constant of the schema');
    return value;
  }

  /** Open JSON in a bytes field. */
  json(value: unknown, of: OpenJson): void {
    this.bytesValue(openJsonBytes(value, of));
  }

  /** Avro's duration: three unsigned 32-bit numbers in twelve bytes. */
  avroDuration(value: { readonly months: number; readonly days: number; readonly millis: number }): void {
    this.reserve(13);
    this.varint(12);
    this.fixed32(value.months);
    this.fixed32(value.days);
    this.fixed32(value.millis);
  }

  // --------------------------------------------------------------------------------------------------------- guards

  /** A list, so that a text is not taken for a list of its characters. */
  list<T>(value: readonly T[]): readonly T[] {
    if (!Array.isArray(value)) throw this.refuse('a list');
    return value;
  }

  /** An object, where no required member would notice anything else. */
  object(value: object): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.refuse('an object');
  }

  // ------------------------------------------------------------------------------------------------------- internals

  /** What a value would have had to be. */
  refuse(expected: string): Fault {
    return new Fault(`not ${expected}`, this.position);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  private reserve(count: number): void {
    if (this.position + count > this.bytes.length) this.grow(count);
  }

  private grow(count: number): void {
    const needed = this.position + count;
    if (needed > maxSize) throw new Fault('a message of more than 2 GiB', this.position, true);
    const bigger = new Uint8Array(Math.min(maxSize, Math.max(needed, this.bytes.length * 2)));
    bigger.set(this.bytes.subarray(0, this.position));
    this.use(bigger);
  }

  private use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.tails.fill(undefined);
    this.heads.fill(undefined);
  }

  private varint(value: number): void {
    const bytes = this.bytes;
    let position = this.position;
    while (value > 0x7f) {
      bytes[position++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    bytes[position++] = value;
    this.position = position;
  }

  private varintAt(position: number, value: number): void {
    const bytes = this.bytes;
    while (value > 0x7f) {
      bytes[position++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    bytes[position] = value;
  }

  private varint64(low: number, high: number): void {
    const bytes = this.bytes;
    let position = this.position;
    while (high !== 0 || low >>> 0 > 0x7f) {
      bytes[position++] = (low & 0x7f) | 0x80;
      low = (low >>> 7) | (high << 25);
      high >>>= 7;
    }
    bytes[position++] = low;
    this.position = position;
  }

  private known(tag: number, known: Known): void {
    this.reserve(known.length + 9);
    if (tag < 0x80) this.bytes[this.position++] = tag;
    else this.varint(tag);
    this.bytes[this.position] = known.length;
    putKnown(this.view, this.position + 1, known);
    this.position += known.length + 1;
  }

  /** False where the text is not ASCII. */
  private short(value: string, length: number): boolean {
    const bytes = this.bytes;
    let position = this.position;
    bytes[position++] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[position++] = code;
    }
    this.position = position;
    return true;
  }

  private long(value: string, length: number): void {
    const start = this.position;
    const guess = widthOf(length);
    const written = textInto(this.bytes, this.tails, start + guess, value);
    if (written !== length) {
      if (hasLoneSurrogate(value)) throw this.refuse('well-formed text (it holds half of a surrogate pair)');
      const width = widthOf(written);
      if (width !== guess) this.bytes.copyWithin(start + width, start + guess, start + guess + written);
    }
    this.varintAt(start, written);
    this.position = start + widthOf(written) + written;
  }

  private joined(tag: number, list: readonly string[]): boolean {
    if (tag > 0x7f) return false;
    let size = 0;
    for (const item of list) {
      if (typeof item !== 'string' || item.length > 0x7f) return false;
      size += item.length + 2;
    }
    // Room for ASCII: text that needs more is not written whole, which the count below tells.
    this.reserve(size);
    const start = this.position;
    // Two gap bytes stand before every text, for its tag and length; `join` puts them between.
    const written = textInto(this.bytes, this.tails, start + 2, list.join('\0\0'));
    if (written !== size - 2) return false;
    const bytes = this.bytes;
    let position = start;
    for (const item of list) {
      bytes[position] = tag;
      bytes[position + 1] = item.length;
      position += item.length + 2;
    }
    this.position = position;
    return true;
  }
}

function widthOf(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x4000) return 2;
  if (length < 0x20_0000) return 3;
  return length < 0x1000_0000 ? 4 : 5;
}
