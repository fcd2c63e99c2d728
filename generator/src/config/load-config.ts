/** Finds the configuration, or does without one. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostics } from '../diagnostics/index.js';
import { parseDocument } from '../source/document.js';
import { type Span, wholeOf } from '../source/text.js';
import { openWorkspace } from '../source/workspace.js';
import type { Config, Placed } from './config.js';
import { readConfig, type WrittenConfig } from './read-config.js';

export const configNames = ['agentwire.yaml', 'agentwire.yml', 'agentwire.json'] as const;
const manifestNames = ['protocol.yaml', 'protocol.yml', 'protocol.json'] as const;

export interface LoadConfigOptions {
  /** Absolute. */
  readonly cwd: string;
  /** The file to read instead of looking for one, relative to `cwd`. */
  readonly file?: string;
}

/**
 * The configuration of the project, or undefined where there is none to go on with. Without a file, a folder `schemas/`
 * is enough. Reports AW1001, AW1002 and AW11xx.
 */
export function loadConfig(options: LoadConfigOptions, diagnostics: Diagnostics): Config | undefined {
  const file = options.file === undefined ? findConfig(options.cwd, diagnostics) : resolve(options.cwd, options.file);
  if (diagnostics.hasErrors) return undefined;
  if (file === undefined) return withoutFile(options.cwd, diagnostics);
  const root = dirname(file);
  if (!existsSync(file)) {
    const path = options.file ?? file;
    const reason = existsSync(root) ? 'there is no such file' : 'there is no such folder';
    diagnostics.report('AW1001', wholeOf({ path, text: '' }), { path, reason });
    return undefined;
  }
  const source = openWorkspace(root).read(basename(file), undefined, diagnostics);
  if (source === undefined) return undefined;
  const node = parseDocument(source, diagnostics);
  if (node === undefined) return undefined;
  return complete({ ...readConfig(node, diagnostics), source }, root, diagnostics);
}

function findConfig(cwd: string, diagnostics: Diagnostics): string | undefined {
  const [first, second] = configNames.filter((name) => existsSync(join(cwd, name)));
  if (first === undefined) return undefined;
  if (second !== undefined) {
    const hint = `delete one of them, or say which: --config ${first}`;
    diagnostics.report('AW1106', wholeOf({ path: second, text: '' }), { first, second }, { hint });
  }
  return join(cwd, first);
}

function withoutFile(cwd: string, diagnostics: Diagnostics): Config | undefined {
  if (isFolder(join(cwd, 'schemas'))) return complete({}, cwd, diagnostics);
  const above = configAbove(cwd);
  const hint =
    above === undefined ? '`agentwire init` writes a project to start from' : `there is one above: --config ${above}`;
  diagnostics.report('AW1105', wholeOf({ path: '.', text: '' }), { folder: 'this folder' }, { hint });
  return undefined;
}

function configAbove(cwd: string): string | undefined {
  let up = '..';
  for (let folder = dirname(cwd); ; folder = dirname(folder), up += '/..') {
    const name = configNames.find((candidate) => existsSync(join(folder, candidate)));
    if (name !== undefined) return `${up}/${name}`;
    if (folder === dirname(folder)) return undefined;
  }
}

function complete(
  written: Partial<WrittenConfig> & Pick<Config, 'source'>,
  root: string,
  diagnostics: Diagnostics,
): Config {
  const place: Span = wholeOf(written.source ?? { path: 'schemas', text: '' });
  const schemas = written.schemas ?? [{ value: 'schemas', span: place }];
  const manifest = written.manifest ?? findManifest(root, schemas);
  if (manifest !== undefined) mustExist('manifest', manifest, root, diagnostics);
  // A manifest names its schemas itself, so the folder of the default need not be there.
  if (written.schemas !== undefined || manifest === undefined) {
    for (const entry of schemas) mustExist('schemas', entry, root, diagnostics);
  }
  return {
    root,
    ...(written.source === undefined ? {} : { source: written.source }),
    ...(manifest === undefined ? {} : { manifest }),
    schemas,
    out: written.out ?? 'generated',
    lock: written.lock ?? 'agentwire.lock',
    emit: written.emit ?? 'ts',
    importExtension: written.importExtension ?? 'js',
    encodings: written.encodings ?? [],
    names: written.names ?? new Map(),
    types: { dateTime: 'Date', int64: 'bigint', timestamp: 'exact', ...written.types },
    unknown: written.unknown ?? { of: new Map() },
    jsonNames: written.jsonNames ?? 'schema',
    waivers: written.waivers ?? [],
    jsonInt64: written.jsonInt64 ?? 'text',
  };
}

function findManifest(root: string, schemas: readonly Placed<string>[]): Placed<string> | undefined {
  for (const { value, span } of schemas) {
    const name = manifestNames.find((candidate) => existsSync(join(root, value, candidate)));
    if (name !== undefined) return { value: `${value}/${name}`, span };
  }
  return undefined;
}

function mustExist(key: string, { value, span }: Placed<string>, root: string, diagnostics: Diagnostics): void {
  if (!existsSync(join(root, value))) diagnostics.report('AW1104', span, { key, path: value });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
