/** Statements that write a value of a type. */
import type { BytesType, JsonType, StringType, Type } from '../../model/types.js';
import { Code, type Part, t } from '../parts.js';
import { rt } from '../symbols.js';
import { expression, property } from '../text.js';
import { typeText } from '../type-text.js';
import * as constraints from './constraints.js';
import type { JsonScope } from './scope.js';
import { writeUnion } from './write-union.js';

/** Writes `value`, an expression without side effects; `hint` names the helper functions that it may need. */
export function writeInto(code: Code, type: Type, value: Part, hint: string, scope: JsonScope): void {
  switch (type.kind) {
    case 'nullable':
      code.line('if (', value, ' === null) w.null();');
      if (type.of.kind === 'nullable') return writeInto(code, type.of.of, value, hint, scope);
      code.line('else ', writeCall(type.of, value, hint, scope));
      return;
    default:
      code.line(writeCall(type, value, hint, scope));
  }
}

/** One statement. */
export function writeCall(type: Type, value: Part, hint: string, scope: JsonScope): Part {
  switch (type.kind) {
    case 'boolean':
      return ['w.boolean(', value, ');'];
    case 'string':
      return writeText(type, value, hint, scope);
    case 'literal':
      return ['w.constant(', value, `, ${expression(type.value)});`];
    case 'integer':
      if (type.number === 'written' && type.wide === undefined)
        return ['w.integer(', rt('narrowed'), '(', constraints.wide(type, value), '));'];
      if (type.width === 'int64' || type.width === 'uint64')
        return [`w.${type.width}(`, constraints.wide(type, value), ');'];
      if (type.wide !== undefined && type.number !== 'written') {
        const number = [constraints.multiple(type, value), constraints.integerBounds(type)];
        return [`w.${type.wide}(`, rt('widened'), '(', ...number, '));'];
      }
      return ['w.integer(', constraints.multiple(type, value), constraints.integerBounds(type), ');'];
    case 'float':
      return [
        `w.${constraints.floatMethod(type)}(`,
        constraints.real(type, value),
        constraints.floatBounds(type),
        ');',
      ];
    case 'decimal':
      return ['w.string(', rt('decimalOf'), '(', value, constraints.digits(type), '));'];
    case 'bytes':
      return writeBytes(type, value);
    case 'timestamp': {
      const method = { millis: 'date', micros: 'micros', nanos: 'nanos', proto: 'timestamp' }[type.unit];
      return [`w.${method}(`, value, type.local === true ? ', true);' : ');'];
    }
    case 'duration':
      return [type.unit === 'proto' ? 'w.duration(' : 'w.calendarDuration(', value, ');'];
    case 'time-of-day':
      return [type.unit === 'millis' ? 'w.timeMillis(' : 'w.timeMicros(', value, ');'];
    case 'json':
      return writeOpen(type, value, scope);
    case 'ref':
      return [scope.symbols.write(type.target, 'json'), '(w, ', value, ');'];
    case 'list':
    case 'map':
    case 'union':
    case 'nullable':
      return [scope.helper('write', hint, type), '(w, ', value, ');'];
  }
}

/** What the writer can judge on the bytes is its own method. */
function writeText(type: StringType, value: Part, hint: string, scope: JsonScope): Part {
  const { format, pattern, ...rest } = type;
  if (format === 'uuid') {
    const others = { ...rest, ...(pattern === undefined ? {} : { pattern }) };
    return ['w.uuid(', constraints.text(others, value, hint, scope), ');'];
  }
  if (pattern === undefined) return ['w.string(', constraints.text(type, value, hint, scope), ');'];
  const others = { ...rest, ...(format === undefined ? {} : { format }) };
  return [
    'w.matching(',
    constraints.text(others, value, hint, scope),
    `, ${scope.pattern(pattern, type.maxLength, hint)});`,
  ];
}

function writeBytes(type: BytesType, value: Part): Part {
  return ['w.bytes(', constraints.bytes(type, value), ');'];
}

const openMethods = { any: 'json', object: 'jsonObject', array: 'jsonArray' } as const;

function writeOpen(type: JsonType, value: Part, scope: JsonScope): Part {
  const judged: Part = type.schema === undefined ? value : [rt('judged'), '(', value, ', ', scope.schema(type), ')'];
  return [`w.${openMethods[type.of]}(`, judged, ');'];
}

/** The body of a function that writes its parameter `value`. */
export function writeBody(type: Type, hint: string, scope: JsonScope): Code {
  const code = new Code();
  switch (type.kind) {
    case 'list': {
      code.line('const start = w.openList(value);');
      const counted = constraints.count(type, 'value.length');
      if (counted !== undefined) code.line(counted);
      if (type.uniqueItems === true) code.line(rt('distinct'), '(value);');
      const plainTexts = type.items.kind === 'string' && Object.keys(type.items).length === 1;
      if (plainTexts) code.line('w.strings(value);');
      else {
        code.block(['for (const item of value) {'], () => {
          code.line('w.item();');
          writeInto(code, type.items, 'item', `${hint}Item`, scope);
        });
      }
      return code.line('w.closeList(start);');
    }
    case 'map': {
      code.line('const start = w.open(value);');
      code.line('const entries = ', rt('sortedEntries'), t('<', typeText(type.values, scope.symbols), '>'), '(value);');
      const counted = constraints.count(type, 'entries.length');
      if (counted !== undefined) code.line(counted);
      code.block(['for (const [key, item] of entries) {'], () => {
        code.line('w.name(', constraints.mapKey(type, 'key', hint, scope), ');');
        writeInto(code, type.values, 'item', `${hint}Value`, scope);
      });
      return code.line('w.close(start);');
    }
    case 'union':
      writeUnion(code, type, hint, scope);
      return code;
    default:
      writeInto(code, type, 'value', hint, scope);
      return code;
  }
}

/** `{ a, b: b_ }` */
export function destructured(pairs: readonly (readonly [name: string, local: string])[]): string {
  return pairs.map(([name, local]) => (name === local ? name : `${property(name)}: ${local}`)).join(', ');
}
