/** Which logical types sit on which types; one that does not fit is ignored (Avro 1.12, "Logical Types"). */
import type { AvroJson, Logical } from './schema.js';

const bases: Readonly<Record<string, readonly string[]>> = {
  uuid: ['string', 'fixed'],
  date: ['int'],
  'time-millis': ['int'],
  'time-micros': ['long'],
  'timestamp-millis': ['long'],
  'timestamp-micros': ['long'],
  'timestamp-nanos': ['long'],
  'local-timestamp-millis': ['long'],
  'local-timestamp-micros': ['long'],
  'local-timestamp-nanos': ['long'],
  decimal: ['bytes', 'fixed'],
  duration: ['fixed'],
};

/** `size` is that of a fixed. */
export function logicalOf(base: string, json: { readonly [key: string]: AvroJson }, size: number | undefined): Logical {
  const logical = json['logicalType'];
  if (typeof logical !== 'string' || !Object.hasOwn(bases, logical) || !bases[logical]?.includes(base)) return {};
  if (base === 'fixed' && logical === 'duration' && size !== 12) return {};
  if (base === 'fixed' && logical === 'uuid' && size !== 16) return {};
  if (logical !== 'decimal') return { logical };
  const precision = json['precision'];
  const scale = json['scale'] ?? 0;
  if (!isCount(precision) || precision === 0 || !isCount(scale) || scale > precision) return {};
  return { logical, precision, scale };
}

function isCount(value: AvroJson | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
