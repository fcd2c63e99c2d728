/** Avro schemas of declarations that were authored elsewhere, by the table in docs/wire.md, "Values". */
import type { Diagnostics } from '../../diagnostics/index.js';
import { type Lock, lockKey } from '../../lock/lock.js';
import type {
  AvroEnum,
  AvroLogical,
  AvroNamed,
  AvroRecord,
  AvroRecordField,
  AvroSchema,
} from '../../model/avro-schema.js';
import type {
  Declaration,
  EnumDeclaration,
  Json,
  Member,
  RecordDeclaration,
  TimestampType,
  Type,
  UnionType,
} from '../../model/types.js';
import type { Span } from '../../source/text.js';
import { avroDefault } from './default.js';
import { avroName, type NamePool } from './names.js';

export interface Derivation {
  readonly lock: Lock;
  readonly diagnostics: Diagnostics;
  readonly pool: NamePool;
  /** The full name of a declared type. */
  readonly nameOf: (declaration: Declaration) => string;
  readonly schemaOf: Map<Declaration, AvroSchema>;
  readonly declarationOf: Map<AvroNamed, Declaration>;
  /** Records that belong to no declaration and are used by many. */
  readonly shared: Map<string, AvroRecord>;
}

/** Where a type stands: wrappers are named after it. */
interface Place {
  readonly owner: Declaration;
  readonly path: readonly string[];
  readonly span: Span;
}

/** The schema of a declaration: authored, derived before, or derived now. */
export function schemaFor(
  declaration: Declaration,
  derivation: Derivation,
  inside: readonly Declaration[] = [],
): AvroSchema {
  const known = derivation.schemaOf.get(declaration);
  if (known !== undefined) return known;
  if (declaration.avro !== undefined) {
    derivation.schemaOf.set(declaration, declaration.avro);
    if ('name' in declaration.avro) derivation.declarationOf.set(declaration.avro, declaration);
    return declaration.avro;
  }
  switch (declaration.kind) {
    case 'record':
      return recordFor(declaration, derivation);
    case 'enum':
      return enumFor(declaration, derivation);
    case 'alias': {
      const place = { owner: declaration, path: [], span: declaration.span };
      if (inside.includes(declaration)) {
        const what = declaration.name;
        derivation.diagnostics.report('AW3430', declaration.span, {
          what,
          why: 'it contains itself without a record in between',
        });
        return { kind: 'null', span: declaration.span };
      }
      const schema = typeFor(declaration.type, place, derivation, [...inside, declaration]);
      derivation.schemaOf.set(declaration, schema);
      return schema;
    }
  }
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

function recordFor(declaration: RecordDeclaration, derivation: Derivation): AvroRecord {
  const fields: AvroRecordField[] = [];
  const record: Growing<AvroRecord> = {
    kind: 'record',
    name: derivation.nameOf(declaration),
    aliases: [],
    ...(declaration.description === undefined ? {} : { doc: declaration.description }),
    error: false,
    fields,
    wrapper: false,
    span: declaration.span,
  };
  derivation.schemaOf.set(declaration, record);
  derivation.declarationOf.set(record, declaration);
  for (const member of ordered(declaration, derivation.lock)) fields.push(fieldFor(member, declaration, derivation));
  return record;
}

/** The order that the lock keeps; what is new is appended. */
function ordered(declaration: RecordDeclaration, lock: Lock): readonly Member[] {
  const order = lock.declarations[lockKey(declaration.origin)]?.order ?? [];
  const known = order.flatMap((name) => declaration.members.find((member) => member.name === name) ?? []);
  return [...known, ...declaration.members.filter((member) => !known.includes(member))];
}

function fieldFor(member: Member, owner: RecordDeclaration, derivation: Derivation): AvroRecordField {
  const place = { owner, path: [member.name], span: member.span };
  const name = avroName(member.name);
  const head = {
    name,
    ...(name === member.name ? {} : { property: member.name }),
    aliases: [],
    ...(member.description === undefined ? {} : { doc: member.description }),
    span: member.span,
  };
  const type = typeFor(member.type, place, derivation, []);
  if (member.presence === 'optional') {
    // Absent is not null: a null of its own goes into a record.
    const value = holdsNull(type) ? wrap(type, { ...place, path: [...place.path, 'nullable'] }, derivation) : type;
    return { ...head, type: withNull(value, member.span), default: { value: null } };
  }
  const value =
    member.presence === 'implicit' && member.default !== undefined
      ? avroDefault(member.default, member.type, type)
      : undefined;
  return { ...head, type, ...(value === undefined ? {} : { default: { value } }) };
}

function holdsNull(schema: AvroSchema): boolean {
  return (
    schema.kind === 'null' || (schema.kind === 'union' && schema.branches.some((branch) => branch.kind === 'null'))
  );
}

function withNull(schema: AvroSchema, span: Span): AvroSchema {
  const branches = schema.kind === 'union' ? schema.branches : [schema];
  return { kind: 'union', branches: [{ kind: 'null', span }, ...branches], span };
}

function wrap(type: AvroSchema, place: Place, derivation: Derivation): AvroRecord {
  const name = [derivation.nameOf(place.owner), ...place.path.map(avroName)].join('_');
  const field = { name: 'value', type, aliases: [], span: place.span };
  return {
    kind: 'record',
    name: derivation.pool.take(name),
    aliases: [],
    error: false,
    fields: [field],
    wrapper: true,
    span: place.span,
  };
}

function enumFor(declaration: EnumDeclaration, derivation: Derivation): AvroSchema {
  const { span } = declaration;
  const schema = ((): AvroSchema => {
    switch (declaration.open) {
      case 'words':
        return { kind: 'string', span };
      case 'numbers':
        return { kind: 'int', span };
      case 'closed': {
        const fallback = declaration.default;
        const schema: AvroEnum = {
          kind: 'enum',
          name: derivation.nameOf(declaration),
          aliases: [],
          ...(declaration.description === undefined ? {} : { doc: declaration.description }),
          symbols: declaration.words.map((word) => avroName(word.name)),
          ...(fallback === undefined ? {} : { default: avroName(fallback) }),
          span,
        };
        derivation.declarationOf.set(schema, declaration);
        return schema;
      }
    }
  })();
  derivation.schemaOf.set(declaration, schema);
  return schema;
}

function typeFor(type: Type, place: Place, derivation: Derivation, inside: readonly Declaration[]): AvroSchema {
  const { span } = place;
  const within = (part: string): Place => ({ ...place, path: [...place.path, part] });
  const long = (name?: AvroLogical): AvroSchema => ({
    kind: 'long',
    span,
    ...(name === undefined ? {} : { logical: name }),
  });
  switch (type.kind) {
    case 'boolean':
      return { kind: 'boolean', span };
    case 'string':
      if (type.format === 'uuid') return { kind: 'string', logical: { name: 'uuid' }, span };
      return type.format === 'date' ? { kind: 'int', logical: { name: 'date' }, span } : { kind: 'string', span };
    case 'literal':
      return { kind: literalKind(type.value), span };
    case 'integer':
      return type.width === 'int32' ? { kind: 'int', span } : long();
    case 'float':
      return { kind: type.width === 32 ? 'float' : 'double', span };
    case 'decimal':
      if (type.digits === undefined) return { kind: 'string', span };
      return { kind: 'bytes', logical: { name: 'decimal', ...type.digits }, span };
    case 'bytes':
    case 'json':
      return { kind: 'bytes', span };
    case 'timestamp':
      return timestampFor(type, span, derivation);
    case 'duration': {
      if (type.unit === 'proto') return secondsAndNanos('Duration', span, derivation);
      const name = derivation.pool.take(
        [derivation.nameOf(place.owner), ...place.path.map(avroName), 'duration'].join('_'),
      );
      return { kind: 'fixed', name, aliases: [], size: 12, logical: { name: 'duration' }, span };
    }
    case 'time-of-day':
      if (type.unit === 'micros') return long({ name: 'time-micros' });
      return { kind: 'int', logical: { name: 'time-millis' }, span };
    case 'list':
      return { kind: 'array', items: typeFor(type.items, within('item'), derivation, inside), span };
    case 'map':
      return { kind: 'map', values: typeFor(type.values, within('value'), derivation, inside), span };
    case 'nullable': {
      const of = typeFor(type.of, place, derivation, inside);
      // Null on null says nothing more.
      return holdsNull(of) ? withNull(wrap(of, within('nullable'), derivation), span) : withNull(of, span);
    }
    case 'union':
      return unionFor(type, place, derivation, inside);
    case 'ref':
      return schemaFor(type.target, derivation, inside);
  }
}

/** A branch is wrapped in a record where Avro could not tell it from an earlier one, or where it is a union itself. */
function unionFor(type: UnionType, place: Place, derivation: Derivation, inside: readonly Declaration[]): AvroSchema {
  const seen = new Set<string>();
  const branches = type.branches.map((branch) => {
    const at = { ...place, path: [...place.path, branch.name], span: branch.span };
    const schema = typeFor(branch.type, at, derivation, inside);
    const name = 'name' in schema ? schema.name : schema.kind;
    const clashes = seen.has(name) || schema.kind === 'union' || schema.kind === 'null';
    seen.add(name);
    return clashes ? wrap(schema, at, derivation) : schema;
  });
  return { kind: 'union', branches, span: place.span };
}

function literalKind(value: Json): 'null' | 'boolean' | 'long' | 'double' | 'string' {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'long' : 'double';
  return 'string';
}

function timestampFor({ unit, wire, local }: TimestampType, span: Span, derivation: Derivation): AvroSchema {
  const lies = wire ?? unit;
  if (lies === 'proto') return secondsAndNanos('Timestamp', span, derivation);
  return { kind: 'long', logical: { name: `${local === true ? 'local-' : ''}timestamp-${lies}` }, span };
}

/** The well-known types of Protobuf as Avro records, each once. */
function secondsAndNanos(name: 'Timestamp' | 'Duration', span: Span, { shared }: Derivation): AvroRecord {
  const before = shared.get(name);
  if (before !== undefined) return before;
  const field = (text: string, kind: 'long' | 'int'): AvroRecordField => ({
    name: text,
    type: { kind, span },
    aliases: [],
    span,
  });
  const record: AvroRecord = {
    kind: 'record',
    name: `google.protobuf.${name}`,
    aliases: [],
    error: false,
    fields: [field('seconds', 'long'), field('nanos', 'int')],
    wrapper: false,
    span,
  };
  shared.set(name, record);
  return record;
}
