/**
 * Values of a shape in normal form (docs/wire.md): what decoding gives and encoding takes, edges first. `-0`, unknown
 * members and times finer than their unit are outside it.
 */
import * as fc from 'fast-check';
import type {
  EnumShape,
  FloatShape,
  IntegerShape,
  ListShape,
  MapShape,
  RecordShape,
  Shape,
  StringShape,
  UnionShape,
} from '../../runtime/src/codec/shape.js';

type Any = fc.Arbitrary<unknown>;

/** Nesting of recursive types; deeper ones end with what may be absent or empty. */
const deepest = 5;

export function valuesOf(shape: Shape, depth = 0): Any {
  switch (shape.kind) {
    case 'boolean':
      return fc.boolean();
    case 'string':
      return strings(shape);
    case 'literal':
      return fc.constant(shape.value);
    case 'enum':
      return words(shape);
    case 'integer':
      return integers(shape);
    case 'float':
      return floats(shape);
    case 'bytes':
      return fc.uint8Array({ minLength: shape.minLength ?? 0, maxLength: Math.min(shape.maxLength ?? 60, 300) });
    case 'timestamp':
      return times[shape.unit];
    case 'list':
      return lists(shape, depth);
    case 'map':
      return maps(shape, depth);
    case 'json':
      return kept(documents[shape.of], (value) => (shape.validate?.(value) ?? []).length === 0);
    case 'nullable':
      return fc.option(valuesOf(shape.of, depth), { nil: null });
    case 'union':
      return unions(shape, depth);
    case 'record':
      return records(shape, depth);
    case 'ref':
      return valuesOf(shape.target(), depth);
    case 'decimal':
      return decimals(shape.precision ?? 20, shape.scale ?? 5);
    case 'duration':
      return durations[shape.unit];
    case 'time-of-day':
      return shape.unit === 'millis'
        ? fc.integer({ min: 0, max: 86_399_999 })
        : fc.bigInt({ min: 0n, max: 86_399_999_999n });
  }
}

/** A filter that gives up: where nothing is valid, the one of the library looks for ever. */
function kept(values: Any, holds: (value: unknown) => boolean): Any {
  let misses = 0;
  return values.filter((value) => {
    misses = holds(value) ? 0 : misses + 1;
    if (misses > 100_000) throw new Error('no value that this shape takes was found: write instances by hand');
    return misses === 0;
  });
}

/** One code point per unit, so that lengths are what schemas count; every kind of UTF-8 length is among them. */
const unit = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('a', 'é', '€', '😀', '"', '\\', '\u0000', '\u2028', '\u{10ffff}'),
);

const formats: Readonly<Record<string, Any>> = {
  uuid: fc.uuid(),
  date: fc.constantFrom('0001-01-01', '2024-02-29', '9999-12-31'),
  email: fc.constant('somebody@example.org'),
  uri: fc.constant('https://example.org/a?b=c'),
};

function strings({ format, pattern, minLength = 0, maxLength = 40 }: StringShape): Any {
  if (format !== undefined) return formats[format] ?? fc.constant('').filter(() => false);
  if (pattern !== undefined)
    return fc
      .stringMatching(new RegExp(pattern, 'u'))
      .filter((text) => [...text].length >= minLength && [...text].length <= maxLength);
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit, minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) }) },
    fc.constantFrom('a', 'é', '😀').map((one) => one.repeat(minLength)),
    fc.constantFrom('a', 'é', '😀').map((one) => one.repeat(Math.min(maxLength, 2000))),
  );
}

function words(shape: EnumShape): Any {
  const known = fc.constantFrom(...shape.words);
  if (shape.open === 'words') return fc.oneof(known, fc.string({ unit, minLength: 1, maxLength: 20 }));
  // Numbers that have a word are written as that word.
  return shape.open === 'numbers' ? fc.oneof(known, fc.constantFrom(77, -9, 2 ** 31 - 1, -(2 ** 31))) : known;
}

const widths = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  safe: [BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;

function integers({ width, minimum, maximum, multipleOf }: IntegerShape): Any {
  const [least, most] = widths[width];
  const min = minimum === undefined ? least : BigInt(minimum);
  const max = maximum === undefined ? most : BigInt(maximum);
  const step = BigInt(multipleOf ?? 1);
  const all = fc
    .oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max))
    .map((value) => (value / step) * step)
    .filter((value) => value >= min && value <= max);
  return width === 'int64' || width === 'uint64' ? all : all.map(Number);
}

function floats(shape: FloatShape): Any {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = shape;
  const bounds = {
    min: Math.max(minimum, exclusiveMinimum),
    max: Math.min(maximum, exclusiveMaximum),
    noNaN: !shape.special,
    noDefaultInfinity: !shape.special,
  };
  const step = shape.multipleOf;
  const all = shape.width === 32 ? fc.float(bounds) : fc.double(bounds);
  return all
    .map((value) => (step === undefined ? value : Math.round(value / step) * step))
    .map((value) => (Object.is(value, -0) ? 0 : value))
    .filter((value) => shape.special || (value > exclusiveMinimum && value < exclusiveMaximum));
}

const first = new Date('0001-01-01T00:00:00Z').getTime();
const last = new Date('9999-12-31T23:59:59.999Z').getTime();

const times: Readonly<Record<'millis' | 'micros' | 'nanos' | 'proto', Any>> = {
  millis: fc
    .oneof(fc.integer({ min: first, max: last }), fc.constantFrom(first, last, 0, -1))
    .map((ms) => new Date(ms)),
  micros: fc.bigInt({ min: BigInt(first) * 1000n, max: BigInt(last) * 1000n }),
  nanos: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
  proto: fc.record({
    seconds: fc.bigInt({ min: BigInt(first / 1000), max: BigInt(Math.floor(last / 1000)) }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  }),
};

/** Exact digits: as many after the point as the scale says. */
function decimals(precision: number, scale: number): Any {
  const most = 10n ** BigInt(precision) - 1n;
  return fc.bigInt({ min: -most, max: most }).map((unscaled) => {
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
    const whole = digits.slice(0, digits.length - scale);
    return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
  });
}

const part = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const durations: Readonly<Record<'proto' | 'avro', Any>> = {
  proto: fc.record({
    seconds: fc.bigInt({ min: 0n, max: 315_576_000_000n }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  }),
  avro: fc.record({ months: part, days: part, millis: part }),
};

function lists({ items, minItems = 0, maxItems = 6, uniqueItems }: ListShape, depth: number): Any {
  if (depth > deepest && minItems === 0) return fc.constant([]);
  const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 6)) };
  const item = valuesOf(items, depth + 1);
  const key = (value: unknown): string =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
  return uniqueItems === true ? fc.uniqueArray(item, { ...bounds, selector: key }) : fc.array(item, bounds);
}

const names = fc.oneof(fc.string({ unit, maxLength: 12 }), fc.constantFrom('', '10', '9', 'b', '__proto__', 'é', '😀'));

function maps(shape: MapShape, depth: number): Any {
  if (depth > deepest && (shape.minProperties ?? 0) === 0) return fc.constant({});
  const pattern = shape.keyPattern === undefined ? undefined : new RegExp(shape.keyPattern, 'u');
  const key = {
    string: pattern === undefined ? names : fc.stringMatching(pattern),
    boolean: fc.boolean().map(String),
    int32: integers({ kind: 'integer', width: 'int32' }).map(String),
    uint32: integers({ kind: 'integer', width: 'uint32' }).map(String),
    int64: integers({ kind: 'integer', width: 'int64' }).map(String),
    uint64: integers({ kind: 'integer', width: 'uint64' }).map(String),
  }[shape.keys];
  const { minProperties: minLength = 0, maxProperties = 5 } = shape;
  return fc
    .uniqueArray(fc.tuple(key, valuesOf(shape.values, depth + 1)), {
      minLength,
      maxLength: Math.max(minLength, Math.min(maxProperties, 5)),
      selector: ([name]) => name,
    })
    .map((entries) => Object.fromEntries(entries));
}

const { value: document } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    floats({ kind: 'float', width: 64, special: false }),
    integers({ kind: 'integer', width: 'safe' }),
    fc.string({ unit, maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const documents: Readonly<Record<'any' | 'object' | 'array', Any>> = {
  any: document,
  object: fc.array(fc.tuple(names, document), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  array: fc.array(document, { maxLength: 5 }),
};

function unions({ style, branches }: UnionShape, depth: number): Any {
  return fc.oneof(
    ...branches.map(({ name, shape }) => {
      const value = valuesOf(shape, depth + 1);
      if (style === 'oneof') return value.map((one) => ({ kind: name, [name]: one }));
      return style === 'tagged' ? value.map((one) => ({ kind: name, value: one })) : value;
    }),
  );
}

function records({ members }: RecordShape, depth: number): Any {
  const fields = members.map(({ name, presence, shape }) => {
    if (presence === 'optional' && depth > deepest) return fc.constant([]);
    const entry = valuesOf(shape, depth + 1).map((value) => [[name, value]] as const);
    return presence === 'optional' ? fc.oneof({ weight: 3, arbitrary: entry }, fc.constant([])) : entry;
  });
  return fc.tuple(...fields).map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]));
}
