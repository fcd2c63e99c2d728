/** Integers to decimal digits, in place. */

/** Writes a safe integer and returns the end. Minus zero is written as zero, as RFC 8785 wants. */
export function digitsInto(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let pos = at;
  if (rest < 0) {
    bytes[pos++] = 0x2d;
    rest = -rest;
  }
  if (rest < 10) {
    bytes[pos] = 0x30 + rest;
    return pos + 1;
  }
  const end = pos + countDigits(rest);
  let to = end;
  // Division by a constant is cheap on 32-bit integers only.
  while (rest > 0x7fffffff) {
    const tenth = Math.floor(rest / 10);
    bytes[--to] = 0x30 + (rest - tenth * 10);
    rest = tenth;
  }
  let small = rest | 0;
  while (small > 0) {
    const tenth = (small / 10) | 0;
    bytes[--to] = 0x30 + (small - tenth * 10);
    small = tenth;
  }
  return end;
}

function countDigits(value: number): number {
  let count = 1;
  for (let power = 10; value >= power; power *= 10) count++;
  return count;
}
