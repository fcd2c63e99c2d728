import type { AvroPrimitiveName } from '../../model/avro-schema.js';

export const primitives: readonly AvroPrimitiveName[] = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
];

export const constructors: readonly string[] = ['record', 'error', 'enum', 'fixed', 'array', 'map'];

export function isPrimitive(name: string): name is AvroPrimitiveName {
  return (primitives as readonly string[]).includes(name);
}
