import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { avro } from '../../../../generator/src/formats/avro/index.js';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import type { Declaration } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { derivedSchema } from '../../emit/avro/derived.js';
import { rootOf } from '../../emit/avro/load.js';
import { rich } from '../../emit/avro/rich.js';

/** A declaration without positions, references by name. */
function plain(declaration: Declaration): unknown {
  const seen = new Set<unknown>();
  return JSON.parse(
    JSON.stringify(declaration, (key, value: unknown) => {
      if (key === 'span' || key === 'avro') return undefined;
      if (key === 'target') {
        if (seen.has(value)) return (value as Declaration).name;
        seen.add(value);
      }
      return value;
    }),
  );
}

const everything = {
  type: 'record',
  name: 'All',
  namespace: 'print.test',
  doc: 'All of it.',
  aliases: ['Old', 'other.Older'],
  fields: [
    {
      name: 'when',
      doc: 'When.',
      type: { type: 'long', logicalType: 'timestamp-millis' },
      order: 'ignore',
      aliases: ['at'],
    },
    { name: 'price', type: { type: 'fixed', name: 'Price', size: 8, logicalType: 'decimal', precision: 10, scale: 2 } },
    { name: 'span', type: { type: 'fixed', name: 'Span', size: 12, logicalType: 'duration' } },
    {
      name: 'far',
      type: { type: 'enum', name: 'Far', namespace: 'elsewhere', symbols: ['A'], default: 'A' },
      default: 'A',
    },
    { name: 'again', type: ['null', 'elsewhere.Far'], default: null },
    { name: 'rich', type: rich },
  ],
};

describe('printing Avro', () => {
  it('gives a text that loads to an equal model', () => {
    const root = rootOf(everything);
    const text = avro.print(root, { namespace: 'unused' });
    expect(plain(rootOf(text))).toEqual(plain(root));
    expect(avro.print(rootOf(text), { namespace: 'unused' })).toBe(text);
  });

  it('gives a text that avsc reads as the same schema', () => {
    const text = avro.print(rootOf(everything), { namespace: 'unused' });
    const type = (schema: unknown): string =>
      JSON.stringify(avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true }).schema());
    expect(type(JSON.parse(text))).toBe(type(everything));
  });

  it('derives a schema for what was authored elsewhere', () => {
    const path = 'thing.schema.json';
    const text = JSON.stringify(derivedSchema);
    const [module] = jsonSchema.load([{ path, text }], memoryWorkspace({ [path]: text }), createDiagnostics());
    const printed = avro.print(module?.root as Declaration, { namespace: 'derived' });
    expect(avsc.Type.forSchema(JSON.parse(printed) as avsc.Schema, { wrapUnions: true }).name).toBe('derived.Thing');
    expect(printed).toContain('"property": "open-word"');
    expect(printed).toContain('"in_u002d_progress"');
  });
});
