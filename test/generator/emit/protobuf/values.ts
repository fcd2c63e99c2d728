/** Random values of the kitchen schema's messages, in their TypeScript form. */
import * as fc from 'fast-check';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 200 }), fc.constant('é😀'));
const bytes = fc.uint8Array({ maxLength: 200 });
const level = fc.oneof(fc.constantFrom('LEVEL_UNSPECIFIED', 'LOW', 'HIGH', 'BELOW'), fc.constantFrom(77, -9));
const double = fc.double();
const float = fc.float();

const scalars = {
  a: double,
  b: float,
  c: int32,
  d: int64,
  e: uint32,
  f: uint64,
  g: int32,
  h: int64,
  i: uint32,
  j: uint64,
  k: int32,
  l: int64,
  m: fc.boolean(),
  n: text,
  o: bytes,
  p: level,
};

const leaf = fc.record({ name: text, size: int32 });

/** Trees of at most four levels: fast-check's own recursion grows without bound here. */
function treeOf(depth: number): fc.Arbitrary<object> {
  if (depth === 0) return fc.record({ name: text, rest: fc.constant([]) }, { noNullPrototype: true });
  const branch = fc.option(treeOf(depth - 1), { nil: undefined });
  return fc
    .record(
      { name: text, left: branch, right: branch, rest: fc.array(treeOf(depth - 1), { maxLength: 2 }) },
      { noNullPrototype: true },
    )
    .map(withoutUndefined);
}

const tree = treeOf(3);

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

function map(keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .array(fc.tuple(keys, values), { maxLength: 5 })
    .map((entries) => Object.assign(Object.create(null) as object, Object.fromEntries(entries)));
}

const seconds = fc.record({
  seconds: fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n }),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
});

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'));

export const arbitraries: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Scalars: fc.record(scalars),
  Optionals: fc.record(scalars, { requiredKeys: [] }),
  Lists: fc.record({
    ...Object.fromEntries(
      Object.entries(scalars).map(([name, one]) => [name, fc.array(one as fc.Arbitrary<unknown>, { maxLength: 20 })]),
    ),
    q: fc.array(int32),
    r: fc.array(leaf),
    s: fc.array(fc.string({ maxLength: 30 }), { minLength: 0, maxLength: 30 }),
  }),
  Maps: fc.record({
    a: map(fc.string(), text),
    b: map(int32.map(String), int64),
    c: map(fc.boolean().map(String), bytes),
    d: map(uint64.map(String), leaf),
    e: map(int64.map(String), level),
    f: map(uint32.map(String), double),
    g: map(fc.string(), tree),
  }),
  Leaf: leaf,
  Tree: tree,
  Choice: fc
    .record({
      before: int32,
      choice: fc.option(
        fc.oneof(
          text.map((value) => ({ kind: 'text', text: value })),
          leaf.map((value) => ({ kind: 'leaf', leaf: value })),
          int64.map((value) => ({ kind: 'number', number: value })),
          level.map((value) => ({ kind: 'level', level: value })),
          bytes.map((value) => ({ kind: 'raw', raw: value })),
        ),
        { nil: undefined },
      ),
      other: fc.option(
        fc.oneof(
          fc.boolean().map((value) => ({ kind: 'yes', yes: value })),
          double.map((value) => ({ kind: 'no', no: value })),
        ),
        { nil: undefined },
      ),
    })
    .map(withoutUndefined),
  Known: fc.record(
    {
      at: seconds,
      took: fc.record({
        seconds: fc.bigInt({ min: 0n, max: 315_576_000_000n }),
        nanos: fc.integer({ min: 0, max: 999_999_999 }),
      }),
      text,
      wide: int64,
      flag: fc.boolean(),
      number: double,
      raw: bytes,
      times: fc.array(seconds, { maxLength: 3 }),
      struct: fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        json,
        { maxKeys: 4, noNullPrototype: true },
      ),
      value: json,
      list: fc.array(json, { maxLength: 4 }),
    },
    { requiredKeys: ['times'] },
  ),
};
