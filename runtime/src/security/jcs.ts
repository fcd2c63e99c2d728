/** RFC 8785: JSON in the one form that two implementations agree on byte by byte. */

/** Values as `JSON.parse` gives them, and times, which are written in UTC with milliseconds. Absent is `undefined`. */
export type Canonical =
  string | number | boolean | null | Date | readonly Canonical[] | { readonly [name: string]: Canonical | undefined };

/** @throws {RangeError} for a number that JSON lacks, or a time outside the years 0 to 9999. */
export function canonicalText(value: Canonical): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('not a number of JSON');
    return JSON.stringify(value);
  }
  if (value instanceof Date) return JSON.stringify(timeText(value));
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`;
  const members: string[] = [];
  // By UTF-16 units, which is how sort() compares (RFC 8785 3.2.3).
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalText(member)}`);
  }
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value);
}

function timeText(time: Date): string {
  const text = time.toISOString();
  if (text.length !== 24) throw new RangeError('a time outside the years 0 to 9999');
  return text;
}
