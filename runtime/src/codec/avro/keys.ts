/** Keys of maps: Avro has text only, Protobuf's other kinds are kept in their spelling. */

export type KeyKind = 'string' | 'boolean' | 'int32' | 'uint32' | 'int64' | 'uint64';

export function isKey(key: string, of: KeyKind): boolean {
  switch (of) {
    case 'string':
      return true;
    case 'boolean':
      return key === 'true' || key === 'false';
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
      return isInteger(key, of);
  }
}

function isInteger(key: string, of: 'int32' | 'uint32' | 'int64' | 'uint64'): boolean {
  if (key.length > 20 || !/^(?:0|-?[1-9]\d*)$/.test(key)) return false;
  const value = BigInt(key);
  const bits = of.endsWith('32') ? 32 : 64;
  return (of.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)) === value;
}
