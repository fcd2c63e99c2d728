/**
 * Whatever bytes come, decoding ends soon, in a value of the type or in a `CodecError` that says where. As many as
 * `AGENTWIRE_BYTES` says for each encoding (`npm run test:long`), else a seeded share.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Codec, CodecError, type Encoding } from '@agentwire/runtime';
import { checkValue } from '@agentwire/runtime/codegen/v1';
import { seeded } from '../support/seeded.js';
import { valuesOf } from '../support/values.js';
import { badBytes, immense } from './bad-bytes.js';
import { shipped, strange } from './codecs.js';

const inputs = Number(process.env['AGENTWIRE_BYTES'] ?? 6_000);
/** For one message of a few hundred kilobytes, on a machine that has other things to do. */
const longest = 5_000;
const encodings: readonly Encoding[] = ['json', 'protobuf', 'avro'];
const strangers = await strange();
const codes: ReadonlySet<string> = new Set(['invalid_bytes', 'limit_exceeded', 'schema_unknown']);

/** What is wrong with how these bytes were taken; undefined is as it should be. */
function misdeed(codec: Pick<Codec<unknown>, 'decode' | 'shape'>, bytes: Uint8Array): string | undefined {
  const start = performance.now();
  try {
    const [issue] = checkValue(codec.shape, codec.decode(bytes));
    if (issue !== undefined) return `gave a value that the type forbids: ${issue.path} ${issue.message}`;
  } catch (error) {
    if (!(error instanceof CodecError)) return `threw ${String(error)}`;
    const { code, offset, path, issues } = error;
    if (!codes.has(code)) return `threw the code ${code}`;
    if (issues.length === 0) return 'threw without an issue';
    if (path !== '' && !path.startsWith('/')) return `threw at ${path}, which is no pointer`;
    if (offset === undefined || !(offset >= 0 && offset <= bytes.length)) return `threw at the offset ${offset}`;
  }
  const took = performance.now() - start;
  return took > longest ? `took ${took} ms` : undefined;
}

const told = (bytes: Uint8Array): string =>
  bytes.length > 400 ? `${bytes.length} bytes` : Buffer.from(bytes).toString('hex');

function* misdeeds(codecs: readonly Codec<unknown>[], seed: number): Generator<string> {
  const random = seeded(seed);
  for (const [index, codec] of codecs.entries()) {
    const values = sample(codec, seed + index);
    for (const form of codec.framed === undefined ? [codec] : [codec, { ...codec.framed, shape: codec.shape }]) {
      const goods = values.map((value) => form.encode(value));
      const share = Math.ceil(inputs / codecs.length / (codec.framed === undefined ? 1 : 2));
      for (let left = goods.length === 0 ? 0 : share; left > 0; left--) {
        const { how, bytes } = badBytes(random, goods);
        const found = misdeed(form, bytes);
        if (found !== undefined) yield `${codec.name}, ${how}, ${told(bytes)}: ${found}`;
      }
    }
  }
}

/** Messages that are short enough to be spoilt by the thousand; hardly anything at random suits what is interpreted. */
function sample(codec: Codec<unknown>, seed: number): readonly unknown[] {
  const interpreted = codec.shape.kind === 'json' || /Open|Report/.test(codec.name);
  if (interpreted) return [{}, [], 'a', 1, null].filter((value) => checkValue(codec.shape, value).length === 0);
  return fc.sample(valuesOf(codec.shape), { seed, numRuns: 12 }).filter((value) => isShort(codec, value));
}

/** Not every text is a path of a field mask in JSON, which the shape does not tell. */
function isShort(codec: Codec<unknown>, value: unknown): boolean {
  try {
    return codec.encode(value).length < 2_000;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

function firstOf(found: Iterable<string>, most = 10): readonly string[] {
  const out: string[] = [];
  for (const one of found) if (out.push(one) === most) break;
  return out;
}

describe.each(encodings)('%s: truncated, random, flipped, cut, repeated and spliced bytes', (encoding) => {
  const patience = 60_000 + inputs;

  it(
    'are a value or a CodecError to the codecs of the protocol',
    () => {
      expect(shipped(encoding).length).toBeGreaterThan(10);
      expect(firstOf(misdeeds(shipped(encoding), 11))).toEqual([]);
    },
    patience,
  );

  it(
    "are a value or a CodecError to the codecs of strangers' schemas",
    async () => {
      const codecs = await strangers(encoding);
      expect(codecs.length).toBeGreaterThan(10);
      expect(firstOf(misdeeds(codecs, 12))).toEqual([]);
    },
    patience,
  );
});

describe.each(encodings)('%s: messages too deep or too long', (encoding) => {
  it.each(Object.entries(immense[encoding]))(
    '%s are a value or a CodecError',
    async (_, bytes) => {
      const codecs = [...shipped(encoding), ...(await strangers(encoding))];
      const found = codecs.map((codec) => [codec.name, misdeed(codec, bytes)]);
      expect(found.filter(([, one]) => one !== undefined)).toEqual([]);
    },
    120_000,
  );
});
