/** Dates in place: RFC 3339 in UTC, without the detour over a string. */
import { daysOf } from '../rfc3339.js';

const dayLength = 86_400_000;
const firstDay = daysOf(0, 1, 1);
const lastDay = daysOf(9999, 12, 31);

// Messages of one stream share their day: its ten characters are kept.
let cachedDay = Number.NaN;
const cachedText = new Uint8Array(10);

/** Writes `"2026-11-23T10:20:30.123Z"` and returns the end, or -1 where the year has no four digits. */
export function writeDate(bytes: Uint8Array, at: number, millis: number, local: boolean): number {
  const day = Math.floor(millis / dayLength);
  if (!(day >= firstDay && day <= lastDay)) return -1;
  if (day !== cachedDay) {
    const text = new Date(day * dayLength).toISOString();
    for (let i = 0; i < 10; i++) cachedText[i] = text.charCodeAt(i);
    cachedDay = day;
  }
  const inDay = millis - day * dayLength;
  bytes[at] = 0x22;
  for (let i = 0; i < 10; i++) bytes[at + 1 + i] = cachedText[i] as number;
  const seconds = (inDay / 1000) | 0;
  const minutes = (seconds / 60) | 0;
  const rest = inDay - seconds * 1000;
  bytes[at + 11] = 0x54;
  two(bytes, at + 12, (minutes / 60) | 0);
  bytes[at + 14] = 0x3a;
  two(bytes, at + 15, minutes % 60);
  bytes[at + 17] = 0x3a;
  two(bytes, at + 18, seconds % 60);
  bytes[at + 20] = 0x2e;
  bytes[at + 21] = 0x30 + ((rest / 100) | 0);
  two(bytes, at + 22, rest % 100);
  let end = at + 24;
  if (!local) bytes[end++] = 0x5a;
  bytes[end] = 0x22;
  return end + 1;
}

function two(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = 0x30 + ((value / 10) | 0);
  bytes[at + 1] = 0x30 + (value % 10);
}

let readDay = Number.NaN;
let readDayKey = -1;

/**
 * Milliseconds since the epoch of `YYYY-MM-DDTHH:MM:SS.sssZ` at `at`, or NaN: every other spelling is read by the
 * slow way.
 */
export function readDate(bytes: Uint8Array, at: number): number {
  if (
    bytes[at + 4] !== 0x2d ||
    bytes[at + 7] !== 0x2d ||
    bytes[at + 10] !== 0x54 ||
    bytes[at + 13] !== 0x3a ||
    bytes[at + 16] !== 0x3a ||
    bytes[at + 19] !== 0x2e ||
    bytes[at + 23] !== 0x5a
  )
    return Number.NaN;
  const year = digits2(bytes, at) * 100 + digits2(bytes, at + 2);
  const month = digits2(bytes, at + 5);
  const day = digits2(bytes, at + 8);
  const hour = digits2(bytes, at + 11);
  const minute = digits2(bytes, at + 14);
  const second = digits2(bytes, at + 17);
  const hundreds = (bytes[at + 20] as number) - 0x30;
  const millis = digits2(bytes, at + 21);
  // Whatever is no digit has made one of them NaN or out of range.
  if (!(hour <= 23 && minute <= 59 && second <= 59 && hundreds >= 0 && hundreds <= 9 && millis <= 99))
    return Number.NaN;
  const key = (year * 100 + month) * 100 + day;
  if (key !== readDayKey) {
    const days = daysOf(year, month, day);
    if (Number.isNaN(days)) return Number.NaN;
    readDayKey = key;
    readDay = days * dayLength;
  }
  return readDay + ((hour * 60 + minute) * 60 + second) * 1000 + hundreds * 100 + millis;
}

/** Two decimal digits, or NaN. */
function digits2(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
