/** Fields and oneofs as members: types, presence, defaults and the facts of the wire. */
import type { Branch, Json, Member, ProtoField, ProtoScalar, Type, Word } from '../../model/types.js';
import { type Features, within } from './features.js';
import { type Context, reportUnknown } from './lower.js';
import type { FieldEntry, OneofEntry } from './outline.js';
import type { ParsedFacts } from './parser.js';
import { kindsOf } from '../../model/kinds.js';
import { keyKind, scalarOf, scalarTypes, wellKnownTypes, zeroOf } from './scalars.js';
import { fullName } from './scope.js';

/** What a field holds, before its label is looked at. */
interface Content {
  readonly type: Type;
  readonly facts: Partial<ProtoField>;
  /** The value that a missing field of implicit presence has; absent for messages. */
  readonly zero?: Json;
  readonly message: boolean;
}

/** ProtoJSON takes null for what is not set, but where null is a value: of Value and NullValue. */
const nullIsAbsent = { nullIsAbsent: true } as const;

export function lowerField(
  context: Context,
  field: FieldEntry,
  path: readonly string[],
  outer: Features,
): Member | undefined {
  const facts = context.file.facts.get([...path, field.name].join('.'));
  const features = within(outer, facts);
  const content = contentOf(context, field, path, facts);
  if (content === undefined) return undefined;
  const common = commonOf(field, facts);
  if (field.key !== undefined) return mapMember(context, field, content, common);
  const proto: ProtoField = { number: field.number, ...content.facts, ...delimited(field, content, features) };
  if (field.label === 'repeated') {
    const packed = isPackable(content) ? { packed: isPacked(facts, features) } : {};
    const type: Type = { kind: 'list', items: content.type };
    return { ...common, ...nullIsAbsent, type, presence: 'implicit', default: [], proto: { ...proto, ...packed } };
  }
  const takesNull = kindsOf(content.type).json.includes('null');
  const member = { ...common, ...(takesNull ? {} : nullIsAbsent), type: content.type, proto };
  if (field.label === 'required' || features.presence === 'LEGACY_REQUIRED') return { ...member, presence: 'required' };
  const explicit = field.label === 'optional' || content.message || features.presence === 'EXPLICIT';
  if (explicit) {
    const value = defaultOf(facts, content);
    return { ...member, presence: 'optional', ...(value === undefined ? {} : { default: value }) };
  }
  return { ...member, presence: 'implicit', ...(content.zero === undefined ? {} : { default: content.zero }) };
}

export function lowerOneof(context: Context, oneof: OneofEntry, path: readonly string[], features: Features): Member {
  const branches = oneof.fields.flatMap((field): Branch[] => {
    const facts = context.file.facts.get([...path, field.name].join('.'));
    const content = contentOf(context, field, path, facts);
    if (content === undefined) return [];
    const proto = {
      number: field.number,
      ...content.facts,
      ...delimited(field, content, within(features, facts)),
    };
    const { span, comment } = field;
    return [
      {
        name: field.name,
        ...aliasOf(field, facts),
        type: content.type,
        proto,
        span,
        ...(comment === undefined ? {} : { description: comment }),
      },
    ];
  });
  return {
    name: oneof.name,
    type: { kind: 'union', style: 'oneof', discriminator: { kind: 'wire' }, branches },
    presence: 'optional',
    ...nullIsAbsent,
    span: oneof.span,
    ...(oneof.comment === undefined ? {} : { description: oneof.comment }),
  };
}

function mapMember(context: Context, field: FieldEntry, content: Content, common: MemberCommon): Member | undefined {
  const scalar = scalarOf(field.key?.name ?? '');
  const keys = scalar === undefined ? undefined : keyKind(scalar);
  if (scalar === undefined || keys === undefined) {
    context.diagnostics.report('AW3211', field.key?.span ?? field.span, {
      name: field.name,
      reason: `${field.key?.name ?? ''} cannot be the key of a map`,
    });
    return undefined;
  }
  return {
    ...common,
    ...nullIsAbsent,
    type: { kind: 'map', keys, values: content.type },
    presence: 'implicit',
    default: {},
    proto: { number: field.number, key: scalar, ...content.facts },
  };
}

function contentOf(
  context: Context,
  field: FieldEntry,
  path: readonly string[],
  facts: ParsedFacts | undefined,
): Content | undefined {
  const scalar = scalarOf(field.type.name);
  if (scalar !== undefined) {
    return { type: scalarType(scalar, facts), facts: { scalar }, zero: zeroOf(scalar), message: false };
  }
  const named = context.lookup.find(field.type.name, path);
  if (named === undefined) {
    reportUnknown(context, field.type, field.name);
    return undefined;
  }
  const known = wellKnownTypes.get(fullName(named.file, named.path));
  if (known !== undefined) return { ...known, message: true };
  const target = context.declarationOf(named);
  if (target === undefined) return undefined;
  if (target.kind === 'record' && target.jsonForm === 'any')
    context.diagnostics.report('AW3212', field.type.span, { name: field.name });
  const type: Type = { kind: 'ref', target };
  if (target.kind !== 'enum') return { type, facts: {}, message: true };
  const zero = zeroWord(target.words);
  return { type, facts: {}, message: false, ...(zero === undefined ? {} : { zero }) };
}

function zeroWord(words: readonly Word[]): string | undefined {
  return (words.find((word) => word.number === 0) ?? words[0])?.name;
}

/** `jstype = JS_NUMBER` asks for numbers instead of bigints. */
function scalarType(scalar: ProtoScalar, facts: ParsedFacts | undefined): Type {
  const type = scalarTypes[scalar];
  const wide = type.kind === 'integer' && (type.width === 'int64' || type.width === 'uint64');
  return wide && facts?.options.get('jstype') === 'JS_NUMBER' ? { kind: 'integer', width: 'safe' } : type;
}

function isPackable({ type, facts, message }: Content): boolean {
  return !message && (type.kind === 'ref' || (facts.scalar !== 'string' && facts.scalar !== 'bytes'));
}

function isPacked(facts: ParsedFacts | undefined, features: Features): boolean {
  const asked = facts?.options.get('packed');
  return typeof asked === 'boolean' ? asked : features.repeated === 'PACKED';
}

function delimited(field: FieldEntry, content: Content, features: Features): { readonly group?: true } {
  return field.group || (content.message && features.messages === 'DELIMITED') ? { group: true } : {};
}

/** In JSON form; numbers beyond 2^53 stay text, as ProtoJSON has them. */
function defaultOf(facts: ParsedFacts | undefined, content: Content): Json | undefined {
  const value = facts?.options.get('default');
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return String(value);
    return content.type.kind === 'integer' && typeof content.zero === 'string' ? String(value) : value;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

type MemberCommon = Pick<Member, 'name' | 'alias' | 'description' | 'deprecated' | 'sensitive' | 'span'>;

function commonOf(field: FieldEntry, facts: ParsedFacts | undefined): MemberCommon {
  return {
    name: field.name,
    span: field.span,
    ...aliasOf(field, facts),
    ...(field.comment === undefined ? {} : { description: field.comment }),
    ...(facts?.options.get('deprecated') === true ? { deprecated: true } : {}),
    ...(facts?.options.get('debug_redact') === true ? { sensitive: true } : {}),
  };
}

/** ProtoJSON's name, by the rule of protoc: `_` goes, and the letter behind it is a capital. */
function lowerCamel(name: string): string {
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}

export function jsonNameOf(field: FieldEntry, facts: ParsedFacts | undefined): string {
  return facts?.jsonName ?? lowerCamel(field.name);
}

/** ProtoJSON's spelling, where it is another one. */
function aliasOf(field: FieldEntry, facts: ParsedFacts | undefined): Pick<Member, 'alias'> {
  const alias = jsonNameOf(field, facts);
  return alias === field.name || alias === '' ? {} : { alias };
}
