/** `types: { timestamp: Date }`: times of finer units as a `Date`, and back. */

/** The millisecond in which a time lies, also before 1970; `per` of its units are one. */
export function millisOf(time: bigint, per: bigint): number {
  const whole = time / per;
  return Number(time < 0n && whole * per !== time ? whole - 1n : whole);
}

/** An invalid date is a RangeError here, as it is to every writer. */
export function unitsOf(date: Date, per: bigint): bigint {
  return BigInt(date.getTime()) * per;
}

export function dateOfInstant({ seconds, nanos }: { readonly seconds: bigint; readonly nanos: number }): Date {
  return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000));
}

export function instantOf(date: Date): { seconds: bigint; nanos: number } {
  const millis = date.getTime();
  const seconds = Math.floor(millis / 1000);
  return { seconds: BigInt(seconds), nanos: (millis - seconds * 1000) * 1_000_000 };
}
