/**
 * The words that generated `shape.ts` files are written in:
 * `record('TaskStatus', [required('task_id', string()), optional('progress', float(64, { minimum: 0, maximum: 1 }))])`.
 */
import type { Issue } from './codec.js';
import type {
  BranchShape,
  EnumShape,
  FloatShape,
  IntegerShape,
  JsonShape,
  ListShape,
  MapShape,
  MemberShape,
  RecordShape,
  Shape,
  StringShape,
  UnionShape,
} from './shape.js';

type Facts<S, K extends keyof S> = Omit<S, K | 'kind'>;

/** `form` of a message that is no object in JSON. */
export function record(
  name: string,
  members: readonly MemberShape[],
  unknown: RecordShape['unknown'] = 'drop',
  form?: NonNullable<RecordShape['form']>,
): Shape {
  return { kind: 'record', name, members, unknown, ...(form === undefined ? {} : { form }) };
}

/** What a member has beside its name and shape. */
export interface MemberFacts {
  /** Another spelling that readers take. */
  readonly alias?: string;
  /** Masked in logs, traces, audit and errors. */
  readonly sensitive?: boolean;
  /** In JSON, null is taken for its absence. */
  readonly nullIsAbsent?: boolean;
}

export function required(name: string, shape: Shape, facts: MemberFacts = {}): MemberShape {
  return { name, presence: 'required', shape, ...facts };
}

export function optional(name: string, shape: Shape, facts: MemberFacts = {}): MemberShape {
  return { name, presence: 'optional', shape, ...facts };
}

export function implicit(name: string, shape: Shape, facts: MemberFacts = {}): MemberShape {
  return { name, presence: 'implicit', shape, ...facts };
}

export function boolean(): Shape {
  return { kind: 'boolean' };
}

export function string(facts: Facts<StringShape, never> = {}): Shape {
  return { kind: 'string', ...facts };
}

export function literal(value: null | boolean | number | string): Shape {
  return { kind: 'literal', value };
}

/** `numbers` of a Protobuf enum, one per word; `form` of one that is no word in JSON. */
export function words(
  list: readonly string[],
  open: EnumShape['open'] = 'closed',
  numbers?: readonly number[],
  form?: NonNullable<EnumShape['form']>,
): Shape {
  const facts = { ...(numbers === undefined ? {} : { numbers }), ...(form === undefined ? {} : { form }) };
  return { kind: 'enum', words: list, open, ...facts };
}

export function integer(width: IntegerShape['width'], facts: Facts<IntegerShape, 'width'> = {}): Shape {
  return { kind: 'integer', width, ...facts };
}

/** `special` lets NaN and the infinities through. */
export function float(
  width: FloatShape['width'],
  facts: Facts<FloatShape, 'width' | 'special'> & { special?: boolean } = {},
): Shape {
  return { kind: 'float', width, special: false, ...facts };
}

export function decimal(precision?: number, scale?: number): Shape {
  return precision === undefined || scale === undefined ? { kind: 'decimal' } : { kind: 'decimal', precision, scale };
}

export function bytes(facts: { readonly minLength?: number; readonly maxLength?: number } = {}): Shape {
  return { kind: 'bytes', ...facts };
}

export function timestamp(
  unit: 'millis' | 'micros' | 'nanos' | 'proto',
  facts: { readonly local?: boolean } = {},
): Shape {
  return { kind: 'timestamp', unit, ...facts };
}

export function duration(unit: 'proto' | 'avro'): Shape {
  return { kind: 'duration', unit };
}

export function timeOfDay(unit: 'millis' | 'micros'): Shape {
  return { kind: 'time-of-day', unit };
}

export function list(items: Shape, facts: Facts<ListShape, 'items'> = {}): Shape {
  return { kind: 'list', items, ...facts };
}

export function map(keys: MapShape['keys'], values: Shape, facts: Facts<MapShape, 'keys' | 'values'> = {}): Shape {
  return { kind: 'map', keys, values, ...facts };
}

/** Open JSON; `validate` judges what the shape itself does not say. */
export function json(of: JsonShape['of'] = 'any', validate?: (value: unknown) => readonly Issue[]): Shape {
  return { kind: 'json', of, ...(validate === undefined ? {} : { validate }) };
}

export function nullable(of: Shape): Shape {
  return { kind: 'nullable', of };
}

/** `tag`: the property whose constant tells the branches of a plain union apart. */
export function union(style: UnionShape['style'], branches: readonly BranchShape[], tag?: string): Shape {
  return { kind: 'union', style, branches, ...(tag === undefined ? {} : { tag }) };
}

/** `tag`: the constant of this branch, or the property that only this branch has. */
export function branch(name: string, shape: Shape, facts: Omit<BranchShape, 'name' | 'shape'> = {}): BranchShape {
  return { name, shape, ...facts };
}

/** A reference to another declaration, followed when it is needed: declarations may be recursive. */
export function ref(target: () => Shape): Shape {
  return { kind: 'ref', target };
}
