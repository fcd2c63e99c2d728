import type { AvroSchema } from '../../model/avro-schema.js';

/** Whether a value takes no bytes: null, an empty fixed, records of nothing else. */
export function isWeightless(schema: AvroSchema): boolean {
  if (schema.kind === 'record') return schema.fields.every((field) => isWeightless(field.type));
  return schema.kind === 'null' || (schema.kind === 'fixed' && schema.size === 0);
}
