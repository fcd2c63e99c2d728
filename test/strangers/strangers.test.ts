/** Schemas that nobody wrote for this generator: they generate, compile, import quietly and agree with the oracles. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import avsc from 'avsc';
import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { Codec } from '@agentwire/runtime';
import { generate } from '../../generator/src/pipeline.js';
import { valuesOf } from '../support/values.js';
import { same } from '../support/same.js';
import { complaints, project } from './project.js';
import { hospital } from './two-hundred.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const below = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(here, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [join('schemas', path.slice(join(here, folder).length)), readFileSync(path, 'utf8')]),
  );

const folder = project({
  'schemas/hospital.schema.json': JSON.stringify(hospital, undefined, 1),
  ...below('proto'),
  ...below('avro'),
  'ts.yaml': 'out: ts\n',
  'js.yaml': 'emit: js\nout: js\n',
});
const typed = await generate({ cwd: folder, config: 'ts.yaml' });
const erased = await generate({ cwd: folder, config: 'js.yaml' });

type Codecs = Readonly<Record<string, Codec<unknown>>>;
const codecsOf = async (path: string, encoding: string): Promise<[string, Codec<unknown>][]> =>
  // Readers and writers of single types stand beside the codecs.
  Object.entries((await import(pathToFileURL(join(folder, 'ts', path, `${encoding}.ts`)).href)) as Codecs).filter(
    ([, one]) => typeof one === 'object' && 'encode' in one,
  );

const globals = Object.getOwnPropertyNames(globalThis);
const json = await codecsOf('hospital.schema', 'json');
const shop = await codecsOf('shop/catalog.proto', 'protobuf');
const legacy = await codecsOf('legacy/invoice.proto', 'protobuf');
const weather = await codecsOf('telemetry.avsc', 'avro');

describe("a stranger's schemas without a manifest", () => {
  it('generate in both targets without a complaint', () => {
    const errors = [...typed.diagnostics, ...erased.diagnostics].filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    expect([typed.written > 15, erased.written > 30]).toEqual([true, true]);
  });

  it('compile under every flag that is promised', () => {
    expect(complaints(folder, 'ts', 'js')).toBe('');
  });

  it('leave no trace in the program that imports them', () => {
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(globals);
  });
});

describe('two hundred definitions of JSON Schema', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(hospital);
  const judgeOf = (name: string): ReturnType<typeof ajv.getSchema> =>
    ajv.getSchema(`${String(hospital['$id'])}#/$defs/${name}`);
  // By what is exported: unnamed types inside the definitions have codecs of their own beside them.
  const defined = json
    .map(([exported, codec]) => ({ name: exported.replace(/Json$/, ''), codec }))
    .filter(({ name }) => Object.hasOwn(hospital['$defs'] as object, name));

  it('have a codec each', () => {
    expect(defined).toHaveLength(200);
  });

  it('take their own values back, as ajv does, and judge spoiled ones as ajv does', () => {
    for (const [index, { name, codec }] of defined.entries()) {
      // What the interpreter judges has instances of its own below: random ones would hardly ever be valid.
      if (/^(Open|Report)/.test(name)) continue;
      const judge = judgeOf(name);
      expect(judge, name).toBeDefined();
      for (const value of fc.sample(valuesOf(codec.shape), { seed: index, numRuns: 3 })) {
        const text = new TextDecoder().decode(codec.encode(value));
        expect(same(codec.decode(codec.encode(value)), value), `${name} ${text}`).toBe(true);
        expect([name, text, judge?.(JSON.parse(text))]).toEqual([name, text, true]);
        if (text.length > 3000) continue;
        for (const spoiled of spoil(JSON.parse(text))) {
          const bytes = JSON.stringify(spoiled);
          expect([name, bytes, accepts(codec, bytes)]).toEqual([name, bytes, judge?.(spoiled)]);
        }
      }
    }
  });
});

describe('definitions that the model does not lower', () => {
  const instances = [
    {},
    { a: 1 },
    { a: 1, b: 2 },
    { 'x-a': 'b' },
    { 'x-a': 1 },
    { card: 'c' },
    { A: 1 },
    [],
    ['a', 1],
    ['a', 1, 2],
    ['needle'],
    ['a', 'a'],
    'text',
    3,
    15,
    7,
    null,
    true,
  ];

  it('are judged as ajv judges them', () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(hospital);
    for (const [exported, codec] of json.filter(([one]) => /^Open[0-9]Json$/.test(one))) {
      const name = exported.replace(/Json$/, '');
      const judge = ajv.getSchema(`${String(hospital['$id'])}#/$defs/${name}`);
      for (const one of instances) {
        const text = JSON.stringify(one);
        expect([name, text, accepts(codec, text)]).toEqual([name, text, judge?.(one)]);
      }
    }
  });
});

describe('a Protobuf package of several files', () => {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => (target.startsWith('google/') ? target : join(here, 'proto', target));
  root.loadSync('shop/catalog.proto', { keepCase: true });

  it('writes what protobufjs reads, and reads what it writes', () => {
    const messages = { Product: 'acme.shop.v1.Product', Search: 'acme.shop.v1.Search', Invoice: 'acme.legacy.Invoice' };
    for (const [name, full] of Object.entries(messages)) {
      const codec = [...shop, ...legacy].find(([, one]) => one.name === name)?.[1];
      if (codec === undefined) throw new Error(`no codec of ${name}`);
      const type = root.lookupType(full);
      for (const value of fc.sample(valuesOf(codec.shape), { seed: 5, numRuns: 20 })) {
        const bytes = codec.encode(value);
        // Of two words for one number the first comes back, so what is read is the normal form.
        const normal = codec.decode(bytes);
        expect(codec.encode(normal), name).toEqual(bytes);
        const theirs = type.encode(type.decode(bytes)).finish();
        expect(same(codec.decode(theirs), normal), name).toBe(true);
      }
    }
  });
});

const long = avsc.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (one: bigint, two: bigint) => (one < two ? -1 : one > two ? 1 : 0),
});

describe('an Avro schema with nested unions and logical types', () => {
  const type = avsc.Type.forSchema(JSON.parse(readFileSync(join(here, 'avro/telemetry.avsc'), 'utf8')) as avsc.Schema, {
    wrapUnions: true,
    // A hook and not a registry: that one is not asked about types with a logical type.
    typeHook: (schema) => (schema === 'long' || (schema as { type?: unknown }).type === 'long' ? long : undefined),
  });

  it('writes and reads what avsc writes and reads', () => {
    const reading = weather.find(([, { name }]) => name === 'Reading')?.[1];
    expect(reading).toBeDefined();
    if (reading === undefined) return;
    for (const value of fc.sample(valuesOf(reading.shape), { seed: 5, numRuns: 60 })) {
      const bytes = reading.encode(value);
      expect(same(reading.decode(bytes), value)).toBe(true);
      // avsc assigns map keys, and so loses this one.
      if (Buffer.from(bytes).includes('__proto__')) continue;
      const theirs: unknown = type.fromBuffer(Buffer.from(bytes));
      const again = reading.decode(type.toBuffer(theirs));
      expect(same(again, value)).toBe(true);
    }
  });
});

function accepts(codec: Codec<unknown>, text: string): boolean {
  try {
    codec.decode(new TextEncoder().encode(text));
    return true;
  } catch {
    return false;
  }
}

/** Each member missing, and each of another type. */
function spoil(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{}, [], 'no', 17, null];
  return Object.keys(value).flatMap((key) => {
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    return [rest, ...[true, 17.5, 'no', null, [], {}].map((other) => ({ ...value, [key]: other }))];
  });
}
