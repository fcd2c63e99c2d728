/** Stage one: the configured files as schemas of their formats, with everything that they and the manifest refer to. */
import { readFileSync } from 'node:fs';
import type { Config } from './config/config.js';
import { schemaFiles } from './config/schema-files.js';
import type { Diagnostic, Diagnostics } from './diagnostics/index.js';
import { type FormatFrontend } from './formats/format.js';
import { formatOf } from './formats/index.js';
import { jsonSchema } from './formats/json-schema/index.js';
import { builtInEnvelope, referencedPath, schemaReferences } from './manifest/references.js';
import type { SchemaModule } from './model/model.js';
import { parseDocument } from './source/document.js';
import type { Node } from './source/node.js';
import type { SourceText, Span } from './source/text.js';
import type { Workspace } from './source/workspace.js';

export interface Loaded {
  readonly modules: readonly SchemaModule[];
  readonly manifest?: { readonly source: SourceText; readonly node: Node };
}

/** Reports AW1001 to AW1004, AW4002 and whatever the formats find. */
export function load(config: Config, workspace: Workspace, diagnostics: Diagnostics): Loaded {
  const manifest = readManifest(config, workspace, diagnostics);
  const paths = new Map<string, Span | undefined>(schemaFiles(config, diagnostics).map((path) => [path, undefined]));
  const roots = new Map<FormatFrontend, SourceText[]>();
  if (manifest !== undefined) {
    for (const { reference, span } of schemaReferences(manifest.node)) {
      const path = reference === builtInEnvelope ? undefined : referencedPath(reference, manifest.source.path);
      if (path !== undefined && !paths.has(path)) paths.set(path, span);
    }
    if (!bringsEnvelope(manifest.node)) roots.set(jsonSchema, [builtInEnvelopeSource()]);
  }
  for (const [path, span] of paths) {
    const source = workspace.read(path, span, diagnostics);
    if (source === undefined) continue;
    const format = formatOf(path, source.text);
    if (format === undefined) diagnostics.report('AW4002', span ?? { source, start: 0, end: 0 }, { path });
    else roots.set(format, [...(roots.get(format) ?? []), source]);
  }
  const modules = [...roots].flatMap(([format, sources]) => format.load(sources, workspace, diagnostics));
  return { modules: modules.toSorted(byPath), ...(manifest === undefined ? {} : { manifest }) };
}

/** Without the schemas that have errors: what refers to those is not judged. */
export function intact(loaded: Loaded, diagnostics: Diagnostics): Loaded {
  const broken = new Set(diagnostics.all.filter(isError).map(({ span }) => span.source.path));
  return { ...loaded, modules: loaded.modules.filter(({ source }) => !broken.has(source.path)) };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function bringsEnvelope(manifest: Node): boolean {
  const envelope = manifest.kind === 'object' ? manifest.get('envelope') : undefined;
  return envelope !== undefined && !(envelope.kind === 'string' && envelope.value === builtInEnvelope);
}

/** The envelope of a protocol that brings none: shipped beside this package's code. */
export function builtInEnvelopeSource(): SourceText {
  const text = readFileSync(new URL('../schemas/envelope.schema.json', import.meta.url), 'utf8');
  return { path: 'agentwire/envelope.schema.json', text };
}

function readManifest(config: Config, workspace: Workspace, diagnostics: Diagnostics): Loaded['manifest'] {
  if (config.manifest === undefined) return undefined;
  const source = workspace.read(config.manifest.value, config.manifest.span, diagnostics);
  const node = source === undefined ? undefined : parseDocument(source, diagnostics);
  return source === undefined || node === undefined ? undefined : { source, node };
}

function byPath(a: SchemaModule, b: SchemaModule): number {
  return a.source.path < b.source.path ? -1 : a.source.path > b.source.path ? 1 : 0;
}
