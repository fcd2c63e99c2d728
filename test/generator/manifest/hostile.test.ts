/** Whatever stands in a manifest, the loader ends and speaks in findings. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { load } from './support.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const manifest: Json = {
  protocol: 'shop',
  version: '1.0.0',
  encodings: ['avro'],
  messages: { order: 'order.schema.json', receipt: { schema: 'receipt.schema.json', requires: ['signed'] } },
  errors: { gone: 'not_found', full: { code: 'aborted', detail: 'receipt.schema.json' } },
  retry_policies: { quick: { max_attempts: 2, initial_delay: '1s' } },
  operations: {
    place: {
      request: 'order',
      reply: 'receipt',
      updates: 'receipt',
      errors: ['gone'],
      deadline: '5s',
      retry: 'quick',
      fill: { request: { id: 'uuid' }, reply: { order: 'request.id', at: 'now', seconds: 'elapsed' } },
      task: { id: 'id', timeout: 'limits.seconds' },
      http: ['POST /orders', { 'DELETE /orders/{it}': { id: '{it}', kind: 'book' } }],
      grpc: 'Orders.Place',
      kafka: { topic: 'orders-{kind}', key: 'payload.data.note' },
      websocket: 'message',
      amqp: { exchange: 'shop', routing_key: 'order.{agent_type}' },
    },
    stop: { request: 'order', cancels: { task: 'id', when: { kind: 'toy' }, update: { order: 'x' } } },
  },
  agents: { clerk: { serves: ['place'], emits: ['stop'], transports: ['http', 'memory'] } },
};

const words = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '{',
  '}',
  '{}',
  '{a}{b}',
  '../..',
  'GET /',
  'a.b.c',
  'header.',
  '\u0000',
  '\u202e',
  'uuid',
  '1e999',
];
const junk = fc.oneof(fc.constantFrom(...words), fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<Json>;

/** The manifest with some of its values replaced and some keys renamed, wherever the numbers lead. */
function spoiled(node: Json, path: readonly number[], value: Json, rename: string | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof node !== 'object' || node === null) return value;
  if (Array.isArray(node)) {
    const at = node.length === 0 ? 0 : step % node.length;
    return node.map((item, index) => (index === at ? spoiled(item, rest, value, rename) : item));
  }
  const entries = Object.entries(node);
  const at = entries.length === 0 ? 0 : step % entries.length;
  return Object.fromEntries(
    entries.map(([key, item], index) => {
      if (index !== at) return [key, item];
      return rest.length === 0 && rename !== undefined ? [rename, item] : [key, spoiled(item, rest, value, rename)];
    }),
  );
}

describe('a hostile manifest', () => {
  it('starts from one without findings', () => {
    expect(load(JSON.stringify(manifest)).findings).toEqual([]);
  });

  it('gives findings, never an exception', () => {
    const path = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 6 });
    const rename = fc.option(fc.constantFrom(...words), { nil: undefined });
    const spoils = fc.array(fc.tuple(path, junk, rename), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(spoils, (all) => {
        const text = JSON.stringify(
          all.reduce<Json>((node, [where, value, key]) => spoiled(node, where, value, key), manifest),
        );
        const { findings, protocol } = load(text, undefined, { path: 'protocol.json' });
        if (protocol === undefined) expect(findings.length).toBeGreaterThan(0);
      }),
      { seed: 11, numRuns: 250 },
    );
  });

  it('is read in bounded time, however many operations it has', () => {
    const operations = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [`op${index}`, { request: 'ordr', http: `POST /o${index}/{kind}` }]),
    );
    const started = performance.now();
    const { findings } = load(JSON.stringify({ ...manifest, operations }));
    expect(findings.length).toBeGreaterThanOrEqual(2000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
