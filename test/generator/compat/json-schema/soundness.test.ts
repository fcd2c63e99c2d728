/** Verdicts on random schemas against ajv, which judges random values by both sides. */
import { compileSchema } from '@agentwire/runtime/inspect';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { verdictOf } from '../../../../generator/src/compat/finding.js';
import { jsonSchemaFindings } from '../../../../generator/src/compat/json-schema/findings.js';
import { type Opened, openSchemas } from '../../../../generator/src/compat/json-schema/opened.js';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { value, whole } from '../../../runtime/codec/json-schema/random-schema.js';
import { seeded } from '../../../support/seeded.js';

const pairs = Number(process.env['AGENTWIRE_PAIRS'] ?? 600);
const messages = 60;

function opened(schema: unknown): Opened | undefined {
  const text = JSON.stringify(schema);
  const diagnostics = createDiagnostics();
  const sources = new Map([['', { path: 'a.schema.json', text }]]);
  const one = openSchemas(sources, memoryWorkspace({}), diagnostics).get('');
  return diagnostics.hasErrors ? undefined : one;
}

/** A neighbour: one keyword somewhere is dropped, or a number changed. */
function edited(schema: unknown, random: ReturnType<typeof seeded>): unknown {
  if (typeof schema === 'number' && random.chance(0.25)) return schema + random.int(2);
  if (Array.isArray(schema)) return schema.map((one) => edited(one, random));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key.startsWith('$') || !random.chance(0.06))
      .map(([key, one]) => [key, edited(one, random)]),
  );
}

it(
  'never calls a pair compatible that some sampled value refutes, and refutes by values that ajv confirms',
  { timeout: 300_000 },
  () => {
    const counts = { compatible: 0, incompatible: 0, unknown: 0, messages: 0 };
    const schemas = fc.sample(whole('2020-12'), { numRuns: pairs, seed: 11 });
    const values = fc.sample(value, { numRuns: messages, seed: 12 });
    for (const [index, old] of schemas.entries()) {
      const fresh = index % 4 === 0 ? (schemas[index + 1] ?? old) : edited(old, seeded(index));
      // Where ajv is known to differ from the drafts (as in the test of our validator) our validator judges instead.
      const text = JSON.stringify([old, fresh]);
      const odd =
        text.includes('"unevaluated') || (text.includes('"contains"') && /"prefixItems"|"items":\[/.test(text));
      const [before, after] = [opened(old), opened(fresh)];
      if (before === undefined || after === undefined) continue;
      const findings = jsonSchemaFindings(before, after, 'backward');
      const verdict = verdictOf(findings);
      counts[verdict]++;
      const context = `${JSON.stringify(old)} -> ${JSON.stringify(fresh)}`;
      const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
      const judge = (schema: object): ((value: unknown) => boolean) => {
        const ours = compileSchema(schema);
        const theirs = odd ? undefined : ajv.compile(schema);
        return (one) => (theirs === undefined ? ours(one).length === 0 : theirs(one) === true);
      };
      const [writes, reads] = [judge(old), judge(fresh as object)];
      for (const { severity, witness } of findings) {
        if (severity !== 'breaking') continue;
        expect(writes(witness?.message), `${context}: ${JSON.stringify(witness)}`).toBe(true);
        expect(reads(witness?.message), `${context}: ${JSON.stringify(witness)}`).toBe(false);
      }
      if (verdict !== 'compatible') continue;
      for (const one of values) {
        if (!writes(one)) continue;
        counts.messages++;
        expect(reads(one), `${context}: ${JSON.stringify(one)}`).toBe(true);
      }
    }
    expect(counts.compatible).toBeGreaterThan(pairs / 5);
    expect(counts.incompatible).toBeGreaterThan(pairs / 5);
    expect(counts.unknown).toBeLessThan(pairs / 10);
  },
);
