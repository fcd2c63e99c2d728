/**
 * Avro's binary encoding, the reading half (Avro 1.12, "Binary Encoding"). Throws a `Fault` at the first byte that is
 * not what the type says; never reads beyond the message.
 */
import { counted } from '../core/grammar.js';
import { dateOfInstant, millisOf } from '../held-dates.js';
import { type DecodeOptions, Fault } from '../codec.js';
import { isSeconds } from '../durations.js';
import { Guard } from './guard.js';
import { type OpenJson, openJsonOf } from '../open-json.js';
import { isKey, type KeyKind } from './keys.js';
import { owned } from '../core/owned.js';
import { type AsciiSlice, asciiSlicer, decodeUtf8, isAscii } from '../core/text.js';
import { type OpenWords, wordAt } from '../core/words.js';
import { isUuidAt } from '../formats.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import {
  type AvroDuration,
  dateOfDays,
  decimalText,
  durationOf,
  firstMicros,
  firstMillis,
  fromBigEndian,
  isInstant,
  lastMicros,
  lastMillis,
  type SecondsAndNanos,
  uuidText,
} from './values.js';

const scratchSize = 64 * 1024;
const defaults: DecodeOptions = {};

export class AvroReader extends Guard {
  readonly #scratch: Uint8Array = new Uint8Array(scratchSize);
  readonly #scratchView: DataView = new DataView(this.#scratch.buffer);
  readonly #scratchSlice: AsciiSlice = asciiSlicer(this.#scratch);
  #bytes: Uint8Array = this.#scratch;
  #view: DataView = this.#scratchView;
  #slice: AsciiSlice = this.#scratchSlice;
  /** The whole message as text, made when the first string is read: strings are then slices of it. */
  #text = '';
  #options: DecodeOptions = defaults;
  #copy = false;
  /** Strings still read on their own: the text of a long message pays only where there are several. */
  #direct = 0;
  #maxDepth = 64;
  #maxItems = 100_000;
  #depth = 0;
  #weightless = 0;
  // The last wide varint: 28, 28 and 8 bits.
  #low = 0;
  #middle = 0;
  #high = 0;
  /** Where the next byte comes from. */
  position = 0;
  end = 0;

  /** Starts on a message. Small ones are copied, so that nobody changes them while they are read. */
  open(message: Uint8Array, options: DecodeOptions = defaults): void {
    const size = message.length;
    if (size <= scratchSize) {
      // `close` left the scratch in place.
      this.#scratch.set(message);
      this.#copy = options.strings === 'copy';
    } else {
      this.#bytes = message;
      this.#view = new DataView(message.buffer, message.byteOffset, size);
      this.#slice = asciiSlicer(message);
      // A kept string would keep a large message's text alive.
      this.#copy = true;
    }
    this.#options = options;
    this.#text = '';
    this.#direct = Math.min(8, size >> 8);
    this.#maxDepth = options.maxDepth ?? 64;
    this.#maxItems = options.maxItems ?? 100_000;
    this.#depth = 0;
    this.#weightless = 0;
    this.position = 0;
    this.end = size;
  }

  /** Lets go of the message. */
  close(): void {
    this.#text = '';
    if (this.#bytes === this.#scratch) return;
    this.#bytes = this.#scratch;
    this.#view = this.#scratchView;
    this.#slice = this.#scratchSlice;
  }

  finish(): void {
    const left = this.end - this.position;
    if (left > 0) throw new Fault(`${counted(left, 'byte')} after the value`, this.position);
  }

  /** Refuses the value that was just read: the offset is its last byte. */
  override refuse(message: string): never {
    throw new Fault(message, Math.max(0, this.position - 1));
  }

  enter(): void {
    if (++this.#depth > this.#maxDepth)
      throw new Fault(`nested deeper than ${this.#maxDepth} levels`, this.position, true);
  }

  leave(): void {
    this.#depth--;
  }

  #truncated(): never {
    throw new Fault('the message ends inside a value', this.end);
  }

  boolean(): boolean {
    const at = this.position;
    if (at >= this.end) this.#truncated();
    const byte = this.#bytes[at];
    if (byte !== 0 && byte !== 1) throw new Fault(`${byte} is not a boolean`, at);
    this.position = at + 1;
    return byte === 1;
  }

  int(): number {
    const at = this.position;
    const bytes = this.#bytes;
    if (at >= this.end) this.#truncated();
    let byte = bytes[at] as number;
    let bits = byte & 0x7f;
    let next = at + 1;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      if (next >= this.end) this.#truncated();
      byte = bytes[next++] as number;
      if (shift === 28 && byte > 0x0f) throw new Fault('an int has more than 32 bits', at);
      bits |= (byte & 0x7f) << shift;
    }
    this.position = next;
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** A long within 2^53 - 1. */
  long(): number {
    const at = this.position;
    if (at >= this.end) this.#truncated();
    const byte = this.#bytes[at] as number;
    if (byte <= 0x7f) {
      this.position = at + 1;
      return (byte >>> 1) ^ -(byte & 1);
    }
    this.#wide();
    const low = this.#low;
    const middle = this.#middle;
    const high = this.#high;
    // 2^54 zigzag values have 53 bits of magnitude: 28 in `low`, 26 in `middle`.
    if (high !== 0 || middle > 0x3ffffff) throw new Fault('the integer is not within 2^53 - 1', at);
    const magnitude = (low >>> 1) + middle * 0x8000000;
    const value = (low & 1) === 0 ? magnitude : -magnitude - 1;
    if (value < -Number.MAX_SAFE_INTEGER) throw new Fault('the integer is not within 2^53 - 1', at);
    return value;
  }

  bigint(): bigint {
    const at = this.position;
    if (at >= this.end) this.#truncated();
    const byte = this.#bytes[at] as number;
    if (byte <= 0x7f) {
      this.position = at + 1;
      return BigInt((byte >>> 1) ^ -(byte & 1));
    }
    this.#wide();
    const low = this.#low;
    const middle = this.#middle;
    const high = this.#high;
    if (high === 0 && middle <= 0x1ffffff) {
      const magnitude = (low >>> 1) + middle * 0x8000000;
      return BigInt((low & 1) === 0 ? magnitude : -magnitude - 1);
    }
    const bits = (BigInt(high) << 56n) | (BigInt(middle) << 28n) | BigInt(low);
    return (bits >> 1n) ^ -(bits & 1n);
  }

  /** The 64 bits of a long, as an unsigned integer. */
  uint64(): bigint {
    return BigInt.asUintN(64, this.bigint());
  }

  /** A varint of up to ten bytes into `low`, `middle` and `high`: fields, since an object a number would cost more. */
  #wide(): void {
    const at = this.position;
    const bytes = this.#bytes;
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; ; i++) {
      if (at + i >= this.end) this.#truncated();
      const byte = bytes[at + i] as number;
      if (i === 9 && byte > 1) throw new Fault('a long has more than 64 bits', at);
      if (i < 4) low |= (byte & 0x7f) << (7 * i);
      else if (i < 8) middle |= (byte & 0x7f) << (7 * (i - 4));
      else high |= (byte & 0x7f) << (7 * (i - 8));
      if (byte > 0x7f) continue;
      this.position = at + i + 1;
      this.#low = low;
      this.#middle = middle;
      this.#high = high;
      return;
    }
  }

  float(): number {
    const at = this.position;
    if (at + 4 > this.end) this.#truncated();
    this.position = at + 4;
    return this.#view.getFloat32(at, true);
  }

  double(): number {
    const at = this.position;
    if (at + 8 > this.end) this.#truncated();
    this.position = at + 8;
    return this.#view.getFloat64(at, true);
  }

  /** The byte count before a string or bytes; the position is behind it. */
  #length(): number {
    const at = this.position;
    const byte = this.#bytes[at] as number;
    let size = byte >> 1;
    // Up to 63 bytes the count is one byte, and most texts are that short.
    if ((byte & 0x81) === 0 && at < this.end) this.position = at + 1;
    else size = this.long();
    if (size < 0) throw new Fault(`a negative length, ${size}`, at);
    if (size > this.end - this.position)
      throw new Fault(`${counted(size, 'byte')} announced, ${this.end - this.position} left`, at);
    return size;
  }

  string(): string {
    const size = this.#length();
    const start = this.position;
    const end = start + size;
    this.position = end;
    return this.#textOf(start, end);
  }

  /** A uuid as text, judged on its bytes: that is faster than on the text. */
  uuidText(): string {
    const value = this.string();
    if (value.length !== 36 || !isUuidAt(this.#view, this.position - 36)) this.refuse('the text is not a uuid');
    return value;
  }

  /** A text that the pattern matches. */
  matchingText(pattern: TextPattern): string {
    const { row } = pattern;
    if (row === undefined) return this.matching(this.string(), pattern);
    const size = this.#length();
    const start = this.position;
    const end = start + size;
    this.position = end;
    // A row is ASCII.
    if (endOfRow(row, this.#view, start, end) === end) return this.#cut(start, end);
    if (!isAscii(this.#view, start, end)) this.#unicode(start, end);
    return this.refuse(`the text does not match ${pattern.source}`);
  }

  /** A word of an open enum, or any other text. */
  openWord(words: OpenWords): string {
    const size = this.#length();
    const start = this.position;
    const known = wordAt(words, this.#view, start, size);
    this.position = start + size;
    return known === undefined ? this.#textOf(start, start + size) : known.text;
  }

  #textOf(start: number, end: number): string {
    return isAscii(this.#view, start, end) ? this.#cut(start, end) : this.#unicode(start, end);
  }

  #cut(start: number, end: number): string {
    if (this.#copy) return this.#slice(start, end);
    const text = this.#text;
    if (text !== '') return text.slice(start, end);
    return this.#direct-- > 0 ? this.#slice(start, end) : this.#whole().slice(start, end);
  }

  /** The text of the whole message, for ASCII strings to be slices of. */
  #whole(): string {
    return (this.#text = this.#slice(0, this.end));
  }

  #unicode(start: number, end: number): string {
    const text = decodeUtf8(this.#bytes, start, end);
    if (text === undefined) throw new Fault('the text is not UTF-8', start);
    return text;
  }

  bytes(): Uint8Array {
    return this.fixed(this.#length());
  }

  fixed(size: number): Uint8Array {
    const start = this.position;
    if (size > this.end - start) this.#truncated();
    this.position = start + size;
    return owned(this.#bytes.subarray(start, start + size), size);
  }

  /** The bytes between two places of the message, as they lie: valid until the message is closed. */
  span(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  skip(size: number): void {
    if (size > this.end - this.position) this.#truncated();
    this.position += size;
  }

  skipBytes(): void {
    const size = this.#length();
    this.position += size;
  }

  /** The branch of a union or the position of an enum's symbol. */
  index(count: number): number {
    const at = this.position;
    const byte = this.#bytes[at] as number;
    if (at < this.end && (byte & 0x81) === 0 && byte >> 1 < count) {
      this.position = at + 1;
      return byte >> 1;
    }
    const value = this.int();
    if (value < 0 || value >= count) throw new Fault(`index ${value} is not within 0 to ${count - 1}`, at);
    return value;
  }

  symbol<W>(words: readonly W[]): W {
    return words[this.index(words.length)] as W;
  }

  /** The word of a Protobuf enum's number, or the number where there is none. */
  word<W>(words: readonly W[], numbers: readonly number[]): W | number {
    const number = this.int();
    return words[numbers.indexOf(number)] ?? number;
  }

  emptyMap<V>(): Record<string, V> {
    return Object.create(null) as Record<string, V>;
  }

  /** A key that the map does not have yet. */
  key(map: object, of: KeyKind): string {
    const key = this.string();
    if (!isKey(key, of)) this.refuse(`the key is no ${of}`);
    return Object.hasOwn(map, key) ? this.refuse('a key stands twice') : key;
  }

  date(): Date {
    const at = this.position;
    const millis = this.long();
    if (millis < firstMillis || millis > lastMillis)
      throw new Fault(`${millis} ms is not within the years 0 to 9999`, at);
    return new Date(millis);
  }

  /** `YYYY-MM-DD` of days. */
  day(): string {
    const days = this.int();
    return dateOfDays(days) ?? this.refuse(`day ${days} is not within the years 0000 to 9999`);
  }

  timeMillis(): number {
    return this.within(this.int(), 0, 86_399_999);
  }

  timeMicros(): bigint {
    return this.within(this.bigint(), 0n, 86_399_999_999n);
  }

  decimal(precision: number, scale: number): string {
    return this.fixedDecimal(precision, scale, this.#length());
  }

  fixedDecimal(precision: number, scale: number, size: number): string {
    const start = this.position;
    this.skip(size);
    // The digits of n bytes take time quadratic in n, and precision bounds the bytes of any decimal that fits.
    if (size > precision + 1024) this.refuse(`${size} bytes are no decimal of ${precision} digits`);
    const value = fromBigEndian(this.#bytes.subarray(start, start + size));
    return decimalText(value, precision, scale) ?? this.refuse(`the decimal has more than ${precision} digits`);
  }

  fixedUuid(): string {
    return uuidText(this.fixed(16));
  }

  duration(): AvroDuration {
    return durationOf(this.fixed(12));
  }

  /** Microseconds since the epoch. */
  micros(): bigint {
    return this.within(this.bigint(), firstMicros, lastMicros);
  }

  /** A time of the years 0 to 9999, cut to milliseconds; `per` of its units are one. */
  dateOf(time: bigint, per: bigint): Date {
    return new Date(millisOf(time, per));
  }

  dateOfInstant(value: SecondsAndNanos): Date {
    return dateOfInstant(value);
  }

  /** google.protobuf.Timestamp. */
  instant(): SecondsAndNanos {
    const value = { seconds: this.bigint(), nanos: this.int() };
    return isInstant(value) ? value : this.refuse('the instant is not within the years 0 to 9999');
  }

  /** google.protobuf.Duration. */
  seconds(): SecondsAndNanos {
    const value = { seconds: this.bigint(), nanos: this.int() };
    return isSeconds(value) ? value : this.refuse('the seconds and nanoseconds are no duration');
  }

  json<T>(of: OpenJson = 'any'): T {
    const size = this.#length();
    const start = this.position;
    this.position = start + size;
    try {
      return openJsonOf(this.#bytes.subarray(start, this.position), of, this.#options) as T;
    } catch (error) {
      throw error instanceof Fault ? new Fault(error.message, start + error.offset, error.limit) : error;
    }
  }

  /**
   * How many items the next block of a list or map has; 0 ends it. `before` items were read already. Items without
   * bytes (`weightless`: null, empty records) are counted over the whole message, since a few bytes announce any number.
   */
  block(before: number, weightless = false): number {
    const at = this.position;
    let count = this.long();
    if (count === 0) return 0;
    let limit = this.end;
    if (count < 0) {
      // A negative count is followed by the size of the block in bytes.
      count = -count;
      const size = this.#length();
      limit = this.position + size;
    }
    const left = limit - this.position;
    if (weightless) this.#weightless += count;
    else if (count > left) throw new Fault(`${counted(count, 'item')} announced in ${counted(left, 'byte')}`, at);
    if (before + count > this.#maxItems || this.#weightless > this.#maxItems)
      throw new Fault(`more than ${this.#maxItems} items`, at, true);
    return count;
  }

  /** A list of strings. */
  strings(): string[] {
    const out: string[] = [];
    for (let left = this.block(0); left > 0; left = this.block(out.length)) {
      for (; left > 0; left--) out.push(this.string());
    }
    return out;
  }
}
