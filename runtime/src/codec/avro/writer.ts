/**
 * Avro's binary encoding, the writing half (Avro 1.12, "Binary Encoding"). Generated code calls one method per value;
 * every method refuses what its Avro type cannot hold.
 */
import { instantOf, unitsOf } from '../held-dates.js';
import { Fault } from '../codec.js';
import { type Known, putKnown } from '../core/known.js';
import { memorize, recall } from '../core/memory.js';
import { type Heads, noHeads } from '../core/owned.js';
import { noTails, type Tails, textInto } from '../core/tails.js';
import { hasLoneSurrogate } from '../core/text.js';
import { type OpenWords, wordOf } from '../core/words.js';
import { isSeconds } from '../durations.js';
import { isUuidAt } from '../formats.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import { Guard } from './guard.js';
import { type OpenJson, openJsonBytes } from '../open-json.js';
import { isKey, type KeyKind } from './keys.js';
import {
  type AvroDuration,
  bigEndian,
  daysOfDate,
  durationBytes,
  firstMicros,
  firstMillis,
  isInstant,
  lastMicros,
  lastMillis,
  type SecondsAndNanos,
  unscaled,
  uuidBytes,
} from './values.js';

const scratchSize = 64 * 1024;
/** A loop beats the native call below this many characters. */
const shortText = 24;

export class AvroWriter extends Guard {
  /** @internal */
  bytes: Uint8Array = new Uint8Array(scratchSize);
  /** @internal Where the next byte goes. */
  position = 0;
  #view: DataView = new DataView(this.bytes.buffer);
  /** @internal */
  readonly heads: Heads = noHeads();
  readonly #tails: Tails = noTails();
  #depth = 0;

  reset(): void {
    this.position = 0;
    this.#depth = 0;
    // One huge message must not pin its buffer for good.
    if (this.bytes.length > 16 * scratchSize) this.#use(new Uint8Array(scratchSize));
  }

  /** What was written, as a view that the next message overwrites. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.position);
  }

  override refuse(message: string): never {
    throw new Fault(message, this.position);
  }

  /** Entered by recursive types only: what is not recursive has a bounded depth. */
  enter(): void {
    if (++this.#depth > 64) throw new Fault('nested deeper than 64 levels', this.position, true);
  }

  leave(): void {
    this.#depth--;
  }

  #use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#tails.fill(undefined);
    this.heads.fill(undefined);
  }

  #room(size: number): void {
    if (this.position + size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.position + size));
    larger.set(this.bytes.subarray(0, this.position));
    this.#use(larger);
  }

  boolean(value: boolean): void {
    if (typeof value !== 'boolean') this.refuse('expected a boolean');
    this.#room(1);
    this.bytes[this.position++] = value ? 1 : 0;
  }

  /** `int`: 32 bits. */
  int(value: number): void {
    if ((value | 0) !== value) this.refuse('expected a 32-bit integer');
    this.#zigzag32((value << 1) ^ (value >> 31));
  }

  /** `long` from a number, exact within 2^53 - 1. */
  long(value: number): void {
    if ((value | 0) === value) return this.#zigzag32((value << 1) ^ (value >> 31));
    if (!Number.isSafeInteger(value)) this.refuse('expected an integer within 2^53 - 1');
    const sign = value < 0 ? 1 : 0;
    const bits = sign === 1 ? -(value + 1) : value;
    // 31 bits and the sign, then all the others: halves of 32 bits are shifted, doubles would be divided.
    this.#halves(((bits & 0x7fff_ffff) << 1) | sign, Math.floor(bits / 0x8000_0000));
  }

  /** `long` from a bigint. */
  bigint(value: bigint): void {
    if (typeof value !== 'bigint') this.refuse('expected a bigint');
    if (value >= -9007199254740991n && value <= 9007199254740991n) return this.long(Number(value));
    if (BigInt.asIntN(64, value) !== value) this.refuse('expected a 64-bit integer');
    const bits = (value << 1n) ^ (value >> 63n);
    this.#halves(Number(BigInt.asIntN(32, bits)), Number(BigInt.asUintN(32, bits >> 32n)) | 0);
  }

  /** An unsigned 64-bit integer in a long: the same 64 bits, read as signed by whoever knows no unsigned ones. */
  uint64(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value)
      this.refuse('expected an unsigned 64-bit integer');
    this.bigint(BigInt.asIntN(64, value));
  }

  #zigzag32(bits: number): void {
    this.#room(5);
    const { bytes } = this;
    let at = this.position;
    while (bits > 0x7f || bits < 0) {
      bytes[at++] = (bits & 0x7f) | 0x80;
      bits >>>= 7;
    }
    bytes[at++] = bits;
    this.position = at;
  }

  /** 64 bits as two halves. */
  #halves(low: number, high: number): void {
    this.#room(10);
    const { bytes } = this;
    let at = this.position;
    while (high !== 0 || low >>> 0 > 0x7f) {
      bytes[at++] = (low & 0x7f) | 0x80;
      low = (low >>> 7) | (high << 25);
      high >>>= 7;
    }
    bytes[at++] = low;
    this.position = at;
  }

  float(value: number): void {
    if (typeof value !== 'number') this.refuse('expected a number');
    this.#room(4);
    this.#view.setFloat32(this.position, value, true);
    this.position += 4;
  }

  /** A float that loses nothing. */
  exactFloat(value: number): void {
    if (typeof value !== 'number') this.refuse('expected a number');
    if (!Object.is(Math.fround(value), value)) this.refuse(`${value} is not a 32-bit float`);
    this.float(value);
  }

  double(value: number): void {
    if (typeof value !== 'number') this.refuse('expected a number');
    this.#room(8);
    this.#view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  string(value: string): void {
    if (typeof value !== 'string') this.refuse('expected a string');
    const size = value.length;
    if (size >= shortText) return this.#text(value);
    this.#room(1 + shortText);
    const { bytes } = this;
    let at = this.position;
    bytes[at++] = size << 1;
    for (let i = 0; i < size; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) return this.#text(value);
      bytes[at++] = unit;
    }
    this.position = at;
  }

  /** A uuid as text, judged on its bytes: that is faster than on the text. */
  uuidText(value: string): void {
    this.string(value);
    if (value.length !== 36 || !isUuidAt(this.#view, this.position - 36)) this.refuse('the text is not a uuid');
  }

  /** A text that the pattern matches. */
  matchingText(value: string, pattern: TextPattern): void {
    const known = recall(pattern.matched, this.text(value));
    if (known !== undefined) return this.#known(known);
    this.string(value);
    const { row } = pattern;
    const end = this.position;
    // A row is ASCII, so that a text of it has as many bytes as characters.
    const matches =
      row === undefined ? pattern.test(value) : endOfRow(row, this.#view, end - value.length, end) === end;
    if (!matches) this.refuse(`the text does not match ${pattern.source}`);
    memorize(pattern.matched, value);
  }

  /** A word of an open enum, or any other text. */
  openWord(value: string, words: OpenWords): void {
    const known = wordOf(words, value);
    if (known === undefined) this.string(value);
    else this.#known(known);
  }

  #known(known: Known): void {
    this.#room(known.length + 4);
    this.bytes[this.position] = known.length << 1;
    putKnown(this.#view, this.position + 1, known);
    this.position += known.length + 1;
  }

  #text(value: string): void {
    const size = value.length;
    this.#room(5 + 3 * size);
    // The length's width is guessed from the UTF-16 length, which is right for ASCII.
    const guess = widthOf(size);
    const from = this.position + guess;
    const written = textInto(this.bytes, this.#tails, from, value);
    if (written !== size && hasLoneSurrogate(value)) this.refuse('a lone surrogate is not text');
    const width = widthOf(written);
    if (width !== guess) this.bytes.copyWithin(this.position + width, from, from + written);
    this.#length(written, width);
    this.position += written;
  }

  /** A byte count, whose varint takes `width` bytes. */
  #length(size: number, width: number): void {
    const { bytes } = this;
    let left = size * 2;
    for (let i = 1; i < width; i++) {
      bytes[this.position++] = (left % 128) | 0x80;
      left = Math.floor(left / 128);
    }
    bytes[this.position++] = left;
  }

  bytesValue(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) this.refuse('expected a Uint8Array');
    this.long(value.length);
    this.raw(value);
  }

  fixed(value: Uint8Array, size: number): void {
    if (!(value instanceof Uint8Array) || value.length !== size) this.refuse(`expected a Uint8Array of ${size} bytes`);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#room(value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  /** The branch of a union or the position of an enum's symbol. */
  index(value: number): void {
    this.#room(5);
    if (value < 64) this.bytes[this.position++] = value << 1;
    else this.#zigzag32(value << 1);
  }

  /** An object, before its members are read. */
  record(value: object): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('expected an object');
  }

  /** A word of an enum as its position. */
  symbol<W extends string>(value: W, words: readonly W[]): void {
    const index = words.indexOf(value);
    if (index === -1) this.refuse('the word is none of the enum');
    this.index(index);
  }

  /** A word of an open Protobuf enum as its number, or the number itself. */
  word(value: string | number, words: readonly (string | number)[], numbers: readonly number[]): void {
    const number = typeof value === 'number' ? value : numbers[words.indexOf(value)];
    this.int(number ?? this.refuse('the word is none of the enum'));
  }

  /** A key of a map, in its decimal or word spelling. */
  key(key: string, of: KeyKind): void {
    if (!isKey(key, of)) this.refuse(`the key is no ${of}`);
    this.string(key);
  }

  /** Milliseconds of a `Date`. */
  date(value: Date): void {
    if (!(value instanceof Date)) this.refuse('expected a Date');
    const millis = value.getTime();
    if (!(millis >= firstMillis && millis <= lastMillis)) this.refuse('expected a Date within the years 0 to 9999');
    this.long(millis);
  }

  /** `YYYY-MM-DD` as days. */
  day(value: string): void {
    this.int(daysOfDate(value) ?? this.refuse('expected a date, YYYY-MM-DD'));
  }

  /** Milliseconds since midnight. */
  timeMillis(value: number): void {
    this.int(this.within(value, 0, 86_399_999));
  }

  /** Microseconds since midnight. */
  timeMicros(value: bigint): void {
    this.bigint(this.within(value, 0n, 86_399_999_999n));
  }

  decimal(value: string, precision: number, scale: number): void {
    this.bytesValue(this.#decimal(value, precision, scale));
  }

  fixedDecimal(value: string, precision: number, scale: number, size: number): void {
    this.raw(this.#decimal(value, precision, scale, size));
  }

  #decimal(value: string, precision: number, scale: number, size?: number): Uint8Array {
    const digits = unscaled(value, precision, scale);
    const bytes = digits === undefined ? undefined : bigEndian(digits, size);
    return bytes ?? this.refuse(`expected a decimal of ${precision} digits, ${scale} after the point`);
  }

  /** A uuid in 16 bytes. */
  fixedUuid(value: string): void {
    if (typeof value !== 'string') this.refuse('expected a uuid');
    this.raw(uuidBytes(this.uuid(value)));
  }

  duration(value: AvroDuration): void {
    this.raw(durationBytes(value) ?? this.refuse('expected months, days and millis of 32 bits'));
  }

  /** Microseconds since the epoch. */
  micros(value: bigint): void {
    this.bigint(this.within(value, firstMicros, lastMicros));
  }

  /** A `Date` in a finer unit, `per` of which are a millisecond. */
  dateAs(value: Date, per: bigint): bigint {
    if (!(value instanceof Date)) this.refuse('expected a Date');
    return unitsOf(value, per);
  }

  instantOf(value: Date): SecondsAndNanos {
    if (!(value instanceof Date)) this.refuse('expected a Date');
    return instantOf(value);
  }

  /** google.protobuf.Timestamp: a record of a long and an int. */
  instant(value: SecondsAndNanos): void {
    const { seconds, nanos } = value;
    if (!isInstant({ seconds, nanos })) this.refuse('expected an instant within the years 0 to 9999');
    this.bigint(seconds);
    this.int(nanos);
  }

  /** google.protobuf.Duration: the same record. */
  seconds(value: SecondsAndNanos): void {
    const { seconds, nanos } = value;
    if (typeof seconds !== 'bigint' || !isSeconds({ seconds, nanos })) this.refuse('expected seconds and nanoseconds');
    this.bigint(seconds);
    this.int(nanos);
  }

  /** Open JSON as its text. */
  json(value: unknown, of: OpenJson = 'any'): void {
    this.bytesValue(openJsonBytes(value, of));
  }

  /** The count before the items of a list; `end` follows the last. */
  items(values: readonly unknown[]): void {
    if (!Array.isArray(values)) this.refuse('expected an array');
    if (values.length > 0) this.long(values.length);
  }

  /** The entries of a map, their count written; `end` follows the last. */
  entries<V>(value: Readonly<Record<string, V>> | ReadonlyMap<string, V>): readonly (readonly [string, V])[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('expected a map');
    const entries: readonly (readonly [string, V])[] =
      value instanceof Map ? [...value] : Object.entries(value as Readonly<Record<string, V>>);
    if (entries.length > 0) this.long(entries.length);
    return entries;
  }

  /** The empty block that closes a list or a map. */
  end(): void {
    this.#room(1);
    this.bytes[this.position++] = 0;
  }

  /** A list of strings: one native call for all of them where they are short and ASCII. */
  strings(values: readonly string[]): void {
    this.items(values);
    if (values.length < 8 || !this.#joined(values)) for (const value of values) this.string(value);
    this.end();
  }

  #joined(values: readonly string[]): boolean {
    let size = values.length;
    for (const value of values) {
      // Their lengths then fit the one gap byte that join leaves before each.
      if (typeof value !== 'string' || value.length > 63) return false;
      size += value.length;
    }
    this.#room(3 * size);
    const start = this.position;
    const written = textInto(this.bytes, this.#tails, start, `\0${values.join('\0')}`);
    if (written !== size) return false;
    const { bytes } = this;
    let at = start;
    for (const { length } of values) {
      bytes[at] = length << 1;
      at += length + 1;
    }
    this.position = at;
    return true;
  }
}

/** Bytes of the varint of a byte count. */
function widthOf(size: number): number {
  return size < 0x40 ? 1 : size < 0x2000 ? 2 : size < 0x100000 ? 3 : size < 0x8000000 ? 4 : 5;
}
