/** Layouts as a `.proto` text: proto3 where its rules suffice, else edition 2023 with the features that are needed. */
import type { Service } from '../model/model.js';
import type { Json, Member, Type } from '../model/types.js';
import type { ProtoContent, ProtoEnum, ProtoLayouts, ProtoMessage, ProtoSlot, ProtoValue } from './proto-layout.js';
import { enumWord } from './proto-names.js';
import { commentLines, quoted } from './proto-text.js';

export interface PrintProtoOptions {
  /** The package; none where empty. */
  readonly namespace: string;
  readonly services?: readonly Service[];
}

type Syntax = 'proto3' | 'editions';

export function printProto(layouts: ProtoLayouts, { namespace, services = [] }: PrintProtoOptions): string {
  const syntax = syntaxOf(layouts);
  const imports = importsOf(layouts);
  const head = [
    syntax === 'proto3' ? 'syntax = "proto3";' : 'edition = "2023";',
    ...(namespace === '' ? [] : [`package ${namespace};`]),
    ...(imports.length === 0 ? [] : [imports.map((path) => `import "${path}";`).join('\n')]),
  ];
  const printer = new ProtoPrinter(layouts, syntax);
  return `${[
    ...head,
    ...services.map((service) => printer.service(service)),
    ...layouts.messages.map((message) => printer.message(message)),
    ...layouts.enums.map((one) => printer.enum(one)),
  ].join('\n\n')}\n`;
}

/** Required fields, groups, closed enums and explicit lists of proto2 need an edition. */
function syntaxOf(layouts: ProtoLayouts): Syntax {
  const closed = layouts.enums.some((one) => !one.derived && one.declaration.open === 'closed');
  const special = layouts.messages.some(
    ({ of }) =>
      of.kind === 'record' && of.slots.some((slot) => needsEdition(slot, of.declaration.origin.format === 'protobuf')),
  );
  return closed || special ? 'editions' : 'proto3';
}

function needsEdition({ member, content }: ProtoSlot, authored: boolean): boolean {
  if (content.kind === 'oneof') return content.branches.some((branch) => branch.group);
  if (content.kind === 'map') return false;
  if (content.group) return true;
  if (content.kind === 'list') return false;
  return (
    authored && (content.presence === 'required' || (content.presence === 'optional' && member.default !== undefined))
  );
}

const wellKnownFile: Readonly<Record<string, string>> = {
  Timestamp: 'timestamp',
  Duration: 'duration',
  Struct: 'struct',
  Value: 'struct',
  ListValue: 'struct',
};

function importsOf({ messages }: ProtoLayouts): readonly string[] {
  const values = messages.flatMap(({ of }) =>
    of.kind === 'record' ? of.slots.flatMap((slot) => valuesOf(slot.content)) : valuesOf(of.slot),
  );
  const files = values.flatMap((value) =>
    value.kind === 'well-known' ? [`google/protobuf/${wellKnownFile[value.name] ?? 'wrappers'}.proto`] : [],
  );
  return [...new Set(files)].toSorted();
}

function valuesOf(content: ProtoContent): readonly ProtoValue[] {
  switch (content.kind) {
    case 'single':
    case 'map':
      return [content.value];
    case 'list':
      return [content.item];
    case 'oneof':
      return content.branches.map((branch) => branch.value);
  }
}

class ProtoPrinter {
  readonly #layouts: ProtoLayouts;
  readonly #syntax: Syntax;

  constructor(layouts: ProtoLayouts, syntax: Syntax) {
    this.#layouts = layouts;
    this.#syntax = syntax;
  }

  service(service: Service): string {
    const methods = service.methods.map((method) => {
      const input = this.#layouts.messageOf.get(method.input)?.name ?? method.input.name;
      const output = this.#layouts.messageOf.get(method.output)?.name ?? method.output.name;
      const [from, to] = [method.clientStreaming ? 'stream ' : '', method.serverStreaming ? 'stream ' : ''];
      return [
        ...commentLines(method.description, '  '),
        `  rpc ${method.name}(${from}${input}) returns (${to}${output});`,
      ];
    });
    const name = service.name.slice(service.name.lastIndexOf('.') + 1);
    return [...commentLines(service.description, ''), `service ${name} {`, ...methods.flat(), '}'].join('\n');
  }

  message(message: ProtoMessage): string {
    const { of, name, reserved, reservedNames } = message;
    const lines =
      of.kind === 'record'
        ? of.slots.flatMap((slot) => this.#slot(slot, of.declaration.origin.format === 'protobuf'))
        : this.#content(of.slot, alone(of.slot), undefined, false);
    const ranges = reserved.map(({ from, to }) =>
      from === to ? String(from) : `${from} to ${to === 536_870_911 ? 'max' : to}`,
    );
    // Editions write reserved names bare, proto3 in quotes.
    const names = reservedNames.map((one) => (this.#syntax === 'editions' ? one : quoted(one)));
    const body = [
      ...(of.kind === 'record' && of.declaration.deprecated === true ? ['  option deprecated = true;'] : []),
      ...(ranges.length === 0 ? [] : [`  reserved ${ranges.join(', ')};`]),
      ...(names.length === 0 ? [] : [`  reserved ${names.join(', ')};`]),
      ...lines,
    ];
    const description = of.declaration?.description;
    const head = commentLines(description, '');
    if (body.length === 0) return [...head, `message ${name} {}`].join('\n');
    return [...head, `message ${name} {`, ...body, '}'].join('\n');
  }

  enum({ name, declaration, numbers, derived, reserved }: ProtoEnum): string {
    const closed = !derived && declaration.open === 'closed' && this.#syntax === 'editions';
    const repeats = new Set(numbers).size < numbers.length;
    const taken = new Set<string>();
    const wordOf = (word: string): string => {
      let wanted = derived ? enumWord(name, word) : word;
      while (taken.has(wanted)) wanted += '_';
      taken.add(wanted);
      return wanted;
    };
    const words = declaration.words.flatMap((word, index) => {
      const options = word.deprecated === true ? ' [deprecated = true]' : '';
      return [...commentLines(word.description, '  '), `  ${wordOf(word.name)} = ${numbers[index] ?? 0}${options};`];
    });
    return [
      ...commentLines(declaration.description, ''),
      `enum ${name} {`,
      ...(closed ? ['  option features.enum_type = CLOSED;'] : []),
      ...(repeats ? ['  option allow_alias = true;'] : []),
      ...(declaration.deprecated === true ? ['  option deprecated = true;'] : []),
      ...(reserved.length === 0 ? [] : [`  reserved ${reserved.join(', ')};`]),
      ...(derived ? [`  ${wordOf('unspecified')} = 0;`] : []),
      ...words,
      '}',
    ].join('\n');
  }

  #slot({ member, name, content }: ProtoSlot, authored: boolean): readonly string[] {
    return [...commentLines(member.description, '  '), ...this.#content(content, name, member, authored)];
  }

  #content(content: ProtoContent, name: string, member: Member | undefined, authored: boolean): readonly string[] {
    switch (content.kind) {
      case 'single': {
        const { value, presence, number } = content;
        const label = this.#syntax === 'proto3' && presence !== 'zero' && isBare(value) ? 'optional ' : '';
        const options = this.#options(content, name, member, authored);
        return [`  ${label}${this.#type(value)} ${name} = ${number}${options};`];
      }
      case 'list':
        return [
          `  repeated ${this.#type(content.item)} ${name} = ${content.number}${this.#options(content, name, member, authored)};`,
        ];
      case 'map':
        return [
          `  map<${content.key}, ${this.#type(content.value)}> ${name} = ${content.number}${this.#options(content, name, member, authored)};`,
        ];
      case 'oneof': {
        const branches = content.branches.flatMap((branch) => {
          const options = bracketed(branch.group ? ['features.message_encoding = DELIMITED'] : []);
          return [
            ...commentLines(branch.branch.description, '    '),
            `    ${this.#type(branch.value)} ${branch.name} = ${branch.number}${options};`,
          ];
        });
        return [`  oneof ${name} {`, ...branches, '  }'];
      }
    }
  }

  #type(value: ProtoValue): string {
    switch (value.kind) {
      case 'scalar':
        return value.scalar;
      case 'enum':
        return this.#layouts.enumOf.get(value.declaration)?.name ?? value.declaration.name;
      case 'message':
        return value.message().name;
      case 'well-known':
        return `google.protobuf.${value.name}`;
    }
  }

  #options(
    content: Exclude<ProtoContent, { kind: 'oneof' }>,
    name: string,
    member: Member | undefined,
    authored: boolean,
  ): string {
    const options: string[] = [];
    const editions = this.#syntax === 'editions';
    if (content.kind !== 'map' && content.group) options.push('features.message_encoding = DELIMITED');
    if (content.kind === 'single' && editions) {
      if (content.presence === 'zero') options.push('features.field_presence = IMPLICIT');
      if (content.presence === 'required' && authored) options.push('features.field_presence = LEGACY_REQUIRED');
    }
    if (content.kind === 'list' && !content.packed && isPackable(content.item)) {
      options.push(editions ? 'features.repeated_field_encoding = EXPANDED' : 'packed = false');
    }
    const type = typeOf(content);
    if (type?.kind === 'integer' && type.width === 'safe' && type.wide === undefined)
      options.push('jstype = JS_NUMBER');
    if (member !== undefined) options.push(...memberOptions(content, name, member, authored));
    return bracketed(options);
  }
}

function memberOptions(content: ProtoContent, name: string, member: Member, authored: boolean): readonly string[] {
  const options: string[] = [];
  const jsonName = authored ? (member.alias ?? member.name) : member.name;
  // ProtoJSON's own spelling need not be said.
  if (authored ? jsonName !== lowerCamel(name) : jsonName !== name) options.push(`json_name = ${quoted(jsonName)}`);
  if (member.deprecated === true) options.push('deprecated = true');
  if (member.sensitive === true) options.push('debug_redact = true');
  if (authored && content.kind === 'single' && content.presence === 'optional' && member.default !== undefined) {
    options.push(`default = ${defaultText(content.value, member.default)}`);
  }
  return options;
}

function defaultText(value: ProtoValue, json: Json): string {
  if (value.kind === 'enum') return String(json);
  const text = value.kind === 'scalar' && (value.scalar === 'string' || value.scalar === 'bytes');
  if (text) return quoted(String(json));
  return String(json).replace('Infinity', 'inf').replace('NaN', 'nan');
}

function typeOf(content: ProtoContent): Type | undefined {
  const [value] = valuesOf(content);
  return value?.kind === 'scalar' ? value.type : undefined;
}

function bracketed(options: readonly string[]): string {
  return options.length === 0 ? '' : ` [${options.join(', ')}]`;
}

/** Scalars and enums have no presence in proto3 unless they say `optional`; messages always have it. */
function isBare(value: ProtoValue): boolean {
  return value.kind === 'scalar' || value.kind === 'enum';
}

function isPackable(value: ProtoValue): boolean {
  return value.kind === 'enum' || (value.kind === 'scalar' && value.scalar !== 'string' && value.scalar !== 'bytes');
}

function alone(content: ProtoContent): string {
  return content.kind === 'list' ? 'items' : content.kind === 'map' ? 'entries' : 'value';
}

function lowerCamel(name: string): string {
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}
