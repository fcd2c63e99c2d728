/** Durations as text: `1.5s` of ProtoJSON, and ISO 8601 for the months, days and milliseconds of Avro. */
import { formatFraction } from './rfc3339.js';

export interface Seconds {
  readonly seconds: bigint;
  /** Of the same sign as `seconds`. */
  readonly nanos: number;
}

const mostSeconds = 315_576_000_000n; // google/protobuf/duration.proto
const inSeconds = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;

export function parseSeconds(text: string): Seconds | undefined {
  const found = inSeconds.exec(text);
  if (found === null) return undefined;
  const seconds = BigInt(found[2] ?? '');
  const nanos = Number((found[3] ?? '0').padEnd(9, '0'));
  const duration = found[1] === '-' ? { seconds: -seconds, nanos: nanos === 0 ? 0 : -nanos } : { seconds, nanos };
  return isSeconds(duration) ? duration : undefined;
}

export function isSeconds({ seconds, nanos }: Seconds): boolean {
  if (seconds > mostSeconds || seconds < -mostSeconds) return false;
  if (!Number.isInteger(nanos) || Math.abs(nanos) >= 1_000_000_000) return false;
  return seconds === 0n || nanos === 0 || seconds > 0n === nanos > 0;
}

export function formatSeconds({ seconds, nanos }: Seconds): string {
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  return `${sign}${seconds < 0n ? -seconds : seconds}${formatFraction(Math.abs(nanos))}s`;
}

export interface AvroDuration {
  readonly months: number;
  readonly days: number;
  readonly millis: number;
}

const iso = /^P(?:(\d{1,10})M)?(?:(\d{1,10})D)?(?:T(\d{1,7})(?:\.(\d{1,3}))?S)?$/;

export function parseAvroDuration(text: string): AvroDuration | undefined {
  const found = iso.exec(text);
  if (found === null || text === 'P') return undefined;
  const millis = Number(found[3] ?? 0) * 1000 + Number((found[4] ?? '0').padEnd(3, '0'));
  const duration = { months: Number(found[1] ?? 0), days: Number(found[2] ?? 0), millis };
  return isAvroDuration(duration) ? duration : undefined;
}

export function isAvroDuration({ months, days, millis }: AvroDuration): boolean {
  return [months, days, millis].every((part) => Number.isInteger(part) && part >= 0 && part <= 4_294_967_295);
}

/** `P1M2DT3.004S`, all parts always: one value has one text. */
export function formatAvroDuration({ months, days, millis }: AvroDuration): string {
  const fraction = String(millis % 1000).padStart(3, '0');
  return `P${months}M${days}DT${Math.floor(millis / 1000)}.${fraction}S`;
}
