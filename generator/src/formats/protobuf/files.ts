/** The files of a load: roots and everything they import, each once, each before those that import it. */
import { didYouMean, type Diagnostics } from '../../diagnostics/index.js';
import { positionOf, type SourceText, type Span } from '../../source/text.js';
import type { Workspace } from '../../source/workspace.js';
import { builtIn } from './built-in.js';
import type { Outline, OutlineImport } from './outline.js';
import { type ParsedFile, parseProto } from './parser.js';
import { readOutline } from './read-outline.js';

export interface ProtoFile {
  readonly source: SourceText;
  readonly outline: Outline;
  readonly facts: ParsedFile;
  readonly builtIn: boolean;
  /** What the parser refused for a reason that `verify` or the lowering tells with a better place. */
  readonly refused?: string;
  readonly imports: readonly { readonly file: ProtoFile; readonly visibility: OutlineImport['visibility'] }[];
}

export function readFiles(
  roots: readonly SourceText[],
  workspace: Workspace,
  diagnostics: Diagnostics,
): readonly ProtoFile[] {
  const done = new Map<string, ProtoFile | undefined>();
  const open = new Set<string>();
  for (const root of roots) read(root, false);
  return [...done.values()].filter((file) => file !== undefined);

  function read(source: SourceText, isBuiltIn: boolean): ProtoFile | undefined {
    if (done.has(source.path)) return done.get(source.path);
    open.add(source.path);
    const outline = readOutline(source, diagnostics);
    const imports = (outline?.imports ?? []).flatMap((one) => {
      const file = imported(one, source);
      return file === undefined ? [] : [{ file, visibility: one.visibility }];
    });
    open.delete(source.path);
    const parsed = outline === undefined ? undefined : factsOf(source, outline);
    const file: ProtoFile | undefined =
      outline === undefined || parsed === undefined
        ? undefined
        : { source, outline, builtIn: isBuiltIn, imports, ...parsed };
    done.set(source.path, file);
    return file;
  }

  function imported({ path, span }: OutlineImport, from: SourceText): ProtoFile | undefined {
    const known = builtIn.get(path);
    if (known !== undefined) return read(builtInSource(path, known), true);
    if (path.startsWith('google/protobuf/') && !workspace.exists(path)) {
      diagnostics.report('AW3206', span, { path }, { hint: didYouMean(path, builtIn.keys()) });
      return undefined;
    }
    const found = placesOf(path, from.path).find((place) => workspace.exists(place));
    if (found === undefined) {
      reportMissing(path, span, from);
      return undefined;
    }
    if (open.has(found)) {
      diagnostics.report('AW3207', span, { path });
      return undefined;
    }
    const source = workspace.read(found, span, diagnostics);
    return source === undefined ? undefined : read(source, false);
  }

  function reportMissing(path: string, span: Span, from: SourceText): void {
    if (/^[a-z][a-z0-9+.-]*:|^[/\\]|(?:^|\/)\.\.(?:\/|$)/i.test(path)) workspace.read(path, span, diagnostics);
    else {
      diagnostics.report('AW3206', span, { path }, { hint: `looked for ${placesOf(path, from.path).join(', ')}` });
    }
  }

  /** What the outline found sound is parsed; what the parser still refuses is told at its line. */
  function factsOf(source: SourceText, outline: Outline): Pick<ProtoFile, 'facts' | 'refused'> | undefined {
    const parsed = parseProto(source.text, outline.package);
    if (parsed.kind === 'file') return { facts: parsed.facts };
    // Duplicates and reserved numbers are told by `verify`, with both places.
    if (!toldByVerify(parsed.message)) {
      diagnostics.report('AW3201', lineSpan(source, parsed.line), { found: parsed.message });
      return undefined;
    }
    return { facts: new Map(), refused: parsed.message };
  }
}

/** Duplicates, reservations, labels out of place and odd map keys: `verify` and the lowering tell them better. */
function toldByVerify(message: string): boolean {
  return /duplicate (?:name|id)|is reserved in|illegal token '(?:required|optional)'|illegal type '(?:float|double|bytes)'/.test(
    message,
  );
}

const builtInSources = new Map<string, SourceText>();

function builtInSource(path: string, text: string): SourceText {
  const known = builtInSources.get(path) ?? { path, text };
  builtInSources.set(path, known);
  return known;
}

/** From the project, then from the importing file's folder and the folders above it. */
function placesOf(path: string, importer: string): readonly string[] {
  const folders = importer.split('/').slice(0, -1);
  const places = [path];
  for (let depth = folders.length; depth > 0; depth--) places.push([...folders.slice(0, depth), path].join('/'));
  return places;
}

function lineSpan(source: SourceText, line: number | undefined): Span {
  if (line === undefined) return { source, start: 0, end: 0 };
  let start = 0;
  for (let n = 1; n < line; n++) {
    const next = source.text.indexOf('\n', start);
    if (next === -1) break;
    start = next + 1;
  }
  const stop = source.text.indexOf('\n', start);
  const end = stop === -1 ? source.text.length : stop;
  const indent = source.text.slice(start, end).length - source.text.slice(start, end).trimStart().length;
  return positionOf(source, start).line === line
    ? { source, start: start + indent, end: Math.max(end, start + 1) }
    : { source, start, end };
}
