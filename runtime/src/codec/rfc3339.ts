/** Dates and times of RFC 3339, read and written without Date.parse, which takes and guesses much more. */

/** A point in time to the nanosecond: `nanos` counts from `seconds` upwards, also before 1970. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d))?$/;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 by the proleptic Gregorian calendar, or NaN where there is no such day. */
export function daysOf(year: number, month: number, day: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
  if (day < 1 || day > last) return Number.NaN;
  // Years count from March, so that the leap day is the last of its year.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/**
 * The instant of a `date-time` text; with `local`, of one that has no offset. A leap second (only 23:59:60 UTC) is the
 * second after it, as POSIX counts.
 */
export function parseInstant(text: string, local = false): Instant | undefined {
  const found = dateTime.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, offsetHour, offsetMinute] = found;
  if ((zulu === undefined && sign === undefined) !== local) return undefined;
  const days = daysOf(Number(year), Number(month), Number(day));
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const [oh, om] = [Number(offsetHour ?? 0), Number(offsetMinute ?? 0)];
  if (Number.isNaN(days) || h > 23 || m > 59 || s > 60 || oh > 23 || om > 59) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (oh * 3600 + om * 60);
  const seconds = days * 86_400 + h * 3600 + m * 60 + s - offset;
  if (s === 60 && modulo(seconds, 86_400) !== 0) return undefined;
  return { seconds, nanos: Number((fraction ?? '0').padEnd(9, '0')) };
}

/** Milliseconds since the epoch, finer digits dropped; NaN where the text is not a date-time. */
export function parseMillis(text: string, local = false): number {
  const instant = parseInstant(text, local);
  return instant === undefined ? Number.NaN : instant.seconds * 1000 + Math.floor(instant.nanos / 1_000_000);
}

const firstSecond = -62_167_219_200; // 0000-01-01
const lastSecond = 253_402_300_799; // 9999-12-31

/** Whether RFC 3339 has a text for it: years of four digits. */
export function isWritable({ seconds, nanos }: Instant): boolean {
  return (
    Number.isInteger(seconds) &&
    seconds >= firstSecond &&
    seconds <= lastSecond &&
    Number.isInteger(nanos) &&
    nanos >= 0 &&
    nanos < 1_000_000_000
  );
}

const firstOfProto = -62_135_596_800; // 0001-01-01

/** Whether google.protobuf.Timestamp may be it: years 1 to 9999 (timestamp.proto). */
export function isProtoTimestamp(instant: Instant): boolean {
  return instant.seconds >= firstOfProto && isWritable(instant);
}

/** `digits` of the fraction are written; without it 0, 3, 6 or 9, as few as hold it (ProtoJSON). */
export function formatInstant(instant: Instant, digits?: 3 | 6 | 9, local = false): string {
  const whole = new Date(instant.seconds * 1000).toISOString().slice(0, 19);
  return `${whole}${formatFraction(instant.nanos, digits)}${local ? '' : 'Z'}`;
}

/** `.5` seconds as `.500`. */
export function formatFraction(nanos: number, digits?: 0 | 3 | 6 | 9): string {
  const text = String(nanos).padStart(9, '0');
  const count = digits ?? (nanos === 0 ? 0 : nanos % 1_000_000 === 0 ? 3 : nanos % 1000 === 0 ? 6 : 9);
  return count === 0 ? '' : `.${text.slice(0, count)}`;
}

/** `full-date`. */
export function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return found !== null && !Number.isNaN(daysOf(Number(found[1]), Number(found[2]), Number(found[3])));
}

export function isDateTime(text: string): boolean {
  return isUsual(text) || parseInstant(text) !== undefined;
}

/** `YYYY-MM-DDTHH:MM:SSZ` or with milliseconds: what nearly all are, told at a fraction of the price. */
function isUsual(text: string): boolean {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== 0x5a) return false;
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d || text.charCodeAt(10) !== 0x54) return false;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return false;
  if (length === 24 && (text.charCodeAt(19) !== 0x2e || !(twoDigits(text, 20) >= 0 && twoDigits(text, 21) >= 0)))
    return false;
  const days = daysOf(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8));
  return days === days && twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
}

/** Two decimal digits, or NaN. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** `full-time`: with an offset. */
export function isTime(text: string): boolean {
  // The date chosen has leap seconds at any offset, since parseInstant looks at the time of day alone.
  return parseInstant(`2016-12-31T${text}`) !== undefined;
}

const timeOfDay = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;

/** Nanoseconds since midnight of `HH:MM:SS.fff`, or NaN. */
export function parseTimeOfDay(text: string): number {
  const found = timeOfDay.exec(text);
  if (found === null) return Number.NaN;
  const [h, m, s] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (h > 23 || m > 59 || s > 59) return Number.NaN;
  return (h * 3600 + m * 60 + s) * 1e9 + Number((found[4] ?? '0').padEnd(9, '0'));
}

export function formatTimeOfDay(nanos: number, digits: 3 | 6): string {
  const seconds = Math.floor(nanos / 1e9);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${formatFraction(nanos % 1e9, digits)}`;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
