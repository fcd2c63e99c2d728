/** A schema at hand, from a file or as text, lowered: the first half of `loadCodec` and of `convert`. */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { createDiagnostics, type Diagnostics } from '../diagnostics/index.js';
import { avro } from '../formats/avro/index.js';
import type { FormatFrontend } from '../formats/format.js';
import { formatOf, formats } from '../formats/index.js';
import { emptyLock, type Lock } from '../lock/lock.js';
import { readLock } from '../lock/read.js';
import type { Declaration } from '../model/types.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { memoryWorkspace, openWorkspace, type Workspace } from '../source/workspace.js';
import { findDeclaration } from './find-declaration.js';
import type { LoadCodecOptions } from './loaded-codec.js';
import { metaschemasFor } from './metaschemas.js';
import { fileNameFor, refFiles } from './schema-text.js';
import { nowhere, type Surroundings, surroundingsOf } from './surroundings.js';

export interface OpenSchema {
  readonly declaration: Declaration;
  readonly format: FormatFrontend;
  readonly source: SourceText;
  /** Of what is derived from it. */
  readonly namespace: string;
  /** The project's lock, so that derived bytes are the ones that its generated code writes. */
  readonly lock: Lock;
}

/** A string is always the text of a schema. Reports whatever is wrong with it, and AW7004, AW7005, AW7007. */
export function openSchema(
  input: string | { readonly file: string },
  options: LoadCodecOptions,
  diagnostics: Diagnostics,
): OpenSchema | undefined {
  const refs = Object.entries(options.refs ?? {});
  const { workspace, path, around } =
    typeof input === 'string' ? atHand(input, options) : inProject(input.file, options);
  const source = workspace.read(path, undefined, diagnostics);
  if (source === undefined) return undefined;
  const format =
    options.format === undefined
      ? formatOf(path, source.text)
      : formats.find((candidate) => candidate.format === options.format);
  if (format === undefined) {
    diagnostics.report('AW7007', wholeOf(source), { path });
    return undefined;
  }
  const more = format.format === 'json-schema' ? refFiles(refs) : [];
  const metaschemas = [source, ...more].flatMap((one) => metaschemasFor(one.text));
  const others = format.format === 'avro' ? avroBeside(source, { workspace, path, around }) : [];
  const [module] = format.load([source, ...more, ...new Set(metaschemas), ...others], workspace, diagnostics);
  if (module === undefined || diagnostics.hasErrors) return undefined;
  const declaration = findDeclaration(module, options.type, diagnostics);
  return (
    declaration && { declaration, format, source, namespace: around.namespace, lock: lockOf(workspace, diagnostics) }
  );
}

interface Opened {
  readonly workspace: Workspace;
  readonly path: string;
  readonly around: Surroundings;
}

/** The project's other Avro files, where the file alone refers to a type that it does not define. */
function avroBeside(source: SourceText, { workspace, path, around }: Opened): readonly SourceText[] {
  const alone = createDiagnostics();
  avro.load([source], workspace, alone);
  return alone.all.some(({ code }) => code === 'AW3402') ? around.avro().filter((other) => other.path !== path) : [];
}

function atHand(text: string, options: LoadCodecOptions): Opened {
  const path = fileNameFor(text, options.format);
  const workspace = memoryWorkspace({ ...options.refs, [path]: text });
  const refs = Object.entries(options.refs ?? {}).map(([name, ref]) => ({ path: name, text: ref }));
  return { workspace, path, around: { ...nowhere, avro: () => refs } };
}

/** A file outside the working directory is a project of its own. */
function inProject(file: string, options: LoadCodecOptions): Opened {
  const cwd = resolve(options.cwd ?? '.');
  const target = resolve(cwd, file);
  const path = relative(cwd, target);
  const outside = path.startsWith('..') || isAbsolute(path);
  const root = outside ? existingFolder(dirname(target)) : cwd;
  const workspace = openWorkspace(root);
  const around = surroundingsOf(root, workspace);
  return { workspace, path: outside ? basename(target) : path.split(sep).join('/'), around };
}

/** The nearest folder that is there: reading then says that the file is not. */
function existingFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolder(dirname(folder));
}

function lockOf(workspace: Workspace, diagnostics: Diagnostics): Lock {
  if (!workspace.exists('agentwire.lock')) return emptyLock;
  const source = workspace.read('agentwire.lock', undefined, diagnostics);
  return (source === undefined ? undefined : readLock(source, diagnostics)) ?? emptyLock;
}
