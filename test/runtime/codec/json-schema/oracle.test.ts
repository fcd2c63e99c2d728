/** ajv is the oracle: random schemas of each draft on random values, chosen so that verdicts vary. */
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../../runtime/src/codec/json-schema/index.js';
import { type Draft, value, whole } from './random-schema.js';

describe.each<[Draft]>([['2020-12'], ['draft-07']])('by %s, a verdict', (draft) => {
  it('is that of ajv', () => {
    const options = { strict: false, allErrors: false, validateFormats: false, logger: false } as const;
    const ajv = draft === 'draft-07' ? new Ajv(options) : new Ajv2020(options);
    const counts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(whole(draft), fc.array(value, { minLength: 5, maxLength: 5 }), (schema, values) => {
        // ajv takes every item for evaluated by contains, where the draft says those that match (Core, 10.3.1.3), and
        // passes the empty array where contains stands beside a tuple.
        const text = JSON.stringify(schema);
        fc.pre(!text.includes('"contains"') || !/"unevaluatedItems"|"prefixItems"|"items":\[/.test(text));
        // It also counts what an inner unevaluatedItems has looked at in a branch that then failed.
        fc.pre(text.split('"unevaluated').length <= 2);
        const oracle = ajv.compile(schema);
        const $schema =
          draft === 'draft-07'
            ? 'http://json-schema.org/draft-07/schema#'
            : 'https://json-schema.org/draft/2020-12/schema';
        const judge = compileSchema({ $schema, ...schema });
        for (const one of values) {
          let expected: boolean;
          try {
            expected = oracle(one) as boolean;
          } catch {
            // Some unevaluatedProperties inside of dependentSchemas make ajv's code throw.
            continue;
          }
          counts[expected ? 'valid' : 'invalid']++;
          expect([one, judge(one).length === 0]).toEqual([one, expected]);
        }
        ajv.removeSchema(schema);
      }),
      { seed: 7, numRuns: 1500 },
    );
    // Else the generator has gone one-sided and the comparison says nothing.
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(1000);
  });
});
