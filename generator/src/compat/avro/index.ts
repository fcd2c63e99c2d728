/** Avro: schemas matched by file, or by full name where a file lists several types. */
import { createDiagnostics, type Diagnostic, type Diagnostics } from '../../diagnostics/index.js';
import { loadLinked } from '../../formats/avro/load.js';
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Batch, Comparator, Question } from '../comparator.js';
import type { Finding } from '../finding.js';
import { avroFindings } from './findings.js';

export const avroComparator: Comparator = {
  format: 'avro',
  compare(old, fresh, question, diagnostics) {
    const [before, after] = [schemasOf(old, diagnostics), schemasOf(fresh, diagnostics)];
    if (diagnostics.hasErrors) return [];
    return [...before].flatMap(([key, schema]) => {
      const now = after.get(key);
      return now === undefined ? gone(key, schema, question) : both(schema, now, question);
    });
  },
};

function both(old: AvroSchema, fresh: AvroSchema, { directions }: Question): readonly Finding[] {
  return directions.flatMap((direction) => avroFindings(old, fresh, direction));
}

function gone(key: string, schema: AvroSchema, { directions }: Question): readonly Finding[] {
  if (!directions.includes('backward')) return [];
  const name = 'name' in schema ? schema.name : key;
  return [
    {
      code: 'AW6307',
      rule: 'avro/schema-removed',
      severity: 'breaking',
      message: `${name} is gone, so nobody reads what is still written by it`,
      direction: 'backward',
      encoding: 'avro',
      subject: name,
      old: schema.span,
      fix: 'keep the schema until the last message by it was read',
    },
  ];
}

/** Whole files by their key; the types of a protocol by key and name. */
function schemasOf({ files }: Batch, diagnostics: Diagnostics): ReadonlyMap<string, AvroSchema> {
  const own = createDiagnostics();
  const keys = new Map([...files].map(([key, source]) => [source, key]));
  const found = new Map<string, AvroSchema>();
  for (const { file, types, whole } of loadLinked([...files.values()], own)) {
    const key = keys.get(file.source) ?? file.source.path;
    if (whole !== undefined) found.set(key, whole);
    else for (const type of types) found.set(`${key}#${type.name}`, type);
  }
  for (const one of own.all) {
    if (!isLegal(one)) diagnostics.add(one);
  }
  return found;
}

/** Legal in Avro, though no code is generated for it: an empty union, and since 1.12 the default of any branch. */
function isLegal({ code, hint }: Diagnostic): boolean {
  return code === 'AW3415' || (code === 'AW3405' && hint === 'put the branch of the default first');
}
