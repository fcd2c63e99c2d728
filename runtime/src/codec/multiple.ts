/** `multipleOf` over decimal spellings: 0.3 is a multiple of 0.1, although not in binary. */

export function isMultiple(value: number | bigint, of: number | bigint): boolean {
  if (typeof value === 'bigint' || typeof of === 'bigint') return BigInt(value) % BigInt(of) === 0n;
  if (!Number.isFinite(value)) return false;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0;
  const left = digitsOf(value);
  const right = digitsOf(of);
  const exponent = Math.min(left.exponent, right.exponent);
  return (
    (left.digits * 10n ** BigInt(left.exponent - exponent)) %
      (right.digits * 10n ** BigInt(right.exponent - exponent)) ===
    0n
  );
}

/** The shortest decimal that reads back as `value`: `digits * 10 ** exponent`. */
function digitsOf(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(power) - fraction.length };
}
