/** YAML 1.2 by the core schema, as the JSON that it means: no custom tags, no merge keys, aliases within a budget. */
import { isAlias, isMap, isScalar, isSeq, type Node as YamlNode, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Diagnostics } from '../diagnostics/index.js';
import { maxDepth } from './json.js';
import { type Entry, type Node, objectNode } from './node.js';
import type { SourceText, Span } from './text.js';

/** Nodes that aliases may add to a document: "billion laughs" would take the memory of the build. */
const maxAliased = 10_000;

interface Walk {
  readonly source: SourceText;
  readonly diagnostics: Diagnostics;
  readonly resolve: (node: YamlNode) => YamlNode | undefined;
  /** Where the alias stands whose target is being walked: its content is reported there. */
  alias: Span | undefined;
  aliased: number;
  failed: boolean;
}

export function parseYaml(source: SourceText, diagnostics: Diagnostics): Node | undefined {
  const whole: Span = { source, start: 0, end: 0 };
  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(source.text, { schema: 'core', uniqueKeys: false, merge: false, prettyErrors: false });
  } catch (error) {
    // The composer recurses; a document nested beyond the stack is beyond our limit as well.
    if (!(error instanceof RangeError)) throw error;
    diagnostics.report('AW1002', whole, { found: `nesting is deeper than ${maxDepth}` });
    return undefined;
  }
  const problems = [...document.errors, ...document.warnings];
  for (const problem of problems) {
    const [start, end] = problem.pos;
    diagnostics.report(
      'AW1002',
      { source, start, end: Math.max(end, start + 1) },
      { found: lowerFirst(problem.message) },
    );
  }
  if (problems.length > 0) return undefined;
  const walk: Walk = {
    source,
    diagnostics,
    resolve: (node) => (isAlias(node) ? node.resolve(document) : node),
    alias: undefined,
    aliased: 0,
    failed: false,
  };
  const node = convert(walk, document.contents, whole, 0);
  return walk.failed ? undefined : node;
}

function convert(walk: Walk, node: unknown, around: Span, depth: number): Node {
  const span = spanOf(walk, node, around);
  const nothing: Node = { kind: 'null', span };
  if (walk.failed) return nothing;
  if (depth > maxDepth) return fail(walk, span, `nesting is deeper than ${maxDepth}`);
  if (walk.alias !== undefined && ++walk.aliased > maxAliased) {
    return fail(walk, walk.alias, `aliases add more than ${maxAliased} values to the document`);
  }
  if (isAlias(node)) {
    const target = walk.resolve(node);
    if (target === undefined) return fail(walk, span, `the anchor ${node.source} is not defined`);
    const outer = walk.alias;
    walk.alias ??= span;
    const value = convert(walk, target, span, depth + 1);
    walk.alias = outer;
    return value;
  }
  if (isMap(node)) return convertMap(walk, node, span, depth);
  if (isSeq(node)) {
    return { kind: 'array', items: node.items.map((item) => convert(walk, item, span, depth + 1)), span };
  }
  return isScalar(node) ? convertScalar(walk, node, span) : nothing;
}

function convertMap(walk: Walk, map: YAMLMap, span: Span, depth: number): Node {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const pair of map.items) {
    const keySpan = spanOf(walk, pair.key, span);
    const key = isScalar(pair.key) ? keyText(pair.key) : undefined;
    if (key === undefined) return fail(walk, keySpan, 'a key must be a plain word or a string');
    if (seen.has(key)) walk.diagnostics.report('AW1002', keySpan, { found: `duplicate key ${JSON.stringify(key)}` });
    else entries.push({ key, keySpan, value: convert(walk, pair.value, keySpan, depth + 1) });
    seen.add(key);
  }
  return objectNode(entries, span);
}

/** `200: OK` has the key "200": JSON knows no others than strings. */
function keyText(key: Scalar): string | undefined {
  if (typeof key.value === 'string') return key.value;
  if (key.value === null) return undefined;
  return key.source ?? String(key.value);
}

function convertScalar(walk: Walk, scalar: Scalar, span: Span): Node {
  const { value } = scalar;
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value, span };
    case 'boolean':
      return { kind: 'boolean', value, span };
    case 'number':
      if (!Number.isFinite(value)) return fail(walk, span, `${scalar.source ?? String(value)} is no JSON number`);
      return { kind: 'number', value, raw: scalar.source ?? String(value), span };
    default:
      return { kind: 'null', span };
  }
}

function fail(walk: Walk, span: Span, found: string): Node {
  walk.failed = true;
  walk.diagnostics.report('AW1002', span, { found });
  return { kind: 'null', span };
}

function spanOf(walk: Walk, node: unknown, around: Span): Span {
  const range = (node as Partial<YamlNode> | null | undefined)?.range;
  if (range === undefined || range === null) return around;
  return { source: walk.source, start: range[0], end: Math.max(range[0], range[1]) };
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
