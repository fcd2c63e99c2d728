/** Strings, numbers and fixed values. */
import type { DecimalType, FloatType, IntegerType, StringFormat, Type, Word } from '../../model/types.js';
import type { Node, NumberNode, ObjectNode } from '../../source/node.js';
import { scalarOf } from './facts.js';
import { judgePattern } from './pattern/judge.js';
import { type Body, flagOf, judging, type Lowering, numberOf, textOf, type } from './lowering.js';

const stringFormats: ReadonlySet<string> = new Set<StringFormat>([
  'uuid',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'json-pointer',
  'regex',
]);

/** Undefined where no type of the model says the same. */
export function lowerString(node: ObjectNode, lowering: Lowering): Type | undefined {
  const bounded = judging(node).some((key) => key === 'minLength' || key === 'maxLength' || key === 'pattern');
  const format = textOf(node, 'format');
  if (node.get('x-decimal') !== undefined || format === 'decimal') return bounded ? undefined : decimal(node);
  const encoding = textOf(node, 'contentEncoding');
  if (encoding === 'base64') return format !== undefined || node.get('pattern') !== undefined ? undefined : bytes(node);
  const bounds = {
    ...optional('minLength', numberOf(node, 'minLength')),
    ...optional('maxLength', longest(node)),
    ...optional('pattern', textOf(node, 'pattern')),
  };
  if (format === 'date-time') return bounded ? undefined : { kind: 'timestamp', unit: 'millis' };
  if (format === 'int64' || format === 'uint64') return bounded ? undefined : { kind: 'integer', width: format };
  if (isStringFormat(format)) return { kind: 'string', format, ...bounds };
  warnFormat(node, 'a string', lowering);
  return { kind: 'string', ...bounds };
}

/** No text that its pattern would take too long for. */
function longest(node: ObjectNode): number | undefined {
  const stated = numberOf(node, 'maxLength');
  const pattern = textOf(node, 'pattern');
  const bearable = pattern === undefined ? undefined : judgePattern(pattern).longest;
  return bearable === undefined ? stated : Math.min(bearable, stated ?? bearable);
}

function isStringFormat(format: string | undefined): format is StringFormat {
  return format !== undefined && stringFormats.has(format);
}

export function warnFormat(node: ObjectNode, kind: string, lowering: Lowering): void {
  const format = node.get('format');
  if (format?.kind !== 'string') return;
  const hint = format.value === 'byte' || format.value === 'binary' ? 'write "contentEncoding": "base64"' : undefined;
  lowering.diagnostics.report('AW3110', format.span, { format: format.value, kind }, { hint });
}

function decimal(node: ObjectNode): DecimalType {
  const stated = node.get('x-decimal');
  const precision = stated?.kind === 'object' ? numberOf(stated, 'precision') : undefined;
  if (stated?.kind !== 'object' || precision === undefined) return { kind: 'decimal' };
  return { kind: 'decimal', digits: { precision, scale: numberOf(stated, 'scale') ?? 0 } };
}

/** JSON Schema bounds the base64 text, the model the bytes: four characters hold up to three. */
function bytes(node: ObjectNode): Type {
  const exact = node.get('x-bytes');
  if (exact?.kind === 'object') {
    return {
      kind: 'bytes',
      ...optional('size', numberOf(exact, 'size')),
      ...optional('minLength', numberOf(exact, 'minLength')),
      ...optional('maxLength', numberOf(exact, 'maxLength')),
    };
  }
  const min = numberOf(node, 'minLength');
  const max = numberOf(node, 'maxLength');
  return {
    kind: 'bytes',
    ...optional('minLength', min === undefined ? undefined : Math.max(0, (Math.ceil(min / 4) - 1) * 3 + 1)),
    ...optional('maxLength', max === undefined ? undefined : Math.floor(max / 4) * 3),
  };
}

const widths = new Set(['int32', 'uint32', 'int64', 'uint64']);

export function lowerNumber(node: ObjectNode, whole: boolean, lowering: Lowering): Type | undefined {
  const format = textOf(node, 'format');
  if (whole || widths.has(format ?? '')) return integer(node, format, lowering);
  if (format !== undefined && format !== 'float' && format !== 'double') warnFormat(node, 'a number', lowering);
  const float: FloatType = {
    kind: 'float',
    width: format === 'float' ? 32 : 64,
    special: false,
    ...optional('minimum', numberOf(node, 'minimum')),
    ...optional('maximum', numberOf(node, 'maximum')),
    ...optional('exclusiveMinimum', numberOf(node, 'exclusiveMinimum')),
    ...optional('exclusiveMaximum', numberOf(node, 'exclusiveMaximum')),
    ...optional('multipleOf', numberOf(node, 'multipleOf')),
  };
  return float;
}

function integer(node: ObjectNode, format: string | undefined, lowering: Lowering): IntegerType | undefined {
  const width = isWidth(format) ? format : 'safe';
  if (format !== undefined && width === 'safe') warnFormat(node, 'an integer', lowering);
  const step = numberNode(node, 'multipleOf');
  if (step !== undefined && !Number.isSafeInteger(step.value)) return undefined;
  const lower = highest(ceiling(numberNode(node, 'minimum')), above(numberNode(node, 'exclusiveMinimum')));
  const upper = lowest(floor(numberNode(node, 'maximum')), below(numberNode(node, 'exclusiveMaximum')));
  const big = width === 'int64' || width === 'uint64';
  const value = (bound: bigint): number | bigint => (big ? bound : Number(bound));
  // Beyond 2^53 - 1 the width itself is the narrower bound.
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  const kept = (bound: bigint | undefined): bound is bigint =>
    bound !== undefined && (big || (bound >= -limit && bound <= limit));
  return {
    kind: 'integer',
    width,
    ...(big ? { number: 'read' } : {}),
    ...(kept(lower) ? { minimum: value(lower) } : {}),
    ...(kept(upper) ? { maximum: value(upper) } : {}),
    ...(step === undefined ? {} : { multipleOf: value(BigInt(step.value)) }),
  };
}

function isWidth(format: string | undefined): format is IntegerType['width'] {
  return format !== undefined && widths.has(format);
}

function numberNode(node: ObjectNode, key: string): NumberNode | undefined {
  const value = node.get(key);
  return value?.kind === 'number' ? value : undefined;
}

/** Digits as spelled: `value` is rounded beyond 2^53. */
function exact(node: NumberNode): bigint | undefined {
  if (/^-?\d+$/.test(node.raw)) return BigInt(node.raw);
  return Number.isInteger(node.value) ? BigInt(node.value) : undefined;
}

function ceiling(node: NumberNode | undefined): bigint | undefined {
  return node && (exact(node) ?? BigInt(Math.ceil(node.value)));
}

function floor(node: NumberNode | undefined): bigint | undefined {
  return node && (exact(node) ?? BigInt(Math.floor(node.value)));
}

function above(node: NumberNode | undefined): bigint | undefined {
  return node && (exact(node) ?? BigInt(Math.floor(node.value))) + 1n;
}

function below(node: NumberNode | undefined): bigint | undefined {
  return node && (exact(node) ?? BigInt(Math.ceil(node.value))) - 1n;
}

function highest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined ? b : b === undefined || a > b ? a : b;
}

function lowest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined ? b : b === undefined || a < b ? a : b;
}

/** `const` and `enum`. Undefined where no type of the model says the same. */
export function lowerFixed(node: ObjectNode, values: readonly Node[], lowering: Lowering): Body | undefined {
  const words = values.filter((value) => value.kind === 'string');
  const [first, ...others] = values;
  if (node.get('const') !== undefined) {
    const constant = scalarOf(first);
    return constant === undefined || others.length > 0 ? undefined : type({ kind: 'literal', value: constant.value });
  }
  if (words.length === values.length) {
    return { kind: 'enum', words: words.map((word) => ({ name: word.value, span: word.span })), open: 'closed' };
  }
  const isNullOrWord = values.every((value) => value.kind === 'string' || value.kind === 'null');
  if (isNullOrWord && words.length > 0) {
    const list: Body = {
      kind: 'enum',
      words: words.map((word) => ({ name: word.value, span: word.span })),
      open: 'closed',
    };
    return type({ kind: 'nullable', of: lowering.hoist(node, list) });
  }
  if (values.length === 2 && values.every((value) => value.kind === 'boolean')) return type({ kind: 'boolean' });
  const constant = scalarOf(first);
  return values.length === 1 && constant !== undefined ? type({ kind: 'literal', value: constant.value }) : undefined;
}

/** A word authored as `{ "const": "a", "description": "..." }`. */
export function wordOf(node: Node): Word | undefined {
  if (node.kind !== 'object') return undefined;
  const constant = node.get('const');
  if (constant?.kind !== 'string') return undefined;
  if (judging(node).some((key) => key !== 'const' && key !== 'type')) return undefined;
  const description = textOf(node, 'description');
  return {
    name: constant.value,
    span: constant.span,
    ...(description === undefined ? {} : { description }),
    ...(flagOf(node, 'deprecated') ? { deprecated: true } : {}),
  };
}

export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
