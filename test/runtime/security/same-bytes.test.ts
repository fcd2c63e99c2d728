/** One header, three encodings, one text that is signed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import type { Encoding, Header } from '@agentwire/runtime';
import { decodeHeader, headerCodec } from '../../../runtime/src/envelope/message.js';
import { signingInput } from '../../../runtime/src/security/signing-input.js';
import { secured, waiterKey } from '../../support/keys.js';

const encodings: readonly Encoding[] = ['json', 'protobuf', 'avro'];
const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((value) => !/\p{Surrogate}/u.test(value));
const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true });
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[1-9a-f][0-9a-f]{${digits - 1}}$`));

/** Whether an optional member is there is part of what is signed. */
const members = <T extends object, O extends object>(
  required: { [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: { [K in keyof O]: fc.Arbitrary<O[K]> },
): fc.Arbitrary<T & Partial<O>> =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) as never }) as fc.Arbitrary<
    T & Partial<O>
  >;

const header = members(
  {
    message_id: fc.uuid(),
    correlation_id: fc.uuid(),
    timestamp: time,
    version: fc.constant('1.0.0'),
    source: members({ agent_id: id, agent_type: id }, { instance_id: id }),
    destination: members({ agent_type: id, broadcast: fc.boolean() }, { agent_id: id }),
    message_type: fc.constant('task_request'),
    content_type: fc.constant('application/json'),
    encoding: fc.constant('utf-8'),
    security: fc.constant({ encrypted: false }),
    routing: members(
      {
        priority: fc.constantFrom('high', 'normal'),
        ttl: fc.nat(86_400),
        retry_count: fc.nat(5),
        max_retries: fc.nat(5),
      },
      { reply_to: id, deadline: time },
    ),
    tracing: members({ trace_id: hex(32), span_id: hex(16) }, { parent_span_id: hex(16) }),
  },
  { causation_id: fc.uuid(), extensions: fc.dictionary(text, text, { maxKeys: 4 }) },
);

describe('the signing input', () => {
  test('is the same from JSON, Protobuf and Avro', () => {
    const signing = secured();
    fc.assert(
      fc.property(header, (given) => {
        const source = { agent_id: 'waiter-1', agent_type: 'waiter' };
        const signed: Header = signing.sign({ ...given, source }, 'json', Buffer.from('{"data":{}}'));
        expect(signed.security.kid).toBe(waiterKey.kid);
        const inputs = encodings.map((encoding) => {
          const bytes = headerCodec(GapAssessment, encoding).encode(signed);
          const decoded = decodeHeader(GapAssessment, encoding, wireOf(encoding, signed) ?? bytes);
          return Buffer.from(signingInput(decoded, decoded.security.digest ?? '')).toString();
        });
        expect(
          new Set([...inputs, Buffer.from(signingInput(signed, signed.security.digest ?? '')).toString()]).size,
        ).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});

/** What an envelope carries, where that is not the codec's own form. */
function wireOf(encoding: Encoding, value: Header): Uint8Array | undefined {
  return headerCodec(GapAssessment, encoding).framed?.encode(value);
}
