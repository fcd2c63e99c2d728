/** CRC-64-AVRO, the fingerprint that single-object encoding names a writer schema by (Avro 1.12, "Schema Fingerprints"). */

const empty = 0xc15d213aa4d7a795n;

let table: BigUint64Array | undefined;

function crcTable(): BigUint64Array {
  if (table !== undefined) return table;
  table = new BigUint64Array(256);
  for (let i = 0; i < 256; i++) {
    let value = BigInt(i);
    for (let bit = 0; bit < 8; bit++) value = (value & 1n) === 1n ? (value >> 1n) ^ empty : value >> 1n;
    table[i] = value;
  }
  return table;
}

export function crc64(bytes: Uint8Array): bigint {
  const rows = crcTable();
  let crc = empty;
  for (const byte of bytes) crc = (crc >> 8n) ^ (rows[Number(crc & 0xffn) ^ byte] ?? 0n);
  return crc;
}

/** The fingerprint of a schema in canonical form: 16 lower-case hex digits, most significant first. */
export function avroFingerprint(canonical: string): string {
  return crc64(new TextEncoder().encode(canonical)).toString(16).padStart(16, '0');
}
