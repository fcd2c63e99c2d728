/** What the drafts' metaschemas demand of the values of keywords. */
import type { Diagnostics } from '../../diagnostics/index.js';
import { at, type Node, type ObjectNode } from '../../source/node.js';
import type { ValueKind } from './keywords.js';
import { judgePattern } from './pattern/judge.js';
import { slowPatterns } from './pattern/longest.js';

const typeWords = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];

type Plain = Exclude<
  ValueKind,
  'schema' | 'schema-list' | 'schema-map' | 'schema-or-list' | 'pattern-map' | 'dependencies'
>;

/** Reports AW3102 (and AW3107 for patterns) at the value. */
export function checkValue(kind: Plain, keyword: string, node: Node, diagnostics: Diagnostics): void {
  const wrong = (expected: string, at: Node = node): void =>
    diagnostics.report('AW3102', at.span, { keyword, found: described(at), expected });
  switch (kind) {
    case 'any':
      return;
    case 'boolean':
      return node.kind === 'boolean' ? undefined : wrong('true or false');
    case 'string':
      return node.kind === 'string' ? undefined : wrong('a string');
    case 'list':
      return node.kind === 'array' ? undefined : wrong('a list');
    case 'object':
      return node.kind === 'object' ? checkExtension(keyword, node, wrong) : wrong('an object');
    case 'number':
      return node.kind === 'number' ? undefined : wrong('a number');
    case 'positive':
      return node.kind === 'number' && node.value > 0 ? undefined : wrong('a number above 0');
    case 'count':
      return node.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0
        ? undefined
        : wrong('an integer of 0 or more');
    case 'enum':
      if (node.kind !== 'array') return wrong('a list of values');
      if (node.items.length === 0) return wrong('at least one value');
      return checkUnique(node.items, keyword, diagnostics);
    case 'words':
      if (node.kind !== 'array') return wrong('a list of strings');
      for (const item of node.items) if (item.kind !== 'string') wrong('a list of strings', item);
      return checkUnique(node.items, keyword, diagnostics);
    case 'words-map':
      if (node.kind !== 'object') return wrong('an object of lists of strings');
      for (const entry of node.entries) checkValue('words', `${keyword}/${entry.key}`, entry.value, diagnostics);
      return;
    case 'types': {
      const items = node.kind === 'array' ? node.items : [node];
      if (items.length === 0) return wrong('at least one type');
      for (const item of items) {
        if (item.kind !== 'string' || !typeWords.includes(item.value)) wrong(`one of ${typeWords.join(', ')}`, item);
      }
      return checkUnique(items, keyword, diagnostics);
    }
    case 'regex': {
      if (node.kind !== 'string') return wrong('a regular expression');
      const { problem, hint } = judgePattern(node.value);
      if (problem !== undefined)
        diagnostics.report('AW3107', node.span, { pattern: node.value, reason: problem }, { hint });
      return;
    }
  }
}

/** `x-decimal` and `x-bytes` are ours, and checked like the draft's own. */
function checkExtension(keyword: string, node: ObjectNode, wrong: (expected: string, at?: Node) => void): void {
  const allowed = { 'x-decimal': ['precision', 'scale'], 'x-bytes': ['size', 'minLength', 'maxLength'] }[keyword];
  if (allowed === undefined) return;
  for (const entry of node.entries) {
    const whole = entry.value.kind === 'number' && Number.isSafeInteger(entry.value.value) && entry.value.value >= 0;
    if (!allowed.includes(entry.key) || !whole)
      wrong(`an object of ${allowed.join(', ')}, integers of 0 or more`, entry.value);
  }
  if (keyword !== 'x-decimal') return;
  const precision = at(node, '/precision');
  const scale = at(node, '/scale');
  if (precision?.kind !== 'number' || precision.value === 0) wrong('an object with a precision of 1 or more');
  else if (scale?.kind === 'number' && scale.value > precision.value)
    wrong('a scale that is not above the precision', scale);
}

function checkUnique(items: readonly Node[], keyword: string, diagnostics: Diagnostics): void {
  const seen = new Map<string, Node>();
  for (const item of items) {
    const key = identityOf(item);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    else {
      const related = [{ span: first.span, message: 'the first one' }];
      diagnostics.report(
        'AW3102',
        item.span,
        { keyword, found: `twice ${described(item)}`, expected: 'each value once' },
        { related },
      );
    }
  }
}

/** Equal for values that JSON Schema calls equal: members in any order, 1 and 1.0 alike. */
function identityOf(node: Node): string {
  switch (node.kind) {
    case 'object':
      return `{${node.entries
        .map((e) => `${JSON.stringify(e.key)}:${identityOf(e.value)}`)
        .toSorted()
        .join()}}`;
    case 'array':
      return `[${node.items.map(identityOf).join()}]`;
    case 'null':
      return 'null';
    default:
      return JSON.stringify(node.value);
  }
}

/** Reports AW3117 where longer texts would be valid by the schema's own words. */
export function checkPatterns(node: ObjectNode, diagnostics: Diagnostics): void {
  const most = node.get('maxLength');
  for (const { pattern, longest, node: at } of slowPatterns(node)) {
    const bounded = at === node.get('pattern') && most?.kind === 'number' && most.value <= longest;
    if (!bounded) diagnostics.report('AW3117', at.span, { pattern, longest });
  }
}

const pairs = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
] as const;

export function checkBounds(node: ObjectNode, diagnostics: Diagnostics): void {
  for (const [low, high] of pairs) {
    const lower = node.get(low);
    const upper = node.get(high);
    if (lower?.kind !== 'number' || upper?.kind !== 'number' || lower.value <= upper.value) continue;
    diagnostics.report(
      'AW3114',
      lower.span,
      { lower: `${low} ${lower.raw}`, upper: `${high} ${upper.raw}` },
      { related: [{ span: upper.span, message: high }] },
    );
  }
}

/** A value in a message: short, and the kind where the value would be long. */
export function described(node: Node): string {
  switch (node.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'null':
      return 'null';
    case 'string':
      return JSON.stringify(node.value.length > 40 ? `${node.value.slice(0, 37)}...` : node.value);
    case 'number':
      return node.raw.slice(0, 40);
    case 'boolean':
      return String(node.value);
  }
}
