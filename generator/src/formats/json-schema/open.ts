/**
 * The TypeScript types of schemas that stay open JSON, by json-schema-to-typescript: the one door to that library. It
 * is loaded only where such a schema is met, since loading it costs half a second.
 */
import type { SchemaModule } from '../../model/model.js';
import type { Declaration, Json, JsonType, Type } from '../../model/types.js';
import { tidy } from './tidy.js';
import { typingSchema } from './typing-schema.js';

/**
 * Fills in `typescript` of every open type that has a schema, and returns the modules. No schema reaches the network or
 * the disk, and none brings TypeScript text of its own.
 */
export async function typeOpenSchemas(modules: readonly SchemaModule[]): Promise<readonly SchemaModule[]> {
  const open = new Set<JsonType>();
  for (const module of modules) for (const declaration of module.declarations) collect(declaration, open);
  // One after the other: the library keeps state between its calls.
  for (const type of open) {
    const typescript = type.schema === undefined ? undefined : await typescriptOf(type.schema);
    if (typescript !== undefined) Object.assign(type, { typescript });
  }
  return modules;
}

function collect(declaration: Declaration, open: Set<JsonType>): void {
  switch (declaration.kind) {
    case 'record':
      for (const member of declaration.members) collectType(member.type, open);
      return;
    case 'alias':
      return collectType(declaration.type, open);
    case 'enum':
  }
}

function collectType(type: Type, open: Set<JsonType>): void {
  switch (type.kind) {
    case 'json':
      if (type.schema !== undefined && type.typescript === undefined) open.add(type);
      return;
    case 'list':
      return collectType(type.items, open);
    case 'map':
      return collectType(type.values, open);
    case 'nullable':
      return collectType(type.of, open);
    case 'union':
      for (const branch of type.branches) collectType(branch.type, open);
      return;
    default:
  }
}

/** A tuple's bounds come as a comment of the member. */
const head = /^export interface Root \{\n(?:\/\*\*[^]*?\*\/\n)?value: /;

/** The schema as one type expression; `unknown` where the library cannot say it. */
export async function typescriptOf(schema: Json): Promise<string> {
  const typing = typingSchema(schema);
  if (typing === true) return 'unknown';
  if (typing === false) return 'never';
  const { compile } = await import('json-schema-to-typescript');
  // As a member: a root would become an interface, and lose what is no object.
  const holder = { type: 'object', required: ['value'], additionalProperties: false, properties: { value: typing } };
  try {
    const text = await compile(holder as Parameters<typeof compile>[0], 'Root', {
      bannerComment: '',
      format: false,
      unknownAny: true,
      $refOptions: { resolve: { external: false } },
    });
    const start = head.exec(text)?.[0].length;
    return start === undefined ? 'unknown' : tidy(text.slice(start, text.lastIndexOf('\n}')));
  } catch {
    // The value is still validated in full; only its type is then vague.
    return 'unknown';
  }
}
