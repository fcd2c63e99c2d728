/** The value of an implicit member that is missing on the wire. */
import type { Json, Member, Type } from '../../model/types.js';
import { type Part, t } from '../parts.js';
import { rt } from '../symbols.js';
import { expression, literal } from '../text.js';
import { typeText } from '../type-text.js';
import { readExpression } from './read.js';
import type { JsonScope } from './scope.js';
import { pascalCase } from './names.js';

export function defaultPart(member: Member, scope: JsonScope): Part {
  const json = member.default ?? zeroOf(member.type);
  const plain = plainPart(member.type, json, scope);
  if (plain !== undefined) return plain;
  const read = readExpression(member.type, `Default${pascalCase(member.name)}`, scope);
  return [rt('defaultOf'), '((r) => ', read, `, ${literal(JSON.stringify(json))})`];
}

/** What needs no reading. */
function plainPart(type: Type, json: Json, scope: JsonScope): Part | undefined {
  switch (type.kind) {
    case 'boolean':
    case 'string':
    case 'decimal':
    case 'literal':
      return expression(json);
    case 'integer':
      if (type.width === 'int64' || type.width === 'uint64') return `${BigInt(String(json))}n`;
      return expression(type.wide === undefined ? json : Number(json));
    case 'float':
      return typeof json === 'string' ? json.replace(/[^A-Za-z-]/g, '') : expression(json);
    case 'bytes':
      return json === '' ? 'new Uint8Array(0)' : undefined;
    case 'list':
      return Array.isArray(json) && json.length === 0 ? '[]' : undefined;
    case 'map': {
      const empty = typeof json === 'object' && json !== null && Object.keys(json).length === 0;
      return empty ? [rt('emptyMap'), t('<', typeText(type.values, scope.symbols), '>'), '()'] : undefined;
    }
    case 'nullable':
      return json === null ? 'null' : plainPart(type.of, json, scope);
    case 'ref': {
      const { target } = type;
      if (target.kind === 'enum' && typeof json === 'string') return literal(json);
      return target.kind === 'alias' ? plainPart(target.type, json, scope) : undefined;
    }
    default:
      return undefined;
  }
}

/** What proto3 means by a missing field. */
function zeroOf(type: Type): Json {
  switch (type.kind) {
    case 'boolean':
      return false;
    case 'string':
    case 'bytes':
      return '';
    case 'decimal':
      return '0';
    case 'literal':
      return type.value;
    case 'integer':
    case 'float':
      return 0;
    case 'list':
      return [];
    case 'map':
      return {};
    case 'timestamp':
      return type.local === true ? '1970-01-01T00:00:00' : '1970-01-01T00:00:00Z';
    case 'duration':
      return type.unit === 'proto' ? '0s' : 'P0M0DT0S';
    case 'time-of-day':
      return '00:00:00';
    case 'json':
      return type.of === 'array' ? [] : type.of === 'object' ? {} : null;
    case 'nullable':
      return null;
    case 'union':
      return null;
    case 'ref':
      return zeroOfTarget(type.target);
  }
}

function zeroOfTarget(target: Extract<Type, { kind: 'ref' }>['target']): Json {
  switch (target.kind) {
    case 'record':
      return target.jsonForm === 'field-mask' ? '' : {};
    case 'enum':
      return (target.words.find((word) => word.number === 0) ?? target.words[0])?.name ?? '';
    case 'alias':
      return zeroOf(target.type);
  }
}
