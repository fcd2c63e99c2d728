/**
 * A `.proto` file as `google.protobuf.FileDescriptorProto`: what gRPC's reflection hands out. It says what is on the
 * wire; options and comments stay in the text.
 */
import { jsonNameOf } from './fields.js';
import type { ProtoFile } from './files.js';
import type { Entry, EnumEntry, FieldEntry, MessageEntry, OneofEntry, ServiceEntry, TypeName } from './outline.js';
import { scalarOf } from './scalars.js';
import { fullName, type Lookup, lookupOf, reachedFrom } from './scope.js';

/** Field number and value, in the order of descriptor.proto. */
type Part = readonly [number: number, value: number | string | Uint8Array];

const scalarNumbers = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
} as const;
const [typeGroup, typeMessage, typeEnum] = [10, 11, 14];
const labels = { optional: 1, required: 2, repeated: 3 } as const;

/** The file and all that it imports, in base64; none where one of them is of an edition, whose features are options. */
export function descriptorsOf(file: ProtoFile): readonly string[] {
  const all = reachedFrom(file);
  if (all.some(({ outline }) => outline.syntax === 'editions')) return [];
  return all.map((one) => Buffer.from(fileOf(one)).toString('base64'));
}

function fileOf(file: ProtoFile): Uint8Array {
  const { outline, source, imports } = file;
  const scope: Scope = { file, lookup: lookupOf(file) };
  return message(
    [1, source.path],
    ...(outline.package === '' ? [] : [[2, outline.package] as const]),
    ...imports.map((one) => [3, one.file.source.path] as const),
    ...each(outline.entries, 'message', (entry) => [4, messageOf(entry, [entry.name], scope)]),
    ...each(outline.entries, 'enum', (entry) => [5, enumOf(entry)]),
    ...each(outline.entries, 'service', (entry) => [6, serviceOf(entry, scope)]),
    ...(outline.syntax === 'proto3' ? [[12, 'proto3'] as const] : []),
  );
}

interface Scope {
  readonly file: ProtoFile;
  readonly lookup: Lookup;
}

function each<K extends Entry['kind']>(
  entries: readonly Entry[],
  kind: K,
  make: (entry: Extract<Entry, { readonly kind: K }>) => Part,
): readonly Part[] {
  return entries.flatMap((entry) => (entry.kind === kind ? [make(entry as Extract<Entry, { readonly kind: K }>)] : []));
}

function messageOf(entry: MessageEntry, path: readonly string[], scope: Scope): Uint8Array {
  const oneofs = entry.entries.filter((one): one is OneofEntry => one.kind === 'oneof');
  const fields = entry.entries.filter((one): one is FieldEntry => one.kind === 'field');
  // Presence in proto3 is a oneof of one field, after the real ones.
  const present = scope.file.outline.syntax === 'proto3' ? fields.filter(({ label }) => label === 'optional') : [];
  return message(
    [1, entry.name],
    ...entry.entries.flatMap((one): readonly Part[] => {
      if (one.kind === 'oneof')
        return one.fields.map((field) => [2, fieldOf(field, path, scope, oneofs.indexOf(one), false)]);
      if (one.kind !== 'field') return [];
      const index = present.indexOf(one);
      return [[2, fieldOf(one, path, scope, index < 0 ? undefined : oneofs.length + index, index >= 0)]];
    }),
    ...entry.entries.flatMap((one): readonly Part[] => {
      if (one.kind === 'message') return [[3, messageOf(one, [...path, one.name], scope)]];
      return one.kind === 'field' && one.key !== undefined ? [[3, mapEntryOf(one, path, scope)]] : [];
    }),
    ...each(entry.entries, 'enum', (one) => [4, enumOf(one)]),
    ...[...oneofs.map(({ name }) => name), ...present.map(({ name }) => `_${name}`)].map(
      (name) => [8, message([1, name])] as const,
    ),
    // Exclusive at the end, unlike an enum's.
    ...entry.reserved.map(({ from, to }) => [9, message([1, from], [2, to + 1])] as const),
    ...entry.reservedNames.map((name) => [10, name] as const),
  );
}

function fieldOf(
  field: FieldEntry,
  path: readonly string[],
  scope: Scope,
  oneof: number | undefined,
  proto3Optional: boolean,
): Uint8Array {
  const map = field.key !== undefined;
  const label = map ? labels.repeated : labels[field.label ?? 'optional'];
  const type = map ? entryType(field, path, scope) : typeOf(field.type, path, scope, field.group);
  return message(
    [1, field.name],
    [3, field.number],
    [4, label],
    ...type,
    ...(oneof === undefined ? [] : [[9, oneof] as const]),
    [10, jsonNameOf(field, scope.file.facts.get([...path, field.name].join('.')))],
    ...(proto3Optional ? [[17, 1] as const] : []),
  );
}

/** Kind and, where it is a declaration, its full name. */
function typeOf({ name }: TypeName, path: readonly string[], { lookup }: Scope, group = false): readonly Part[] {
  const scalar = scalarOf(name);
  if (scalar !== undefined) return [[5, scalarNumbers[scalar]]];
  const named = lookup.find(name, path);
  if (named === undefined) return [];
  const kind = named.entry.kind === 'enum' ? typeEnum : group ? typeGroup : typeMessage;
  return [
    [5, kind],
    [6, `.${fullName(named.file, named.path)}`],
  ];
}

/** `map<string, Item> items_by_id` is a list of `ItemsByIdEntry`. */
function entryName({ name }: FieldEntry): string {
  return `${name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Entry`;
}

function entryType(field: FieldEntry, path: readonly string[], { file }: Scope): readonly Part[] {
  return [
    [5, typeMessage],
    [6, `.${fullName(file, [...path, entryName(field)])}`],
  ];
}

function mapEntryOf(field: FieldEntry, path: readonly string[], scope: Scope): Uint8Array {
  const part = (name: string, number: number, type: TypeName | undefined): Part => [
    2,
    message([1, name], [3, number], [4, labels.optional], ...(type === undefined ? [] : typeOf(type, path, scope)), [
      10,
      name,
    ]),
  ];
  return message([1, entryName(field)], part('key', 1, field.key), part('value', 2, field.type), [7, message([7, 1])]);
}

function enumOf(entry: EnumEntry): Uint8Array {
  return message(
    [1, entry.name],
    ...entry.words.map(({ name, number }) => [2, message([1, name], [2, number])] as const),
    ...entry.reserved.map(({ from, to }) => [4, message([1, from], [2, to])] as const),
    ...entry.reservedNames.map((name) => [5, name] as const),
  );
}

function serviceOf(entry: ServiceEntry, scope: Scope): Uint8Array {
  const { facts } = scope.file;
  const nameOf = (type: TypeName): string => String(typeOf(type, [], scope)[1]?.[1] ?? '');
  return message(
    [1, entry.name],
    ...entry.rpcs.map((rpc) => {
      const { clientStreaming, serverStreaming } = facts.get(`${entry.name}.${rpc.name}`) ?? {};
      return [
        2,
        message(
          [1, rpc.name],
          [2, nameOf(rpc.input)],
          [3, nameOf(rpc.output)],
          ...(clientStreaming === true ? [[5, 1] as const] : []),
          ...(serverStreaming === true ? [[6, 1] as const] : []),
        ),
      ] as const;
    }),
  );
}

// ------------------------------------------------------------------------------------------------------------- bytes

const encoder = new TextEncoder();

function message(...parts: readonly Part[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of parts) {
    if (typeof value === 'number') bytes.push(...varint(number * 8), ...varint(value));
    else {
      const content = typeof value === 'string' ? encoder.encode(value) : value;
      bytes.push(...varint(number * 8 + 2), ...varint(content.length));
      for (const byte of content) bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/** Negative numbers take ten bytes, as an int32 does. */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  for (let left = BigInt.asUintN(64, BigInt(value)); ; left >>= 7n) {
    if (left < 0x80n) return [...bytes, Number(left)];
    bytes.push(Number(left & 0x7fn) | 0x80);
  }
}
