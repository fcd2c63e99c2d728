/** Avro's logical types as the values they have in TypeScript. */
import { fitsDecimal } from '../check/bounds.js';
import { isDate, isWritable } from '../rfc3339.js';

/** The unscaled integer of a decimal text, or undefined where the text has too many digits or none. */
export function unscaled(text: string, precision: number, scale: number): bigint | undefined {
  if (typeof text !== 'string' || !fitsDecimal(text, precision, scale)) return undefined;
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = BigInt(whole + fraction.padEnd(scale, '0'));
  return digits;
}

/** Exact digits, `scale` of them after the point; undefined where there are more than `precision`. */
export function decimalText(value: bigint, precision: number, scale: number): string | undefined {
  const negative = value < 0n;
  const digits = String(negative ? -value : value).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return fitsDecimal(text, precision, scale) ? (negative ? `-${text}` : text) : undefined;
}

/** Two's complement, big-endian, in `size` bytes or as few as it takes; undefined where it does not fit. */
export function bigEndian(value: bigint, size?: number): Uint8Array | undefined {
  let width = size ?? 1;
  if (size === undefined) while (BigInt.asIntN(width * 8, value) !== value) width++;
  if (BigInt.asIntN(width * 8, value) !== value) return undefined;
  const out = new Uint8Array(width);
  let rest = BigInt.asUintN(width * 8, value);
  for (let at = width - 1; at >= 0; at--, rest >>= 8n) out[at] = Number(rest & 0xffn);
  return out;
}

export function fromBigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** The years 0 to 9999, which RFC 3339 can say: the same in every encoding. */
export const firstMillis: number = Date.UTC(-1, 12, 1);
export const lastMillis: number = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
export const firstMicros: bigint = BigInt(firstMillis) * 1000n;
export const lastMicros: bigint = BigInt(lastMillis) * 1000n + 999n;

const dayMillis = 86_400_000;

/** Days since the epoch of `YYYY-MM-DD`. */
export function daysOfDate(text: string): number | undefined {
  return typeof text === 'string' && isDate(text) ? dateOf(text) / dayMillis : undefined;
}

function dateOf(text: string): number {
  // Date.parse takes the years 0000 to 9999 of this form as UTC.
  return Date.parse(`${text}T00:00:00Z`);
}

/** `YYYY-MM-DD`, or undefined outside the years 0000 to 9999, which that form cannot say. */
export function dateOfDays(days: number): string | undefined {
  const millis = days * dayMillis;
  if (!(Math.abs(millis) <= 8.64e15)) return undefined;
  const text = new Date(millis).toISOString();
  return text.length === 24 ? text.slice(0, 10) : undefined;
}

/** The 16 bytes of a uuid. */
export function uuidBytes(text: string): Uint8Array {
  const hex = text.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function uuidText(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Avro's duration: three unsigned 32-bit integers, little-endian. */
export interface AvroDuration {
  months: number;
  days: number;
  millis: number;
}

export function durationBytes({ months, days, millis }: AvroDuration): Uint8Array | undefined {
  const out = new Uint8Array(12);
  const view = new DataView(out.buffer);
  for (const [index, part] of [months, days, millis].entries()) {
    if (part >>> 0 !== part) return undefined;
    view.setUint32(4 * index, part, true);
  }
  return out;
}

export function durationOf(bytes: Uint8Array): AvroDuration {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  return { months: view.getUint32(0, true), days: view.getUint32(4, true), millis: view.getUint32(8, true) };
}

/** The instant of google.protobuf.Timestamp and the length of google.protobuf.Duration. */
export interface SecondsAndNanos {
  seconds: bigint;
  nanos: number;
}

export function isInstant({ seconds, nanos }: SecondsAndNanos): boolean {
  return typeof seconds === 'bigint' && isWritable({ seconds: Number(seconds), nanos });
}
