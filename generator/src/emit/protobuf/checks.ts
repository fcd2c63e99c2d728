/**
 * The rules of a type that its wire form does not enforce (bounds, patterns, formats, counts), as a condition that is
 * true where a value breaks one. Common rules are spelled out; the rest asks the shape.
 */
import { inPlace } from '../../encodings/proto-types.js';
import type { FloatType, IntegerType, StringType, Type } from '../../model/types.js';
import type { Part } from '../parts.js';
import { rt, type Symbols } from '../symbols.js';
import { expression, literal, patternArguments } from '../text.js';
import type { ProtoMessage } from '../../encodings/proto-layout.js';
import { lowerFirst, type FileScope } from './scope.js';
import { pascal } from '../../encodings/proto-names.js';

/** Whose rule it is: a member of a record, or the type of an alias. */
export interface Ruled {
  readonly file: FileScope;
  readonly message: ProtoMessage;
  readonly member?: string;
  /** An item of the member is looked at: whether it breaks a rule is asked of the whole member then. */
  readonly item?: true;
}

/** What the runtime judged on the bytes already: as it wrote them, or as it read them, where it says if it was wrong. */
export type Judged = 'written' | 'read';

/** Undefined where the type has no rules of its own, or none that is left. */
export function violation(type: Type, value: string, ruled: Ruled, judged?: Judged): Part[] | undefined {
  const here = inPlace(type);
  switch (here.kind) {
    case 'integer':
      return integerRules(here, value, ruled);
    case 'float':
      return floatRules(here, value, ruled);
    case 'string':
      return stringRules(here, value, ruled, judged);
    case 'nullable': {
      const inner = violation(here.of, value, ruled, judged);
      return inner === undefined ? undefined : [`${value} !== null && (`, ...inner, ')'];
    }
    case 'list': {
      const parts: Part[] = [];
      if (here.minItems !== undefined && here.minItems > 0) parts.push(`${value}.length < ${here.minItems}`);
      if (here.maxItems !== undefined) parts.push(`${value}.length > ${here.maxItems}`);
      const doubt = here.uniqueItems === true ? undefined : doubtful(here.items, value, ruled);
      if (doubt !== undefined) parts.push([...doubt, ' && ', asked(value, ruled)]);
      else if (here.uniqueItems === true || hasRules(here.items)) parts.push(asked(value, ruled));
      return anyOf(parts);
    }
    case 'bytes':
    case 'boolean':
    case 'literal':
    case 'decimal':
    case 'timestamp':
    case 'duration':
    case 'time-of-day':
    case 'map':
    case 'union':
    case 'ref':
      return hasRules(here) ? [asked(value, ruled)] : undefined;
    case 'json': {
      if (here.schema === undefined) return undefined;
      const judge = ruled.item === true ? undefined : ruled.file.schemas.get(here);
      return judge === undefined ? [asked(value, ruled)] : [judge.symbol, `(${value}).length > 0`];
    }
  }
}

/** Whether one of the items may break a rule, where that is told without asking. */
function doubtful(items: Type, value: string, ruled: Ruled): Part[] | undefined {
  const rule = hasRules(items) ? violation(items, 'item', { ...ruled, item: true }) : undefined;
  return rule === undefined ? undefined : [`${value}.some((item) => `, ...rule, ')'];
}

function integerRules(type: IntegerType, value: string, ruled: Ruled): Part[] | undefined {
  const parts: Part[] = [];
  if (type.minimum !== undefined) parts.push(`${value} < ${expression(type.minimum)}`);
  if (type.maximum !== undefined) parts.push(`${value} > ${expression(type.maximum)}`);
  if (type.multipleOf !== undefined) parts.push(asked(value, ruled));
  return anyOf(parts);
}

function floatRules(type: FloatType, value: string, ruled: Ruled): Part[] | undefined {
  const kept: string[] = [];
  // Written so that NaN, which no comparison holds for, breaks the rule.
  if (type.minimum !== undefined) kept.push(`${value} >= ${expression(type.minimum)}`);
  if (type.exclusiveMinimum !== undefined) kept.push(`${value} > ${expression(type.exclusiveMinimum)}`);
  if (type.maximum !== undefined) kept.push(`${value} <= ${expression(type.maximum)}`);
  if (type.exclusiveMaximum !== undefined) kept.push(`${value} < ${expression(type.exclusiveMaximum)}`);
  const parts: Part[] = [];
  if (!type.special && kept.length < 2) parts.push(`!Number.isFinite(${value})`);
  if (kept.length > 0) parts.push(`!(${kept.join(' && ')})`);
  if (type.multipleOf !== undefined) parts.push(asked(value, ruled));
  return anyOf(parts);
}

function stringRules(type: StringType, value: string, ruled: Ruled, judged?: Judged): Part[] | undefined {
  const doubt = judged === 'read' ? 'r.suspect && ' : '';
  const parts: Part[] = [];
  if (type.minLength === 1) parts.push(`${value} === ''`);
  // Lengths count code points, of which there are at most as many as UTF-16 units and at least half as many.
  else if (type.minLength !== undefined && type.minLength > 1) {
    parts.push([`(${value}.length < ${type.minLength * 2} && `, asked(value, ruled), ')']);
  }
  if (type.maxLength !== undefined) parts.push([`(${value}.length > ${type.maxLength} && `, asked(value, ruled), ')']);
  if (type.pattern !== undefined && judged !== 'written') {
    parts.push(`${doubt}!${patternOf(type.pattern, type.maxLength, ruled)}.test(${value})`);
  }
  if (type.format === 'uuid' && type.pattern !== undefined) parts.push(['!', rt('isUuid'), `(${value})`]);
  else if (type.format === 'uuid' && judged !== 'written') parts.push([`${doubt}!`, rt('isUuid'), `(${value})`]);
  if (type.format !== undefined && type.format !== 'uuid') parts.push(asked(value, ruled));
  return anyOf(parts);
}

/** A pattern as a constant of the file. */
export function patternOf(pattern: string, longest: number | undefined, { file, message, member }: Ruled): string {
  const facts = patternArguments(pattern, longest);
  const known = file.patterns.get(facts);
  if (known !== undefined) return known;
  const wanted = `${lowerFirst(message.name)}${pascal(member ?? '')}Pattern`;
  let name = wanted;
  for (let n = 2; file.taken.has(name); n++) name = `${wanted}${n}`;
  file.taken.add(name);
  file.patterns.set(facts, name);
  file.constants.push({ kind: 'constant', exported: false, name, value: [rt('textPattern'), `(${facts})`] });
  return name;
}

function asked(value: string, ruled: Ruled): Part {
  if (ruled.item === true) return 'true';
  return ['!', rt('conforms'), '(', ...ruleOf(ruled, ruled.file.symbols), `, ${value})`];
}

/** `TaskStatusShape, 'progress'`: whose rules they are, for the runtime. */
export function ruleOf({ message, member }: Ruled, symbols: Symbols): Part[] {
  return [symbols.shape(message.owner), `, ${member === undefined ? 'undefined' : literal(member)}`];
}

function anyOf(parts: readonly Part[]): Part[] | undefined {
  if (parts.length === 0) return undefined;
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' || ', part]));
}

/** Whether a type in place (not behind a reference to a message) has rules that the wire does not enforce. */
function hasRules(type: Type): boolean {
  const here = inPlace(type);
  switch (here.kind) {
    case 'integer':
      return here.minimum !== undefined || here.maximum !== undefined || here.multipleOf !== undefined;
    case 'float':
      return !here.special || here.minimum !== undefined || here.maximum !== undefined || here.multipleOf !== undefined;
    case 'string':
      return (
        here.format !== undefined ||
        here.pattern !== undefined ||
        here.minLength !== undefined ||
        here.maxLength !== undefined
      );
    case 'bytes':
      return here.size !== undefined || here.minLength !== undefined || here.maxLength !== undefined;
    case 'decimal':
    case 'time-of-day':
      return true;
    case 'list':
      return (
        here.minItems !== undefined || here.maxItems !== undefined || here.uniqueItems === true || hasRules(here.items)
      );
    case 'map':
      return (
        here.keyPattern !== undefined ||
        here.minProperties !== undefined ||
        here.maxProperties !== undefined ||
        hasRules(here.values)
      );
    case 'json':
      return here.schema !== undefined;
    case 'nullable':
      return hasRules(here.of);
    case 'union':
      return here.branches.some((branch) => hasRules(branch.type));
    case 'boolean':
    case 'literal':
    case 'timestamp':
    case 'duration':
    case 'ref':
      return false;
  }
}
