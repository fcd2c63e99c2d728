import * as fc from 'fast-check';
import protobufjs from 'protobufjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Codec, CodecError } from '../../../../runtime/src/codec/codec.js';
import { kitchen } from './kitchen.js';
import { loadProto } from './load.js';
import { arbitraries } from './values.js';

const reflection = protobufjs.parse(kitchen, { keepCase: true }).root;
for (const file of ['timestamp', 'duration', 'struct', 'wrappers']) {
  const known = protobufjs.common.get(`google/protobuf/${file}.proto`);
  if (known?.nested !== undefined) reflection.addJSON(known.nested);
}
reflection.resolveAll();

let codecs: Readonly<Record<string, Codec<unknown>>> = {};
beforeAll(async () => {
  codecs = await loadProto(kitchen);
});

function codec(name: string): Codec<unknown> {
  const found = codecs[name];
  if (found === undefined) throw new Error(`no codec ${name}`);
  return found;
}

/** protobufjs's 64-bit integers, where its optional library is there. */
function isLong(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value && 'unsigned' in value;
}

/** One spelling for values of both sides: numbers as text, bytes as hex, enums as numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `n${value}`;
  if (typeof value === 'number') return Object.is(value, -0) ? 'n-0' : `n${value}`;
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (isLong(value)) return `n${String(value)}`;
  if (typeof value === 'string') {
    const levels: Record<string, number> = { LEVEL_UNSPECIFIED: 0, LOW: 1, HIGH: 5, BELOW: -1 };
    return levels[value] === undefined ? value : `n${levels[value]}`;
  }
  if (typeof value !== 'object' || value === null) return value;
  const { kind } = value as { kind?: string };
  const oneof = typeof kind === 'string' && kind in value && Object.keys(value).length === 2;
  if (oneof) return { [kind]: plain((value as Record<string, unknown>)[kind]) };
  const entries = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    const inner = plain(item);
    const flat = (name === 'choice' || name === 'other') && typeof inner === 'object' && inner !== null;
    return flat ? Object.entries(inner) : [[name, inner]];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What protobufjs read, members without value left out as ours leaves them out. */
function theirs(name: string, bytes: Uint8Array): unknown {
  const type = reflection.lookupType(`kitchen.${name}`);
  return plain(type.toObject(type.decode(bytes), { arrays: true, objects: true }));
}

const structured = new Set(['Known', 'Maps']);

describe.each(Object.keys(arbitraries))('%s against protobufjs', (name) => {
  it('gives back what was encoded, also when protobufjs has read and written it in between', () => {
    const type = reflection.lookupType(`kitchen.${name}`);
    fc.assert(
      fc.property(arbitraries[name] ?? fc.constant({}), (value) => {
        const bytes = codec(name).encode(value);
        expect(codec(name).decode(bytes)).toEqual(value);
        const again = type.encode(type.decode(bytes)).finish();
        expect(codec(name).decode(again)).toEqual(value);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.skipIf(structured.has(name))('is read by protobufjs as the same members', () => {
    fc.assert(
      fc.property(arbitraries[name] ?? fc.constant({}), (value) => {
        const zeros = name !== 'Optionals';
        const read = theirs(name, codec(name).encode(value));
        const ours = plain(value) as Record<string, unknown>;
        // Zero values are not on the wire: protobufjs does not list them.
        if (zeros) expect(ours).toMatchObject(read as Record<string, unknown>);
        else expect(read).toEqual(ours);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('writes the same into a buffer at an offset, and says so when it does not fit', () => {
    fc.assert(
      fc.property(arbitraries[name] ?? fc.constant({}), (value) => {
        const bytes = codec(name).encode(value);
        const target = new Uint8Array(bytes.length + 7).fill(0xee);
        expect(codec(name).encodeInto(value, target, 3)).toBe(bytes.length + 3);
        expect(target.subarray(3, -4)).toEqual(bytes);
        expect(target.subarray(-4)).toEqual(new Uint8Array(4).fill(0xee));
        if (bytes.length === 0) return;
        const narrow = new Uint8Array(bytes.length - 1).fill(0xee);
        expect(() => codec(name).encodeInto(value, narrow)).toThrow(CodecError);
        expect(narrow.every((byte) => byte === 0xee)).toBe(true);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('meets broken bytes with a CodecError and nothing else', () => {
    fc.assert(
      fc.property(
        arbitraries[name] ?? fc.constant({}),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(),
        (value, changes, cut) => {
          const bytes = Uint8Array.from(codec(name).encode(value));
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          const part = bytes.subarray(0, cut % (bytes.length + 1));
          for (const input of [bytes, part]) {
            try {
              codec(name).decode(input);
            } catch (error) {
              expect(error).toBeInstanceOf(CodecError);
            }
          }
        },
      ),
      { seed: 4, numRuns: 300 },
    );
  });
});
