import type { Declaration, EnumDeclaration, Member, RecordDeclaration } from '../../model/types.js';
import { described, type Printable, type PrintedSchema, type Printer } from './print-type.js';

export function printDeclaration(declaration: Declaration, printer: Printer): PrintedSchema {
  const words: PrintedSchema = {
    ...(declaration.description === undefined ? {} : { description: declaration.description }),
    ...(declaration.deprecated === true ? { deprecated: true } : {}),
  };
  switch (declaration.kind) {
    case 'record':
      return {
        ...words,
        ...(declaration.jsonForm === undefined ? record(declaration, printer) : forms[declaration.jsonForm]),
      };
    case 'enum':
      return { ...words, ...enumeration(declaration) };
    case 'alias':
      return { ...words, ...printer.type(declaration.type) };
  }
}

/** Paths in lowerCamelCase, joined by commas; and nothing. */
const forms: Readonly<Record<'field-mask' | 'any', PrintedSchema>> = {
  'field-mask': { type: 'string', pattern: '^([^,_]+(,[^,_]+)*)?$' },
  any: { not: {} },
};

function record(declaration: RecordDeclaration, printer: Printer): PrintedSchema {
  const required = declaration.members.filter((member) => member.presence === 'required').map((member) => member.name);
  const properties = declaration.members.flatMap((member) => memberEntries(member, printer));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(declaration.unknown === 'refuse' ? { additionalProperties: false } : {}),
  };
}

function memberEntries(member: Member, printer: Printer): [string, Printable][] {
  const { type } = member;
  // A Protobuf oneof lies flat in JSON: its branches are members of the message.
  if (type.kind === 'union' && type.style === 'oneof') {
    return type.branches.map((branch) => [branch.name, described(printer.type(branch.type), branch.description)]);
  }
  const annotations: PrintedSchema = {
    ...(member.default === undefined ? {} : { default: member.default }),
    ...(member.deprecated === true ? { deprecated: true } : {}),
    ...(member.sensitive === true ? { 'x-sensitive': true } : {}),
  };
  return [[member.name, { ...described(printer.type(type), member.description), ...annotations }]];
}

function enumeration({ words, open, jsonForm }: EnumDeclaration): PrintedSchema {
  if (jsonForm === 'null') return { type: 'null' };
  const names = words.map((word) => word.name);
  if (open === 'words') return { anyOf: [{ enum: names }, { type: 'string' }] };
  if (open === 'numbers') return { anyOf: [{ enum: names }, { type: 'integer', format: 'int32' }] };
  const told = words.some((word) => word.description !== undefined || word.deprecated === true);
  if (!told || words.length < 2) return { type: 'string', enum: names };
  return {
    oneOf: words.map((word) => ({
      ...described({ const: word.name }, word.description),
      ...(word.deprecated === true ? { deprecated: true } : {}),
    })),
  };
}
