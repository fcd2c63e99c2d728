/**
 * Protobuf's wire format, read strictly. Small messages are copied into one scratch buffer and their strings cut out of
 * one text of the whole message: that is what makes decoding fast (two native calls a message instead of one a string).
 *
 * Faults carry offsets; a nested message that runs over its end is found where it ends (`end`).
 */
import { millisOf } from '../held-dates.js';
import { type DecodeOptions, Fault, type Issue } from '../codec.js';
import { isWritable } from '../rfc3339.js';
import { type OpenWords, wordAt } from '../core/words.js';
import { type AsciiSlice, asciiSlicer, decodeUtf8, isAscii } from '../core/text.js';
import { isUuidAt } from '../formats.js';
import { endOfRow, type TextPattern } from '../pattern.js';
import type { UnknownFields } from '../unknown.js';
import type { Shape } from '../shape.js';
import type { ProtobufNames } from './names.js';
import { type OpenJson, openJsonOf } from '../open-json.js';
import { ValueFault, issuesOf } from './value-fault.js';

const scratchSize = 65_536;
// Varints are read without a check per byte: past the end stand sixteen bytes of zero.
const scratch = new Uint8Array(scratchSize + 16);
const scratchView = new DataView(scratch.buffer);
const scratchSlice = asciiSlicer(scratch);

const wide = new BigInt64Array(1);
const unsigned = new BigUint64Array(wide.buffer);
const halves = new Int32Array(wide.buffer);

const none: DecodeOptions = {};
const defaultDepth = 64;
const defaultItems = 100_000;
/** Occurrences of singular messages that are merged with earlier ones: each costs a walk over the message. */
const maxMerges = 64;

export const varint = 0;
export const fixed64 = 1;
export const delimited = 2;
export const groupStart = 3;
export const groupEnd = 4;
export const fixed32 = 5;

export class ProtobufReader {
  position = 0;
  /**
   * Whether a text of the message was not what its place allows: judged on the bytes as it is read, which is cheap, and
   * told only once the message has ended, since a later occurrence of the field may replace it.
   */
  suspect = false;
  private bytes: Uint8Array = scratch;
  private view: DataView = scratchView;
  private slice: AsciiSlice = scratchSlice;
  private limit = 0;
  /** Where the field that is being read begins. */
  private field = 0;
  private text = '';
  private options: DecodeOptions = none;
  private copyStrings = false;
  private depth = 0;
  private maxDepth = defaultDepth;
  private maxItems = defaultItems;
  private merges = 0;
  private low = 0;
  private high = 0;

  /** Takes a message; returns its end. */
  open(message: Uint8Array, options: DecodeOptions | undefined): number {
    const length = message.length;
    if (length <= scratchSize) {
      scratch.set(message);
      scratchView.setFloat64(length, 0);
      scratchView.setFloat64(length + 8, 0);
    } else {
      this.bytes = new Uint8Array(message.buffer, message.byteOffset, length);
      this.view = new DataView(message.buffer, message.byteOffset, length);
      this.slice = asciiSlicer(this.bytes);
    }
    this.position = 0;
    this.suspect = false;
    this.limit = length;
    this.text = '';
    this.options = options ?? none;
    this.copyStrings = length > scratchSize || options?.strings === 'copy';
    this.depth = 1;
    this.maxDepth = options?.maxDepth ?? defaultDepth;
    this.maxItems = options?.maxItems ?? defaultItems;
    this.merges = 0;
    return length;
  }

  /** Lets go of the message. */
  close(): void {
    this.text = '';
    this.bytes = scratch;
    this.view = scratchView;
    this.slice = scratchSlice;
  }

  // ------------------------------------------------------------------------------------------------------ structure

  tag(): number {
    const position = this.position;
    this.field = position;
    const byte = this.bytes[position] as number;
    // Beyond the end of a large message stands `undefined`, which fails this comparison too.
    if (!(byte >= 8 && byte < 0x80)) return this.longTag();
    this.position = position + 1;
    return byte;
  }

  /** Opens a message, packed list or map entry; returns its end. */
  begin(): number {
    if (++this.depth > this.maxDepth) throw this.tooMuch(`nested deeper than ${this.maxDepth} messages`);
    const length = this.length();
    return this.position + length;
  }

  /** Closes what `begin` opened: everything must have been read, and nothing beyond. */
  end(end: number): void {
    this.depth--;
    if (this.position !== end) throw this.fault('the message ends in the middle of a field');
  }

  /** Opens a group, whose start tag was just read; returns its end. */
  beginGroup(number: number): number {
    if (++this.depth > this.maxDepth) throw this.tooMuch(`nested deeper than ${this.maxDepth} messages`);
    const start = this.position;
    this.skipGroup(number, this.depth);
    const end = this.field;
    this.position = start;
    return end;
  }

  endGroup(): void {
    this.tag();
  }

  /** Skips a field that the schema does not declare. */
  skip(tag: number, names: ProtobufNames): void {
    const number = tag >>> 3;
    if (Object.hasOwn(names.fields, number)) {
      throw this.fault(`field ${number} has wire type ${tag & 7}, which its type does not take`);
    }
    const field = this.field;
    this.skipValue(tag, this.depth);
    this.field = field;
  }

  /** Skips it, and remembers where it stands. */
  keep(tag: number, names: ProtobufNames, ranges: number[] | undefined): number[] {
    this.skip(tag, names);
    if (ranges === undefined) return [this.field, this.position];
    // Neighbours become one range, so that many small fields stay cheap.
    if (ranges.at(-1) === this.field) ranges[ranges.length - 1] = this.position;
    else ranges.push(this.field, this.position);
    return ranges;
  }

  /** Refuses it. */
  reject(tag: number): Fault {
    return this.fault(`field ${tag >>> 3} is not declared, and this message takes no unknown fields`);
  }

  /** The bytes of what `keep` remembered. */
  kept(ranges: readonly number[]): UnknownFields {
    return { protobuf: this.collect(ranges) };
  }

  /**
   * A singular message that stands in its parent more than once: the occurrences are merged, which is what reading
   * their bytes one after the other does. `from` is where the parent begins; `others` are tags that clear what came
   * before (the other branches of a oneof).
   */
  merge<T>(from: number, tag: number, others: readonly number[], read: (r: ProtobufReader, end: number) => T): T {
    if (++this.merges > maxMerges) throw this.tooMuch(`more than ${maxMerges} repetitions of singular messages`);
    const ranges: number[] = [];
    const field = this.field;
    this.position = field;
    this.skipValue(this.tag(), this.depth);
    const after = this.position;
    this.position = from;
    while (this.position < after) {
      const next = this.tag();
      const start = this.position;
      if (next === tag && (tag & 7) === delimited) {
        const length = this.length();
        ranges.push(this.position, this.position + length);
        this.position += length;
        continue;
      }
      this.skipValue(next, this.depth);
      if (next === tag) ranges.push(start, this.field);
      else if (others.includes(next)) ranges.length = 0;
    }
    const value = this.aside(this.collect(ranges), field, read);
    this.position = after;
    return value;
  }

  /** Checks the length of a list or map that was read. */
  items(count: number): void {
    if (count > this.maxItems) throw this.tooMuch(`more than ${this.maxItems} items`);
  }

  // -------------------------------------------------------------------------------------------------------- scalars

  string(): string {
    return this.textOf(this.length());
  }

  uuid(): string {
    const start = this.position;
    const value = this.string();
    if (this.position - start !== 37 || !isUuidAt(this.view, start + 1)) this.suspect = true;
    return value;
  }

  /** A text that the pattern should match. */
  matching(pattern: TextPattern): string {
    const { row } = pattern;
    if (row === undefined) {
      const value = this.string();
      if (!pattern.test(value)) this.suspect = true;
      return value;
    }
    const length = this.length();
    const start = this.position;
    const end = (this.position = start + length);
    // A row is ASCII.
    if (endOfRow(row, this.view, start, end) === end) return this.cut(start, end);
    this.suspect = true;
    this.position = start;
    return this.textOf(length);
  }

  /** A word of an open enum, or any other text. */
  word(words: OpenWords): string {
    const length = this.length();
    const known = wordAt(words, this.view, this.position, length);
    if (known === undefined) return this.textOf(length);
    this.position += length;
    return known.text;
  }

  bytesValue(): Uint8Array {
    const length = this.length();
    const start = this.position;
    this.position = start + length;
    return this.collect([start, this.position]);
  }

  bool(): boolean {
    const byte = this.bytes[this.position] as number;
    if (byte < 0x80) {
      this.position++;
      return byte !== 0;
    }
    this.varint64();
    return this.low !== 0 || this.high !== 0;
  }

  uint32(): number {
    const byte = this.bytes[this.position] as number;
    if (byte < 0x80) {
      this.position++;
      return byte;
    }
    this.varint64();
    return this.low >>> 0;
  }

  int32(): number {
    const byte = this.bytes[this.position] as number;
    if (byte < 0x80) {
      this.position++;
      return byte;
    }
    this.varint64();
    return this.low;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  fixed32(): number {
    const position = this.room(4);
    return this.view.getUint32(position, true);
  }

  sfixed32(): number {
    const position = this.room(4);
    return this.view.getInt32(position, true);
  }

  int64(): bigint {
    this.varint64();
    halves[0] = this.low;
    halves[1] = this.high;
    return wide[0] as bigint;
  }

  uint64(): bigint {
    this.varint64();
    halves[0] = this.low;
    halves[1] = this.high;
    return unsigned[0] as bigint;
  }

  sint64(): bigint {
    const value = this.uint64();
    return (value >> 1n) ^ -(value & 1n);
  }

  fixed64(): bigint {
    const position = this.room(8);
    return this.view.getBigUint64(position, true);
  }

  sfixed64(): bigint {
    const position = this.room(8);
    return this.view.getBigInt64(position, true);
  }

  float(): number {
    const position = this.room(4);
    return this.view.getFloat32(position, true);
  }

  double(): number {
    const position = this.room(8);
    return this.view.getFloat64(position, true);
  }

  /** An int64 field whose value is a `number` within 2^53 - 1. */
  safe(): number {
    this.varint64();
    const value = this.high * 0x1_0000_0000 + (this.low >>> 0);
    if (!Number.isSafeInteger(value)) throw this.fault('an integer beyond 2^53 - 1');
    return value;
  }

  /** An int64 field that holds milliseconds since the epoch. */
  date(): Date {
    return this.dateAt(this.safe());
  }

  /** A time in a finer unit, cut to milliseconds; `per` of its units are one. */
  dateOf(time: bigint, per: bigint): Date {
    return this.dateAt(millisOf(time, per));
  }

  /** The other encodings have no words for later years, so a date of them could not be sent on. */
  private dateAt(millis: number): Date {
    if (!isWritable({ seconds: Math.floor(millis / 1000), nanos: 0 }))
      throw this.fault(`${millis} ms is not within the years 0 to 9999`);
    return new Date(millis);
  }

  /** The start of a message that is not there and counts as empty (a map entry without value). */
  nothing(): number {
    this.depth++;
    return this.position;
  }

  /** A 64-bit field whose value is a `number` in TypeScript. */
  narrow(value: bigint): number {
    const narrowed = Number(value);
    if (!Number.isSafeInteger(narrowed)) throw this.fault('an integer beyond 2^53 - 1');
    return narrowed;
  }

  /** A constant: anything else is refused. */
  exactly<const T>(found: unknown, wanted: T): T {
    if (found !== wanted) throw this.fault(`not the constant ${JSON.stringify(wanted)}`);
    return wanted;
  }

  /** `null` where it is one of several possible values. */
  null(): null {
    this.bool();
    return null;
  }

  /** Open JSON in a bytes field; the caller's type says what it is. */
  json<T>(of: OpenJson): T {
    const length = this.length();
    const start = this.position;
    this.position = start + length;
    try {
      return openJsonOf(this.bytes.subarray(start, this.position), of, this.options) as T;
    } catch (error) {
      throw error instanceof Fault ? new Fault(error.message, Math.min(this.field, this.limit), error.limit) : error;
    }
  }

  /** Avro's duration: three unsigned 32-bit numbers in twelve bytes. */
  avroDuration(): { months: number; days: number; millis: number } {
    if (this.length() !== 12) throw this.fault('a duration that is not of 12 bytes');
    return { months: this.fixed32(), days: this.fixed32(), millis: this.fixed32() };
  }

  // -------------------------------------------------------------------------------------------------------- refusals

  /** A fault at the field that is being read. */
  fault(message: string): Fault {
    return new Fault(message, Math.min(this.field, this.limit));
  }

  /** A member that the schema requires and the message that just ended does not have. */
  missing(name: string): Fault {
    return this.valueFault([{ path: '', message: `missing ${name}` }]);
  }

  /** A value that breaks a rule of its type; told once the message that holds it has ended. */
  refuse(shape: Shape, name: string | undefined, value: unknown): Fault {
    return this.valueFault(issuesOf(shape, name, value));
  }

  // ------------------------------------------------------------------------------------------------------- internals

  private valueFault(issues: readonly Issue[]): Fault {
    return new ValueFault(Math.max(0, Math.min(this.position, this.limit) - 1), this.depth, issues);
  }

  private tooMuch(message: string): Fault {
    return new Fault(message, Math.min(this.field, this.limit), true);
  }

  private room(count: number): number {
    const position = this.position;
    if (position + count > this.limit) throw this.fault('the message ends in the middle of a field');
    this.position = position + count;
    return position;
  }

  private length(): number {
    const length = this.uint32();
    // A length of more than 32 bits is caught here too: its upper half is not zero.
    if (length > this.limit - this.position || (length >= 0x80 && this.high !== 0)) {
      throw this.fault('the message ends in the middle of a field');
    }
    return length;
  }

  private longTag(): number {
    if (this.position >= this.limit) throw this.fault('the message ends in the middle of a field');
    this.varint64();
    const tag = this.low >>> 0;
    if (this.high !== 0) throw this.fault('a field number beyond 2^29 - 1');
    if (tag < 8) throw this.fault('field number 0');
    return tag;
  }

  private varint64(): void {
    const bytes = this.bytes;
    let position = this.position;
    let low = 0;
    let byte = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      byte = bytes[position++] as number;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.low = low;
        this.high = 0;
        this.position = position;
        return;
      }
    }
    byte = bytes[position++] as number;
    low |= byte << 28;
    let high = (byte & 0x7f) >> 4;
    for (let shift = 3; byte >= 0x80; shift += 7) {
      if (shift > 31) throw this.fault('a number of more than ten bytes');
      byte = bytes[position++] as number;
      high |= (byte & 0x7f) << shift;
    }
    // The tenth byte has room for one bit.
    if (position - this.position === 10 && byte > 1) throw this.fault('a number of more than 64 bits');
    if (position > this.limit) throw this.fault('the message ends in the middle of a field');
    this.low = low;
    this.high = high;
    this.position = position;
  }

  private textOf(length: number): string {
    const start = this.position;
    const end = (this.position = start + length);
    return isAscii(this.view, start, end) ? this.cut(start, end) : this.nonAscii(start, end);
  }

  private cut(start: number, end: number): string {
    if (this.copyStrings) return this.slice(start, end);
    if (this.text === '') this.text = this.slice(0, this.limit);
    return this.text.slice(start, end);
  }

  private nonAscii(start: number, end: number): string {
    const text = decodeUtf8(this.bytes, start, end);
    if (text === undefined) throw this.fault('a string that is not UTF-8');
    return text;
  }

  private skipValue(tag: number, depth: number): void {
    switch (tag & 7) {
      case varint:
        return this.varint64();
      case fixed64:
        this.room(8);
        return;
      case delimited: {
        // The length moves the position itself, so it must be read before the position is.
        const length = this.length();
        this.position += length;
        return;
      }
      case groupStart:
        return this.skipGroup(tag >>> 3, depth + 1);
      case fixed32:
        this.room(4);
        return;
      case groupEnd:
        throw this.fault('a group ends that did not begin');
      default:
        throw this.fault(`wire type ${tag & 7} does not exist`);
    }
  }

  /** Leaves `field` at the group's end tag and `position` behind it. */
  private skipGroup(number: number, depth: number): void {
    if (depth > this.maxDepth) throw this.tooMuch(`nested deeper than ${this.maxDepth} messages`);
    for (;;) {
      const tag = this.tag();
      if ((tag & 7) !== groupEnd) this.skipValue(tag, depth);
      else if (tag >>> 3 === number) return;
      else throw this.fault(`group ${number} ends as group ${tag >>> 3}`);
    }
  }

  private collect(ranges: readonly number[]): Uint8Array {
    let size = 0;
    for (let i = 0; i < ranges.length; i += 2) size += (ranges[i + 1] as number) - (ranges[i] as number);
    const out = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < ranges.length; i += 2) {
      const part = this.bytes.subarray(ranges[i], ranges[i + 1]);
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  /** Reads other bytes in between; their faults are told at `field`. */
  private aside<T>(bytes: Uint8Array, field: number, read: (r: ProtobufReader, end: number) => T): T {
    const { bytes: outer, view, slice, limit, text, copyStrings } = this;
    const padded = new Uint8Array(bytes.length + 16);
    padded.set(bytes);
    this.bytes = padded;
    this.view = new DataView(padded.buffer);
    this.slice = asciiSlicer(padded);
    this.position = 0;
    this.limit = bytes.length;
    this.copyStrings = true;
    this.depth++;
    try {
      return read(this, bytes.length);
    } catch (error) {
      throw error instanceof Fault ? new Fault(error.message, field, error.limit) : error;
    } finally {
      this.bytes = outer;
      this.view = view;
      this.slice = slice;
      this.limit = limit;
      this.text = text;
      this.copyStrings = copyStrings;
      this.field = field;
    }
  }
}
