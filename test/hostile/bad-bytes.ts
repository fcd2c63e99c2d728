/** Bytes that a peer might send by mistake or on purpose, made of good messages and a seeded source of chance. */
import type { Encoding } from '@agentwire/runtime';
import type { Seeded } from '../support/seeded.js';

type Spoil = (random: Seeded, good: Uint8Array, other: Uint8Array) => Uint8Array;

const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Lengths, counts and tags at their edges: all ones, the longest varints, the ends of UTF-8. */
const edges = [
  [0x00],
  [0x7f],
  [0x80],
  [0xff],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc0, 0xaf],
];

const spoils: Readonly<Record<string, Spoil>> = {
  truncated: (random, good) => good.slice(0, random.int(good.length + 1)),
  random: (random) => Uint8Array.from({ length: random.int(80) }, () => random.int(256)),
  flipped(random, good) {
    const bytes = good.slice();
    for (let left = 1 + random.int(3); left > 0 && bytes.length > 0; left--) {
      const at = random.int(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
    }
    return bytes;
  },
  edged(random, good) {
    const at = random.int(good.length + 1);
    return join(good.subarray(0, at), random.pick(edges), good.subarray(at + random.int(3)));
  },
  cut(random, good) {
    const at = random.int(good.length + 1);
    return join(good.subarray(0, at), good.subarray(at + random.int(12)));
  },
  repeated(random, good) {
    const [one, two] = [random.int(good.length + 1), random.int(good.length + 1)];
    return join(good.subarray(0, Math.max(one, two)), good.subarray(Math.min(one, two)));
  },
  spliced: (random, good, other) =>
    join(good.subarray(0, random.int(good.length + 1)), other.subarray(random.int(other.length + 1))),
  followed: (random, good) => join(good, [random.int(256)]),
};

const ways = Object.keys(spoils);

export interface Bad {
  readonly how: string;
  readonly bytes: Uint8Array;
}

/** One bad message; now and then it happens to be a good one. */
export function badBytes(random: Seeded, goods: readonly Uint8Array[]): Bad {
  const how = random.pick(ways);
  const bytes = spoils[how]?.(random, random.pick(goods), random.pick(goods)) ?? new Uint8Array();
  return { how, bytes };
}

const times = 100_000;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const many = (unit: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: times * unit.length }, (_, i) => unit[i % unit.length] ?? 0);

/** Too deep or too much for anybody, whatever the type: what the limits are for. */
export const immense: Readonly<Record<Encoding, Readonly<Record<string, Uint8Array>>>> = {
  json: {
    'arrays in arrays': text('['.repeat(times)),
    'closed arrays in arrays': text('['.repeat(times) + ']'.repeat(times)),
    'objects in objects': text('{"a":'.repeat(times)),
    'objects under __proto__': text('{"__proto__":'.repeat(times) + '1' + '}'.repeat(times)),
    'a list within a member': text(`{"zz":[${'0,'.repeat(times)}0]}`),
    'as many members as fit': text(`{${Array.from({ length: times }, (_, i) => `"k${i}":0`).join(',')}}`),
    'a number without end': text('1'.repeat(times)),
    'an exponent without end': text(`1e${'9'.repeat(times)}`),
    'a string without end': text(`"${'\\u0000'.repeat(times)}`),
    'escapes cut off': text(`{"${'\\'.repeat(times + 1)}`),
    'white space': text(' '.repeat(times)),
  },
  protobuf: Object.fromEntries([
    ['zeros', many([0])],
    ['ones', many([0xff])],
    ...[1, 2, 3, 15].flatMap((field): [string, Uint8Array][] => [
      [`groups in groups of field ${field}`, many([(field << 3) | 3])],
      [`groups of field ${field} that nothing opened`, many([(field << 3) | 4])],
      [`empty messages of field ${field}`, many([(field << 3) | 2, 0])],
      [`numbers of field ${field}`, many([(field << 3) | 0, 1])],
      [`a length beyond the end of field ${field}`, Uint8Array.of((field << 3) | 2, 0xff, 0xff, 0xff, 0xff, 0x07)],
      [`messages in messages of field ${field}`, nested(field)],
    ]),
  ]),
  avro: {
    zeros: many([0]),
    ones: many([0xff]),
    twos: many([2]),
    fours: many([4]),
    'blocks of many': many([0xfe, 0xff, 0xff, 0xff, 0x0f]),
    'blocks of less than none': many([0xff, 0xff, 0xff, 0xff, 0x0f]),
    'the least block': many([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  },
};

/** Messages that hold one another truly: each length is right. */
function nested(field: number): Uint8Array {
  const parts: number[] = [];
  for (let size = 0; parts.length < 40_000; size = parts.length) {
    const length: number[] = [];
    for (let left = size; length.length === 0 || left > 0; left >>>= 7)
      length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    // Kept backwards, as every message stands in front of what it holds.
    parts.push(...length.toReversed(), (field << 3) | 2);
  }
  return Uint8Array.from(parts.toReversed());
}
