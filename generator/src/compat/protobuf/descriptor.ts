/** `.proto` files as the messages, enums and services that they declare, linked by object. */
import type { WireField, WireMessage, WireType } from '@agentwire/runtime/inspect';
import type { Diagnostics } from '../../diagnostics/index.js';
import { baseFeatures, type Features, within } from '../../formats/protobuf/features.js';
import { type ProtoFile, readFiles } from '../../formats/protobuf/files.js';
import { lowerFiles } from '../../formats/protobuf/lower.js';
import type { EnumEntry, FieldEntry, MessageEntry, ServiceEntry } from '../../formats/protobuf/outline.js';
import { scalarOf } from '../../formats/protobuf/scalars.js';
import { fullName, lookupOf, type Named, namedOf } from '../../formats/protobuf/scope.js';
import { verify } from '../../formats/protobuf/verify.js';
import type { SourceText, Span } from '../../source/text.js';
import type { Workspace } from '../../source/workspace.js';

export interface ProtoSide {
  readonly files: readonly FileDescriptor[];
}

export interface FileDescriptor {
  readonly key: string;
  readonly file: ProtoFile;
  readonly messages: readonly MessageDescriptor[];
  readonly enums: readonly EnumDescriptor[];
  readonly services: readonly ServiceDescriptor[];
}

export interface MessageDescriptor extends WireMessage {
  /** Within its package: `Order.Line`. */
  readonly path: string;
  readonly entry: MessageEntry;
  readonly fields: readonly FieldDescriptor[];
  readonly oneofs: readonly { readonly name: string; readonly span: Span }[];
  readonly span: Span;
  /** Of a map's entry, which no text declares. */
  readonly synthetic: boolean;
}

export interface FieldDescriptor extends WireField {
  readonly entry: FieldEntry;
  readonly type: DescribedType;
  /** Missing means its zero (proto3 without `optional`). */
  readonly implicit: boolean;
  readonly map: boolean;
  readonly jsonName: string;
  readonly options: ReadonlyMap<string, unknown>;
  readonly span: Span;
}

export type DescribedType = WireType & {
  readonly enum?: EnumDescriptor;
  /** As the text says it: `int32`, `shop.Order`. */
  readonly text: string;
};

export interface EnumDescriptor {
  readonly name: string;
  readonly path: string;
  readonly entry: EnumEntry;
  readonly closed: boolean;
  readonly span: Span;
}

export interface ServiceDescriptor {
  readonly name: string;
  readonly entry: ServiceEntry;
  readonly methods: readonly MethodDescriptor[];
  readonly span: Span;
}

export interface MethodDescriptor {
  readonly name: string;
  readonly input: MessageDescriptor;
  readonly output: MessageDescriptor;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly idempotency: string;
  readonly span: Span;
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

export function openProtobuf(
  files: ReadonlyMap<string, SourceText>,
  workspace: Workspace,
  diagnostics: Diagnostics,
): ProtoSide {
  const read = readFiles([...files.values()], workspace, diagnostics);
  for (const file of read) if (!file.builtIn) verify(file, diagnostics);
  // Types that are nowhere declared are found by lowering.
  lowerFiles(read, diagnostics);
  for (const { source, refused } of read) {
    if (refused !== undefined && !diagnostics.hasErrors)
      diagnostics.report('AW3201', { source, start: 0, end: 0 }, { found: refused });
  }
  if (diagnostics.hasErrors) return { files: [] };
  const keys = new Map([...files].map(([key, source]) => [source, key]));
  const linker = new Linker(read);
  return {
    files: read
      .filter((file) => keys.has(file.source))
      .map((file) => linker.describe(file, keys.get(file.source) ?? file.source.path)),
  };
}

class Linker {
  readonly #messages = new Map<MessageEntry, Growing<MessageDescriptor>>();
  readonly #enums = new Map<EnumEntry, EnumDescriptor>();

  constructor(files: readonly ProtoFile[]) {
    const named = files.flatMap((file) => namedOf(file));
    for (const one of named) this.#declare(one);
    for (const one of named) this.#fill(one);
  }

  describe(file: ProtoFile, key: string): FileDescriptor {
    const named = namedOf(file);
    return {
      key,
      file,
      messages: named.flatMap(({ entry }) => (entry.kind === 'message' ? (this.#messages.get(entry) ?? []) : [])),
      enums: named.flatMap(({ entry }) => (entry.kind === 'enum' ? (this.#enums.get(entry) ?? []) : [])),
      services: file.outline.entries.flatMap((entry) => (entry.kind === 'service' ? [this.#service(file, entry)] : [])),
    };
  }

  #declare({ file, entry, path }: Named): void {
    const common = { name: fullName(file, path), path: path.join('.'), span: entry.span };
    if (entry.kind === 'enum') {
      const closed = within(featuresAt(file, path.slice(0, -1)), file.facts.get(common.path)).enums === 'CLOSED';
      this.#enums.set(entry, { ...common, entry, closed });
      return;
    }
    const oneofs = entry.entries.filter((one) => one.kind === 'oneof').map(({ name, span }) => ({ name, span }));
    this.#messages.set(entry, { ...common, entry, oneofs, fields: [], synthetic: false });
  }

  #fill({ file, entry, path }: Named): void {
    const message = entry.kind === 'message' ? this.#messages.get(entry) : undefined;
    if (entry.kind !== 'message' || message === undefined) return;
    const features = featuresAt(file, path);
    const field = (one: FieldEntry, oneof?: string): FieldDescriptor => this.#field(file, one, path, features, oneof);
    message.fields = entry.entries.flatMap((one) =>
      one.kind === 'field'
        ? [field(one)]
        : one.kind === 'oneof'
          ? one.fields.map((inner) => field(inner, one.name))
          : [],
    );
  }

  #field(
    file: ProtoFile,
    entry: FieldEntry,
    path: readonly string[],
    outer: Features,
    oneof: string | undefined,
  ): FieldDescriptor {
    const facts = file.facts.get([...path, entry.name].join('.'));
    const features = within(outer, facts);
    const options = facts?.options ?? new Map<string, unknown>();
    const content = this.#type(file, entry.type.name, path, entry.group || features.messages === 'DELIMITED');
    const type = entry.key === undefined ? content : this.#entryType(file, entry, content, path);
    const repeated = entry.label === 'repeated' || entry.key !== undefined;
    const packable =
      type.kind === 'enum' || (type.kind === 'scalar' && type.scalar !== 'string' && type.scalar !== 'bytes');
    const asked = options.get('packed');
    const required = entry.label === 'required' || features.presence === 'LEGACY_REQUIRED';
    const explicit = entry.label === 'optional' || oneof !== undefined || features.presence === 'EXPLICIT';
    return {
      name: entry.name,
      number: entry.number,
      type,
      label: repeated ? 'repeated' : required ? 'required' : 'optional',
      packed: repeated && packable && (typeof asked === 'boolean' ? asked : features.repeated === 'PACKED'),
      ...(oneof === undefined ? {} : { oneof }),
      entry,
      implicit: !repeated && !required && !explicit && (type.kind === 'scalar' || type.kind === 'enum'),
      map: entry.key !== undefined,
      jsonName: facts?.jsonName ?? entry.name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase()),
      options,
      span: entry.span,
    };
  }

  #type(file: ProtoFile, name: string, scope: readonly string[], grouped: boolean): DescribedType {
    const scalar = scalarOf(name);
    if (scalar !== undefined) return { kind: 'scalar', scalar, text: scalar };
    const named = lookupOf(file).find(name, scope);
    const enumeration = named?.entry.kind === 'enum' ? this.#enums.get(named.entry) : undefined;
    if (enumeration !== undefined) {
      const numbers = new Set(enumeration.entry.words.map((word) => word.number));
      return { kind: 'enum', enum: enumeration, text: enumeration.name, ...(enumeration.closed ? { numbers } : {}) };
    }
    const message = named?.entry.kind === 'message' ? this.#messages.get(named.entry) : undefined;
    if (message === undefined) throw new Error(`bug: ${name} was not refused`);
    return { kind: grouped ? 'group' : 'message', message, text: message.name };
  }

  /** A map is a repeated message of `key` and `value`. */
  #entryType(file: ProtoFile, entry: FieldEntry, value: DescribedType, path: readonly string[]): DescribedType {
    const key = this.#type(file, entry.key?.name ?? 'string', path, false);
    const part = (name: string, number: number, type: DescribedType): FieldDescriptor => ({
      name,
      number,
      type,
      label: 'optional',
      packed: false,
      entry,
      implicit: true,
      map: false,
      jsonName: name,
      options: new Map(),
      span: entry.span,
    });
    const message: MessageDescriptor = {
      name: `${entry.name}Entry`,
      path: `${path.join('.')}.${entry.name}`,
      entry: { kind: 'message', name: entry.name, span: entry.span, entries: [], reserved: [], reservedNames: [] },
      fields: [part('key', 1, key), part('value', 2, value)],
      oneofs: [],
      span: entry.span,
      synthetic: true,
    };
    return { kind: 'message', message, text: `map<${key.text}, ${value.text}>` };
  }

  #service(file: ProtoFile, entry: ServiceEntry): ServiceDescriptor {
    const methods = entry.rpcs.map((rpc): MethodDescriptor => {
      const facts = file.facts.get(`${entry.name}.${rpc.name}`);
      return {
        name: rpc.name,
        input: this.#rpcType(file, rpc.input.name),
        output: this.#rpcType(file, rpc.output.name),
        clientStreaming: facts?.clientStreaming === true,
        serverStreaming: facts?.serverStreaming === true,
        idempotency: String(facts?.options.get('idempotency_level') ?? 'IDEMPOTENCY_UNKNOWN'),
        span: rpc.span,
      };
    });
    return { name: fullName(file, [entry.name]), entry, methods, span: entry.span };
  }

  #rpcType(file: ProtoFile, name: string): MessageDescriptor {
    const type = this.#type(file, name, [], false);
    return messageOf(type);
  }
}

export function messageOf(type: DescribedType): MessageDescriptor {
  if (type.kind !== 'message' && type.kind !== 'group') throw new Error(`bug: ${type.text} is no message`);
  // The linker puts nothing else there.
  return type.message as MessageDescriptor;
}

function featuresAt(file: ProtoFile, path: readonly string[]): Features {
  let features = within(baseFeatures(file.outline.syntax), file.facts.get(''));
  for (let depth = 1; depth <= path.length; depth++) {
    features = within(features, file.facts.get(path.slice(0, depth).join('.')));
  }
  return features;
}
