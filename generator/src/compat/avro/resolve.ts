/**
 * Avro's schema resolution (Avro 1.12, "Schema Resolution") as a list of everything that stands in its way. What it
 * calls resolvable is what the runtime's resolver resolves; a property test holds the two together.
 */
import type { AvroEnum, AvroLogical, AvroNamed, AvroRecord, AvroSchema } from '../../model/avro-schema.js';
import type { Span } from '../../source/text.js';
import { branchName, type Route, type Step } from './route.js';

/** `text`: bytes are read as text, which the specification allows and not all bytes are. The only one that is none. */
export type ObstacleKind = 'default' | 'type' | 'name' | 'symbol' | 'branch' | 'logical' | 'text';

/** A place where a message of the writer cannot be read. */
export interface Obstacle {
  readonly kind: ObstacleKind;
  /** `Order.note`, `Order.lines[].price`. */
  readonly subject: string;
  readonly writer: Span;
  readonly reader: Span;
  /** What is written, and what would be read: in words. */
  readonly written: string;
  readonly wanted: string;
  readonly route: Route;
}

interface Place {
  readonly route: Route;
  readonly subject: string;
}

/** Undefined outcomes are assumptions: the pair is being looked at further up. */
export function obstacles(writer: AvroSchema, reader: AvroSchema): readonly Obstacle[] {
  return new Resolution().compare(writer, reader, { route: [], subject: nameOf(writer) });
}

class Resolution {
  /** Pairs of records being compared, with their depth; or known to be fine. */
  readonly #open = new Map<AvroRecord, Map<AvroRecord, number>>();
  readonly #fine = new Map<AvroRecord, Set<AvroRecord>>();
  #depth = 0;
  /** The outermost open pair that was taken for fine since the last look. */
  #assumed = Infinity;

  compare(writer: AvroSchema, reader: AvroSchema, place: Place): readonly Obstacle[] {
    if (writer.kind === 'union') {
      return writer.branches.flatMap((branch, index) =>
        this.#fromBranch(branch, reader, below(place, { kind: 'branch', index })),
      );
    }
    if (reader.kind === 'union') return this.#intoUnion(writer, reader, place);
    const logical = disagreement(writer, reader);
    if (logical !== undefined) {
      const route = logical.digits === undefined ? [] : [{ kind: 'digits' as const, digits: logical.digits }];
      return [obstacle('logical', writer, reader, { ...place, route: [...place.route, ...route] }, logical)];
    }
    if (writer.kind === 'record' && reader.kind === 'record') return this.#records(writer, reader, place);
    if (writer.kind === 'enum' && reader.kind === 'enum') return enums(writer, reader, place);
    if (writer.kind === 'fixed' && reader.kind === 'fixed') {
      if (!sameName(writer, reader)) return [obstacle('name', writer, reader, place)];
      return writer.size === reader.size ? [] : [obstacle('type', writer, reader, place, sizes(writer, reader))];
    }
    if (writer.kind === 'array' && reader.kind === 'array')
      return this.compare(writer.items, reader.items, below(place, { kind: 'item' }));
    if (writer.kind === 'map' && reader.kind === 'map')
      return this.compare(writer.values, reader.values, below(place, { kind: 'value' }));
    if (writer.kind === 'bytes' && reader.kind === 'string')
      return [obstacle('text', writer, reader, { ...place, route: [...place.route, { kind: 'no text' }] })];
    return promotes(writer.kind, reader.kind) ? [] : [obstacle('type', writer, reader, place)];
  }

  #fromBranch(branch: AvroSchema, reader: AvroSchema, place: Place): readonly Obstacle[] {
    const found = this.compare(branch, reader, place);
    // A branch that does not even begin to fit is one that the reader does not know.
    const whole = found.some((one) => (one.kind === 'type' || one.kind === 'name') && one.writer === branch.span);
    return whole ? [obstacle('branch', branch, reader, place)] : found;
  }

  /** Any branch that resolves will do; the runtime chooses the closest of them. */
  #intoUnion(writer: AvroSchema, reader: Extract<AvroSchema, { kind: 'union' }>, place: Place): readonly Obstacle[] {
    let closest: readonly Obstacle[] | undefined;
    for (const branch of reader.branches) {
      const found = this.compare(writer, branch, place);
      if (found.every((one) => one.kind === 'text')) return found;
      // What a namesake lacks says more than that it is none of the others.
      const kin =
        branch.kind === writer.kind && (!('name' in branch) || !('name' in writer) || sameName(writer, branch));
      if (kin) closest ??= found;
    }
    return closest ?? [obstacle('branch', writer, reader, place)];
  }

  #records(writer: AvroRecord, reader: AvroRecord, place: Place): readonly Obstacle[] {
    if (!sameName(writer, reader)) return [obstacle('name', writer, reader, place)];
    if (this.#fine.get(writer)?.has(reader) === true) return [];
    const row = this.#open.get(writer) ?? new Map<AvroRecord, number>();
    this.#open.set(writer, row);
    const open = row.get(reader);
    if (open !== undefined) {
      this.#assumed = Math.min(this.#assumed, open);
      return [];
    }
    const outer = this.#assumed;
    this.#assumed = Infinity;
    const depth = this.#depth++;
    row.set(reader, depth);
    const found = this.#fields(writer, reader, place);
    row.delete(reader);
    this.#depth--;
    // Fine only as long as a pair further up is: that is not yet known.
    if (found.length === 0 && this.#assumed >= depth) {
      const fine = this.#fine.get(writer) ?? new Set<AvroRecord>();
      this.#fine.set(writer, fine.add(reader));
    }
    this.#assumed = Math.min(outer, this.#assumed >= depth ? Infinity : this.#assumed);
    return found;
  }

  #fields(writer: AvroRecord, reader: AvroRecord, place: Place): readonly Obstacle[] {
    const sources = matchFields(writer, reader);
    return reader.fields.flatMap((field, index): readonly Obstacle[] => {
      const from = sources[index];
      if (from !== undefined)
        return this.compare(from.type, field.type, below(place, { kind: 'field', name: from.name }));
      if (field.default !== undefined) return [];
      const subject = `${place.subject}.${field.name}`;
      const wanted = kindOf(field.type);
      return [
        { kind: 'default', subject, writer: writer.span, reader: field.span, written: '', wanted, route: place.route },
      ];
    });
  }
}

type Field = AvroRecord['fields'][number];

/** By name first; an alias takes only what no name has taken. */
function matchFields(writer: AvroRecord, reader: AvroRecord): readonly (Field | undefined)[] {
  const byName = reader.fields.map((field) => writer.fields.find((from) => from.name === field.name));
  const taken = new Set(byName);
  return reader.fields.map((field, index) => {
    const named = byName[index];
    if (named !== undefined) return named;
    const found = writer.fields.find((from) => !taken.has(from) && field.aliases.includes(from.name));
    taken.add(found);
    return found;
  });
}

function enums(writer: AvroEnum, reader: AvroEnum, place: Place): readonly Obstacle[] {
  if (!sameName(writer, reader)) return [obstacle('name', writer, reader, place)];
  if (reader.default !== undefined) return [];
  const known = new Set(reader.symbols);
  const lost = writer.symbols.filter((symbol) => !known.has(symbol));
  const [first] = lost;
  if (first === undefined) return [];
  const at: Place = { ...place, route: [...place.route, { kind: 'symbol', symbol: first }] };
  return [obstacle('symbol', writer, reader, at, { written: lost.join(', '), wanted: reader.symbols.join(', ') })];
}

/** The reader's aliases are full names; else the names have to agree without their namespaces. */
function sameName(writer: AvroNamed, reader: AvroNamed): boolean {
  return shortName(writer.name) === shortName(reader.name) || reader.aliases.includes(writer.name);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

function promotes(writer: AvroSchema['kind'], reader: AvroSchema['kind']): boolean {
  return writer === reader || promotions[writer]?.includes(reader) === true;
}

interface Words {
  readonly written: string;
  readonly wanted: string;
  /** Of decimals that may not fit. */
  readonly digits?: number;
}

/** Logical types count only where both sides state one. */
function disagreement(writer: AvroSchema, reader: AvroSchema): Words | undefined {
  const [from, to] = [logicalOf(writer), logicalOf(reader)];
  if (from === undefined || to === undefined) return undefined;
  if (from.name !== 'decimal' || to.name !== 'decimal')
    return from.name === to.name ? undefined : { written: from.name, wanted: to.name };
  const words = (one: typeof from): string => `decimal(${one.precision}, ${one.scale})`;
  if (from.scale !== to.scale) return { written: words(from), wanted: words(to) };
  if (to.precision >= from.precision) return undefined;
  return { written: words(from), wanted: words(to), digits: from.precision };
}

function logicalOf(schema: AvroSchema): AvroLogical | undefined {
  return 'logical' in schema ? schema.logical : undefined;
}

function sizes(writer: { readonly size: number }, reader: { readonly size: number }): Words {
  return { written: `${writer.size} bytes`, wanted: `${reader.size} bytes` };
}

function obstacle(
  kind: ObstacleKind,
  writer: AvroSchema,
  reader: AvroSchema,
  { route, subject }: Place,
  words: Words = { written: kindOf(writer), wanted: kindOf(reader) },
): Obstacle {
  const { written, wanted } = words;
  return { kind, subject, writer: writer.span, reader: reader.span, written, wanted, route };
}

function below({ route, subject }: Place, step: Step): Place {
  const names = { field: (name: string) => `${subject}.${name}`, item: `${subject}[]`, value: `${subject}{}` };
  const next =
    step.kind === 'field'
      ? names.field(step.name)
      : step.kind === 'item' || step.kind === 'value'
        ? names[step.kind]
        : subject;
  return { route: [...route, step], subject: next };
}

/** A type in a sentence. */
export function kindOf(schema: AvroSchema): string {
  switch (schema.kind) {
    case 'record':
    case 'enum':
    case 'fixed':
      return `${schema.kind} ${schema.name}`;
    case 'array':
      return `array of ${kindOf(schema.items)}`;
    case 'map':
      return `map of ${kindOf(schema.values)}`;
    case 'union':
      return `[${schema.branches.map(branchName).join(', ')}]`;
    default:
      return schema.kind;
  }
}

function nameOf(schema: AvroSchema): string {
  return 'name' in schema ? shortName(schema.name) : '';
}
