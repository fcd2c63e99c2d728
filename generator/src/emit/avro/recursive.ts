import type { AvroSchema } from '../../model/avro-schema.js';

/** Whether a value of the type may hold another of the same type: only then can bytes nest without end. */
export function isRecursive(schema: AvroSchema): boolean {
  const seen = new Set<AvroSchema>();
  const waiting = [...inside(schema)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === schema) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...inside(next));
  }
  return false;
}

function inside(schema: AvroSchema): readonly AvroSchema[] {
  switch (schema.kind) {
    case 'record':
      return schema.fields.map((field) => field.type);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}
