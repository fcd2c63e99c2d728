/** Avro files to modules: parse, collect all names, link, lower. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { AvroNamed, AvroSchema } from '../../model/avro-schema.js';
import type { SchemaModule } from '../../model/model.js';
import type { AliasDeclaration, Declaration, Member } from '../../model/types.js';
import type { SourceText, Span } from '../../source/text.js';
import { buildSchema, type Building } from './build.js';
import { defineType } from './build-named.js';
import type { Collected } from './collect.js';
import { endless } from './endless.js';
import { type Lowered, lowerMembers, lowerNamed, lowerType } from './lower.js';
import { pascalCase, shortName } from './names.js';
import { openFile, type OpenedFile } from './open.js';

/** One file with its schemas linked by object, not lowered: what comparing two of them needs. */
export interface Linked {
  readonly file: OpenedFile;
  /** The types that this file defines, in the order of its text. */
  readonly types: readonly AvroNamed[];
  /** What the file as a whole is, where it is one type. */
  readonly whole: AvroSchema | undefined;
}

export function loadLinked(roots: readonly SourceText[], diagnostics: Diagnostics): readonly Linked[] {
  const opened = roots.map((source) => openFile(source, diagnostics));
  const files = opened.flatMap((file) => (file === undefined ? [] : [file]));
  const building: Building = {
    files: files.map((file) => file.collected),
    types: new Map(),
    later: [],
    diagnostics,
  };
  const linked = files.map((file) => link(file, building));
  for (const check of building.later) check();
  return linked;
}

export function load(roots: readonly SourceText[], diagnostics: Diagnostics): readonly SchemaModule[] {
  const linked = loadLinked(roots, diagnostics);
  const lowered: Lowered = new Map();
  for (const { file, types } of linked) for (const type of types) lowerNamed(type, file.source, lowered);
  for (const [schema, declaration] of lowered) {
    if (schema.kind === 'record' && declaration.kind === 'record') {
      (declaration.members as Member[]).push(...lowerMembers(schema, lowered));
    }
  }
  endless(lowered.keys(), diagnostics);
  const modules = linked.map((one) => moduleOf(one, lowered));
  for (const one of lowered.values()) freeze(one);
  return modules;
}

function freeze(declaration: Declaration): void {
  if (declaration.kind === 'record') Object.freeze(declaration.members);
  Object.freeze(declaration);
}

function link(file: OpenedFile, building: Building): Linked {
  const collected: Collected = file.collected;
  const place = { file: collected, namespace: file.namespace };
  const wholes = file.roots.map((root) => buildSchema(root, place, building));
  const types = [...collected.byName.values()].flatMap((definition) => defineType(definition, building) ?? []);
  return { file, types, whole: wholes.length === 1 ? wholes[0] : undefined };
}

function moduleOf({ file, types, whole }: Linked, lowered: Lowered): SchemaModule {
  const { source } = file;
  const declarations = types.flatMap((type) => lowered.get(type) ?? []);
  const root = whole === undefined ? undefined : rootOf(whole, source, lowered, declarations);
  if (root !== undefined && !declarations.includes(root) && root.origin.path === source.path) declarations.push(root);
  const exports = new Map<string, Declaration>();
  for (const declaration of declarations) {
    exports.set(declaration.origin.name, declaration);
    for (const name of [shortName(declaration.origin.name), declaration.name]) {
      if (!exports.has(name)) exports.set(name, declaration);
    }
  }
  return { source, format: 'avro', exports, declarations, services: [], ...(root === undefined ? {} : { root }) };
}

/** A named type stands for itself; a list, a map, a union or a primitive is named after its file. */
function rootOf(
  whole: AvroSchema,
  source: SourceText,
  lowered: Lowered,
  declarations: readonly Declaration[],
): Declaration | undefined {
  if ('name' in whole) return lowered.get(whole);
  const base = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '');
  const name = pascalCase(base);
  // A union at the top is also how a file lists several types: then the one that the file is named after is meant.
  const namesake = declarations.find((declaration) => declaration.name === name);
  if (namesake !== undefined) return namesake;
  const span: Span = whole.span;
  const declaration: AliasDeclaration = {
    kind: 'alias',
    name,
    origin: { format: 'avro', path: source.path, name },
    span,
    type: lowerType(whole, lowered),
    avro: whole,
  };
  return Object.freeze(declaration);
}
