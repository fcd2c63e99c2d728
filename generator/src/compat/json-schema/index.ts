/** JSON Schema: by what the schemas accept. */
import type { Comparator, Question } from '../comparator.js';
import type { Direction, Finding } from '../finding.js';
import { jsonSchemaFindings } from './findings.js';
import { type Opened, openSchemas } from './opened.js';
import { asReader, asWriter } from './policies.js';
import { patternFindings } from './registry-patterns.js';

export const jsonSchemaComparator: Comparator = {
  format: 'json-schema',
  compare(old, fresh, question, diagnostics) {
    const before = openSchemas(old.files, old.workspace, diagnostics);
    const after = openSchemas(fresh.files, fresh.workspace, diagnostics);
    if (diagnostics.hasErrors) return [];
    return [...before].flatMap(([key, schema]) => {
      const now = after.get(key);
      return now === undefined ? gone(key, schema, question) : both(schema, now, question);
    });
  },
};

function both(old: Opened, fresh: Opened, { directions, policy }: Question): readonly Finding[] {
  if (old.doc.keyOf(old.doc.root) === fresh.doc.keyOf(fresh.doc.root)) return unknownChanges(old, fresh);
  const found = directions.flatMap((direction) => {
    const [writer, reader] = direction === 'backward' ? [old, fresh] : [fresh, old];
    const judged = jsonSchemaFindings(asWriter(writer, policy), asReader(reader, policy), direction);
    if (policy.startsWith('confluent-')) return [...judged, ...patternFindings(writer, reader, direction)];
    return policy === 'semantic' ? [...judged, ...formatWarnings(writer, reader, direction)] : judged;
  });
  return [...found, ...unknownChanges(old, fresh)];
}

/** By the drafts `format` says nothing of a value; the runtime's readers assert it. */
function formatWarnings(writer: Opened, reader: Opened, direction: Direction): readonly Finding[] {
  if (!JSON.stringify(reader.bundled).includes('"format":')) return [];
  return jsonSchemaFindings(writer, reader, direction, (part) => part.keyword === 'format')
    .filter(({ rule, severity }) => rule === 'json-schema/format' && severity === 'breaking')
    .map((one) => ({
      ...one,
      severity: 'warning',
      message: `${one.message} (where format is asserted, as generated readers do)`,
    }));
}

/** A keyword that nobody knows may mean anything to somebody. */
function unknownChanges(old: Opened, fresh: Opened): readonly Finding[] {
  const [gone, come] = [changed(old, fresh), changed(fresh, old)];
  return [
    ...gone.map((entry) => ({ entry, side: 'old' as const })),
    ...come.map((entry) => ({ entry, side: 'new' as const })),
  ].map(({ entry: [key, span], side }): Finding => {
    const [pointer = '', keyword = ''] = key.split(' ');
    return {
      code: 'AW6103',
      rule: 'json-schema/unknown-keyword',
      severity: 'unknown',
      message: `${keyword} changed and is not understood here (no known keyword, or a number that is rounded): what that means cannot be judged`,
      encoding: 'json',
      subject: `#${pointer}`,
      [side]: span,
      fix: `begin the names of own annotations with x-`,
    };
  });
}

function changed(one: Opened, other: Opened): readonly (readonly [string, Opened['root']])[] {
  return [...one.unknown].filter(([key]) => !other.unknown.has(key));
}

function gone(key: string, { root }: Opened, { directions }: Question): readonly Finding[] {
  if (!directions.includes('backward')) return [];
  return [
    {
      code: 'AW6104',
      rule: 'json-schema/schema-removed',
      severity: 'breaking',
      message: `${key} is gone, so nobody reads what is still written by it`,
      direction: 'backward',
      encoding: 'json',
      subject: key,
      old: root,
      fix: 'keep the schema until the last message by it was read',
    },
  ];
}
