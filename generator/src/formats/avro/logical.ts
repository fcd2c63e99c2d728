/** Logical types: those that are known, and the types they may stand on (Avro 1.12, "Logical Types"). */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { AvroLogical, AvroLogicalName } from '../../model/avro-schema.js';
import type { ObjectNode } from '../../source/node.js';
import { suggest } from '../../diagnostics/index.js';

type Base = 'string' | 'int' | 'long' | 'bytes' | 'fixed';

const bases: Readonly<Record<AvroLogicalName | 'decimal', readonly Base[]>> = {
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

/** The logical type of a type object, or undefined where there is none that counts. `size` is that of a fixed. */
export function readLogical(
  node: ObjectNode,
  base: string,
  size: number | undefined,
  diagnostics: Diagnostics,
): AvroLogical | undefined {
  const logical = node.get('logicalType');
  if (logical === undefined) return undefined;
  if (logical.kind !== 'string') {
    diagnostics.report('AW3401', logical.span, { found: logical.kind, expected: 'the name of a logical type' });
    return undefined;
  }
  if (!isLogical(logical.value)) {
    const near = suggest(logical.value, Object.keys(bases));
    const hint = near === undefined ? undefined : `did you mean ${near}?`;
    diagnostics.report('AW3411', logical.span, { name: logical.value }, { hint });
    return undefined;
  }
  const wrong = (found: string, expected: string): undefined => {
    diagnostics.report('AW3412', logical.span, { name: logical.value, found, expected });
    return undefined;
  };
  const allowed: readonly string[] = bases[logical.value];
  if (!allowed.includes(base)) return wrong(base, allowed.join(' or '));
  if (base === 'fixed' && logical.value === 'duration' && size !== 12) return wrong(`fixed(${size})`, 'fixed(12)');
  if (base === 'fixed' && logical.value === 'uuid' && size !== 16) return wrong(`fixed(${size})`, 'fixed(16)');
  return logical.value === 'decimal' ? readDecimal(node, size, wrong) : { name: logical.value };
}

function readDecimal(
  node: ObjectNode,
  size: number | undefined,
  wrong: (found: string, expected: string) => undefined,
): AvroLogical | undefined {
  const precision = countOf(node, 'precision');
  const scale = node.get('scale') === undefined ? 0 : countOf(node, 'scale');
  if (precision === undefined || precision < 1) return wrong('no valid precision', 'a positive integer');
  if (scale === undefined) return wrong('no valid scale', 'zero or a positive integer');
  if (scale > precision) return wrong(`scale ${scale}`, `at most the precision, ${precision}`);
  const most = size === undefined ? 1000 : Math.floor(Math.log10(2) * (8 * size - 1));
  if (precision > most) return wrong(`precision ${precision}`, `at most ${most}`);
  return { name: 'decimal', precision, scale };
}

function countOf(node: ObjectNode, key: string): number | undefined {
  const value = node.get(key);
  return value?.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0 ? value.value : undefined;
}

function isLogical(name: string): name is AvroLogicalName | 'decimal' {
  return Object.hasOwn(bases, name);
}
