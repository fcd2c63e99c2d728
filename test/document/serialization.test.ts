/** The document's unit test of serialisation (Testing and Validation, 1) in TypeScript, and its samples in three encodings. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Codec } from '@agentwire/runtime';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { EnvelopeAvro } from 'dora-protocol/envelope/avro';
import { EnvelopeJson, HeaderJson } from 'dora-protocol/envelope/json';
import { EnvelopeProtobuf } from 'dora-protocol/envelope/protobuf';
import { TaskRequestJson } from 'dora-protocol/messages/task-request/json';
import type { TaskRequest } from 'dora-protocol/messages/task-request/types';
import { taken } from '../support/envelopes.js';
import { same } from '../support/same.js';
import { type Sample, sample, samples, standardMessage } from './cut.js';
import { vectorOf, vectorText } from './vectors.js';

const utf8 = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("the document's unit test", () => {
  it('takes a TaskRequest to JSON and back', () => {
    const message: TaskRequest = {
      task_id: 'test-task',
      task_type: 'gap_analysis',
      parameters: { documents: ['policy_framework.pdf'], analysis_type: 'comprehensive' },
    };
    const serialized = TaskRequestJson.encode(message);
    const deserialized = TaskRequestJson.decode(serialized);
    expect(deserialized.task_id).toBe(message.task_id);
    expect(deserialized.parameters).toEqual(message.parameters);
  });
});

describe("the document's samples", () => {
  const types = Object.keys(samples) as (keyof typeof samples)[];

  it.each(types)('are the same %s in three encodings', (type) => {
    const { data }: Sample['payload'] = sample(type).payload;
    const { json, protobuf, avro } = GapAssessment.messages[type] ?? {};
    const value = json?.data.decode(utf8(data));
    expect(protobuf?.data.decode(protobuf.data.encode(value))).toEqual(value);
    expect(avro?.data.framed?.decode(avro.data.framed.encode(value))).toEqual(value);
    const back: unknown = JSON.parse(text(json?.data.encode(value) ?? new Uint8Array()));
    // Times are written with milliseconds, and nothing else is written otherwise than the document has it.
    expect(withMillis(data)).toEqual(back);
  });

  it('bring the metadata of the task along', () => {
    const { metadata } = sample('task_request').payload;
    const { json, protobuf, avro } = GapAssessment.messages['task_request'] ?? {};
    const value = json?.metadata?.decode(utf8(metadata));
    expect(value).toEqual(metadata);
    expect(protobuf?.metadata?.decode(protobuf.metadata.encode(value))).toEqual(metadata);
    expect(avro?.metadata?.decode(avro.metadata.encode(value))).toEqual(metadata);
  });

  it('are in an envelope that is the same in three encodings', () => {
    const { header, payload } = standardMessage();
    const value = EnvelopeJson.decode(utf8({ header, payload }));
    expect(same(EnvelopeProtobuf.decode(EnvelopeProtobuf.encode(value)), value)).toBe(true);
    expect(same(EnvelopeAvro.decode(EnvelopeAvro.encode(value)), value)).toBe(true);
    expect(withMillis(header)).toEqual(JSON.parse(text(HeaderJson.encode(value.header))));
  });
});

const golden = new URL('../golden/vectors/', import.meta.url);

describe('the golden vectors', () => {
  const names = readdirSync(golden).map((file) => file.replace(/\.json$/, ''));

  it('cover the six messages of the document', () => {
    expect(names.toSorted()).toEqual(Object.keys(samples).toSorted());
  });

  it.each(names)('hold what is written today for %s', (name) => {
    expect(readFileSync(new URL(`${name}.json`, golden), 'utf8')).toBe(
      vectorText(vectorOf(name as keyof typeof samples)),
    );
  });

  it.each(names)('are read today, envelope and all: %s', (name) => {
    const vector = JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8')) as ReturnType<typeof vectorOf>;
    for (const encoding of ['json', 'protobuf', 'avro'] as const) {
      const parts = taken(encoding, bytesOf(vector.envelope[encoding]));
      const own = GapAssessment.messages[name]?.[encoding];
      const codecs = GapAssessment.messages[name]?.json;
      const read = (codec: Codec<unknown> | undefined, bytes: Uint8Array | undefined): unknown =>
        bytes === undefined ? undefined : (codec?.framed ?? codec)?.decode(bytes);
      const json = (value: unknown, codec = codecs?.data): unknown =>
        value === undefined ? undefined : JSON.parse(text(codec?.encode(value) ?? new Uint8Array()));
      expect(json(read(own?.data, parts.data))).toEqual(vector.data);
      expect(json(read(own?.metadata, parts.metadata), codecs?.metadata)).toEqual(vector.metadata);
      const header = read(GapAssessment.header[encoding], parts.header);
      expect(json(header, GapAssessment.header.json)).toEqual({
        ...(vector.header as object),
        content_type: `application/${encoding}`,
        encoding: encoding === 'json' ? 'utf-8' : 'binary',
      });
    }
  });
});

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function withMillis(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/(T\d\d:\d\d:\d\d)Z"/g, '$1.000Z"'));
}
