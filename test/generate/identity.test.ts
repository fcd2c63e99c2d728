/** One message, three encodings: JSON -> Protobuf -> Avro -> JSON is the identity over values in normal form. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codec } from '@agentwire/runtime';
import { HeaderAvro, EnvelopeAvro } from 'dora-protocol/envelope/avro';
import { HeaderJson, EnvelopeJson } from 'dora-protocol/envelope/json';
import { HeaderProtobuf, EnvelopeProtobuf } from 'dora-protocol/envelope/protobuf';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { loadCodec } from '../../generator/src/codec/load-codec.js';
import { same } from '../support/same.js';
import { valuesOf } from '../support/values.js';
import { randomSchemas } from './random-schemas.js';

interface Three {
  readonly json: Codec<unknown>;
  readonly protobuf: Codec<unknown>;
  readonly avro: Codec<unknown>;
}

/** A value through all three, with what each step gave. */
function around(
  { json, protobuf, avro }: Three,
  value: unknown,
): { text: Uint8Array; back: unknown; again: Uint8Array } {
  const text = json.encode(value);
  const fromJson = json.decode(text);
  const fromProtobuf = protobuf.decode(protobuf.encode(fromJson));
  const framed = avro.framed ?? avro;
  const fromAvro = framed.decode(framed.encode(avro.decode(avro.encode(fromProtobuf))));
  return { text, back: fromAvro, again: json.encode(fromAvro) };
}

function identity(codecs: Three, seed: number, numRuns: number): void {
  fc.assert(
    fc.property(valuesOf(codecs.json.shape), (value) => {
      const { text, back, again } = around(codecs, value);
      if (!same(value, back)) expect(back).toStrictEqual(value);
      expect(same(value, back)).toBe(true);
      expect(again).toEqual(text);
    }),
    { seed, numRuns },
  );
}

const messages = GapAssessment.messages;

const protocol: Record<string, Three> = {
  header: { json: HeaderJson, protobuf: HeaderProtobuf, avro: HeaderAvro } as unknown as Three,
  envelope: { json: EnvelopeJson, protobuf: EnvelopeProtobuf, avro: EnvelopeAvro } as unknown as Three,
};
for (const [name, { json, protobuf, avro }] of Object.entries(messages)) {
  for (const part of ['data', 'metadata'] as const) {
    const [one, two, three] = [json?.[part], protobuf?.[part], avro?.[part]];
    if (one !== undefined && two !== undefined && three !== undefined)
      protocol[part === 'data' ? name : `${name} metadata`] = { json: one, protobuf: two, avro: three };
  }
}

describe('JSON -> Protobuf -> Avro -> JSON', () => {
  it('is looked at for every message of the protocol, its metadata, its header and its envelope', () => {
    expect(Object.keys(protocol).toSorted()).toEqual([
      'command',
      'envelope',
      'event',
      'header',
      'heartbeat',
      'performance_metrics',
      'response',
      'status_report',
      'status_request',
      'task_request',
      'task_request metadata',
      'task_status',
    ]);
  });

  it.each(Object.entries(protocol))('is the identity for every %s', (_, codecs) => {
    identity(codecs, 2024, 150);
  });

  it('is the identity for schemas that nobody wrote', async () => {
    let records = 0;
    for (const schema of randomSchemas(31, 25)) {
      const { json, protobuf, avro, because } = await loadCodec(JSON.stringify(schema));
      const why = [because('protobuf'), because('avro')];
      expect([schema, protobuf === undefined, avro === undefined, why]).toEqual([
        schema,
        false,
        false,
        [undefined, undefined],
      ]);
      if (protobuf === undefined || avro === undefined) continue;
      records++;
      identity({ json, protobuf, avro }, 7, 60);
    }
    expect(records).toBe(25);
  });
});

describe('the values it is shown over', () => {
  const drawn = (codecs: Three | undefined): unknown[] =>
    codecs === undefined ? [] : fc.sample(valuesOf(codecs.json.shape), { seed: 2024, numRuns: 300 });

  it('have members that are there and members that are not, empty lists, edges and names that are no names', () => {
    const tasks = drawn(protocol['task_request']) as Record<string, unknown>[];
    const text = tasks.map((one) => JSON.stringify(one)).join('\n');
    expect(tasks.some((one) => one['dependencies'] === undefined)).toBe(true);
    expect(tasks.some((one) => Array.isArray(one['dependencies']) && one['dependencies'].length === 0)).toBe(true);
    for (const piece of ['"__proto__":', '😀', '\\u0000', '9007199254740991'])
      expect([piece, text.includes(piece)]).toEqual([piece, true]);
  });
});
