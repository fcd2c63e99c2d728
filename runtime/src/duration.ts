/** `"250ms"`, `"5s"`, `"15m"`, `"1h"`, `"7d"`; a bare number is milliseconds. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds. @throws {RangeError} for anything that is not a duration of zero or more. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration;
  } else {
    const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? [];
    const factor = factors[unit];
    if (count !== undefined && factor !== undefined) return Number(count) * factor;
  }
  throw new RangeError(`${String(duration)} is not a duration: write "250ms", "5s", "15m", "1h" or milliseconds`);
}
