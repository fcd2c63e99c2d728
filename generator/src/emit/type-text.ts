/** A type of the model as a TypeScript type: wire.md's table "one TypeScript type, three encodings". */
import type { Branch, JsonType, Type } from '../model/types.js';
import { joinParts, type Part } from './parts.js';
import { type Symbols, rtType } from './symbols.js';
import { expression, literal, property } from './text.js';

export function typeText(type: Type, symbols: Symbols): Part {
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'string':
    case 'decimal':
      return 'string';
    case 'literal':
      return expression(type.value);
    case 'integer':
      return type.width === 'int64' || type.width === 'uint64' ? 'bigint' : 'number';
    case 'float':
      return 'number';
    case 'bytes':
      return 'Uint8Array';
    case 'timestamp':
      return timestamps[type.unit];
    case 'duration':
      return type.unit === 'proto' ? secondsAndNanos : '{ months: number; days: number; millis: number }';
    case 'time-of-day':
      return type.unit === 'millis' ? 'number' : 'bigint';
    case 'list':
      return listOf(type.items, symbols);
    case 'map':
      return ['Record<string, ', typeText(type.values, symbols), '>'];
    case 'json':
      return symbols.openType(type) ?? openText(type);
    case 'nullable':
      return [typeText(type.of, symbols), ' | null'];
    case 'union':
      return joinParts(
        type.branches.map((branch) => branchText(branch, type.style, symbols)),
        ' | ',
      );
    case 'ref':
      return symbols.type(type.target);
  }
}

const secondsAndNanos = '{ seconds: bigint; nanos: number }';

const timestamps = { millis: 'Date', micros: 'bigint', nanos: 'bigint', proto: secondsAndNanos } as const;

/** Spelled out, where a declaration of it stands. */
export function openText(type: JsonType): Part {
  return type.typescript ?? openJson(type.of);
}

function openJson(of: 'any' | 'object' | 'array'): Part {
  const value = rtType('JsonValue');
  if (of === 'any') return value;
  return of === 'object' ? ['Record<string, ', value, '>'] : [value, '[]'];
}

function listOf(items: Type, symbols: Symbols): Part {
  const text = typeText(items, symbols);
  const compound = items.kind === 'union' || items.kind === 'nullable';
  return compound || items.kind === 'json' ? ['Array<', text, '>'] : [text, '[]'];
}

function branchText(branch: Branch, style: 'plain' | 'oneof' | 'tagged' | 'untagged', symbols: Symbols): Part {
  const text = typeText(branch.type, symbols);
  switch (style) {
    case 'plain':
    case 'untagged':
      return text;
    case 'oneof':
      return [`{ kind: ${literal(branch.name)}; ${property(branch.name)}: `, text, ' }'];
    case 'tagged':
      return branch.type.kind === 'literal' && branch.type.value === null
        ? 'null'
        : [`{ kind: ${literal(branch.name)}; value: `, text, ' }'];
  }
}
