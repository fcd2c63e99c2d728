/** Schemas in, a compact text of the model out, for tests that read as given and want. */
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { jsonSchema } from '../../../../generator/src/formats/json-schema/index.js';
import type { SchemaModule } from '../../../../generator/src/model/model.js';
import type { Declaration, Type } from '../../../../generator/src/model/types.js';
import { locate } from '../../../../generator/src/source/text.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';

export interface Loaded {
  readonly modules: readonly SchemaModule[];
  /** `path:line:col code message`, in the order of the text. */
  readonly found: readonly string[];
  readonly hints: readonly (string | undefined)[];
  /** Declarations of all modules, one line each. */
  readonly shown: readonly string[];
}

/** Loads the files in `files` (objects are printed as JSON with two spaces); the first is the root. */
export function given(files: Readonly<Record<string, unknown>>, roots = Object.keys(files).slice(0, 1)): Loaded {
  const texts = Object.entries(files).map(([path, value]): [string, string] => [
    path,
    typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  ]);
  const workspace = memoryWorkspace(Object.fromEntries(texts));
  const diagnostics = createDiagnostics();
  const sources = roots.flatMap((path) => workspace.read(path, undefined, diagnostics) ?? []);
  const modules = jsonSchema.load(sources, workspace, diagnostics);
  return {
    modules,
    found: diagnostics.all.map((d) => `${locate(d.span)} ${d.code} ${d.message}`),
    hints: diagnostics.all.map((d) => d.hint),
    shown: modules.flatMap((module) => module.declarations.map(showDeclaration)),
  };
}

/** One schema in `a.schema.json`. */
export function schema(value: unknown): Loaded {
  return given({ 'a.schema.json': value });
}

/** The type of a schema that is a member's. */
export function typeOf(value: unknown): string {
  const { modules, found } = schema({ type: 'object', properties: { m: value } });
  if (found.length > 0) return found.join('\n');
  const root = modules[0]?.root;
  const member = root?.kind === 'record' ? root.members[0] : undefined;
  return member === undefined ? 'nothing' : showType(member.type);
}

export function showDeclaration(d: Declaration): string {
  switch (d.kind) {
    case 'record': {
      const mark = { required: '', optional: '?', implicit: '=' };
      const members = d.members.map((m) => `${m.name}${mark[m.presence]}: ${showType(m.type)}`);
      return `${d.name} { ${members.join('; ')} } ${d.unknown}`;
    }
    case 'enum':
      return `${d.name} enum ${d.words.map((word) => word.name).join('|')} ${d.open}`;
    case 'alias':
      return `${d.name} = ${showType(d.type)}`;
  }
}

export function showType(type: Type): string {
  switch (type.kind) {
    case 'ref':
      return type.target.name;
    case 'list':
      return `list<${showType(type.items)}>${rest(type, 'items')}`;
    case 'map':
      return `map<${showType(type.values)}>${rest(type, 'values', 'keys')}`;
    case 'nullable':
      return `${showType(type.of)}?`;
    case 'union': {
      const by = type.discriminator.kind === 'tag' ? `tag ${type.discriminator.property}` : type.discriminator.kind;
      return `union by ${by} (${type.branches.map((b) => `${b.name}: ${showType(b.type)}`).join(', ')})`;
    }
    case 'json':
      return type.schema === undefined ? `json ${type.of}` : `json ${type.of} ${JSON.stringify(type.schema)}`;
    case 'literal':
      return JSON.stringify(type.value);
    default:
      return `${type.kind}${rest(type)}`;
  }
}

function rest(type: Type, ...without: string[]): string {
  const facts = Object.entries(type).filter(([key]) => key !== 'kind' && !without.includes(key));
  return facts.length === 0
    ? ''
    : `(${facts.map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ')})`;
}
