/** The one door to avsc, and only for `.avdl`: its assembler turns Avro IDL into the JSON of a protocol. */
import { createRequire } from 'node:module';
import { didYouMean, type Diagnostics } from '../../../diagnostics/index.js';
import type { Json } from '../../../model/types.js';
import { type Node, objectNode } from '../../../source/node.js';
import { type SourceText, type Span, wholeOf } from '../../../source/text.js';

type Hook = (path: string, kind: string, done: (error: Error | undefined, text?: string) => void) => void;

interface Assembler {
  readonly assembleProtocol: (
    path: string,
    options: { readonly importHook: Hook },
    done: (error: Error | null | undefined, protocol?: Json) => void,
  ) => void;
}

/** The protocol of an IDL text. avsc gives no positions: names are looked up in the text, the rest is the whole file. */
export function parseIdl(source: SourceText, diagnostics: Diagnostics): Node | undefined {
  // Loaded when the first .avdl file is met; the assembler parses and compiles nothing.
  const { assembleProtocol } = createRequire(import.meta.url)('avsc/lib/specs') as Assembler;
  let found: Json | undefined;
  let failure: Error | undefined;
  const importHook: Hook = (path, _kind, done) => {
    if (path === source.path) done(undefined, source.text);
    else done(new Error(`imports are not followed: ${path}; name the file beside this one instead`));
  };
  try {
    assembleProtocol(source.path, { importHook }, (error, protocol) => {
      failure = error ?? undefined;
      found = protocol;
    });
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  }
  if (found === undefined) {
    const reason = failure?.message ?? 'the file has no protocol';
    diagnostics.report('AW3417', failureSpan(source, failure), { reason }, { hint: idlHint(reason) });
    return undefined;
  }
  return toNode(found, source);
}

/** avsc's parse errors name a line and a column. */
function failureSpan(source: SourceText, failure: Error | undefined): Span {
  const { lineNum, colNum } = (failure ?? {}) as { readonly lineNum?: unknown; readonly colNum?: unknown };
  if (typeof lineNum !== 'number') return wholeOf(source);
  const lines = source.text.split('\n');
  const before = lines.slice(0, lineNum).reduce((sum, line) => sum + line.length + 1, 0);
  const start = Math.min(before + (typeof colNum === 'number' ? colNum : 0), source.text.length);
  return { source, start, end: Math.min(start + 1, source.text.length) };
}

function idlHint(reason: string): string | undefined {
  const word = /unexpected token (\w+)/i.exec(reason)?.[1];
  return word === undefined
    ? undefined
    : didYouMean(word, ['record', 'enum', 'fixed', 'error', 'protocol', 'union', 'array', 'map']);
}

function toNode(json: Json, source: SourceText, name = ''): Node {
  const span = spanOf(name, source);
  if (json === null) return { kind: 'null', span };
  switch (typeof json) {
    case 'boolean':
      return { kind: 'boolean', value: json, span };
    case 'number':
      return { kind: 'number', value: json, raw: String(json), span };
    case 'string':
      return { kind: 'string', value: json, span: spanOf(json, source) };
    default: {
      if (Array.isArray(json))
        return { kind: 'array', items: json.map((item: Json) => toNode(item, source, name)), span };
      const { name: own } = json as { readonly name?: Json };
      const inside = typeof own === 'string' ? own : name;
      const entries = Object.entries(json).map(([key, value]) => ({
        key,
        keySpan: spanOf(inside, source),
        value: toNode(value as Json, source, inside),
      }));
      return objectNode(entries, spanOf(inside, source));
    }
  }
}

/** The first mention of a name in the text. */
function spanOf(name: string, source: SourceText): Span {
  const word = name.slice(name.lastIndexOf('.') + 1);
  if (!/^\w+$/.test(word)) return wholeOf(source);
  const start = source.text.search(new RegExp(`\\b${word}\\b`));
  return start === -1 ? wholeOf(source) : { source, start, end: start + word.length };
}
