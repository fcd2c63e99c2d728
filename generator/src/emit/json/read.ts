/** Expressions and function bodies that read a value of a type. */
import type { Branch, JsonType, MapType, StringType, Type, UnionType } from '../../model/types.js';
import { Code, type Part, t } from '../parts.js';
import { rt } from '../symbols.js';
import { expression, literal } from '../text.js';
import { typeText } from '../type-text.js';
import * as constraints from './constraints.js';
import { isNull, isWrapped, type JsonKind, kindsOf } from '../../model/kinds.js';
import type { JsonScope } from './scope.js';
import { constantsOf, hintOf } from './write-union.js';

/** The value that stands next in the message. */
export function readExpression(type: Type, hint: string, scope: JsonScope): Part {
  switch (type.kind) {
    case 'boolean':
      return 'r.boolean()';
    case 'string':
      return readText(type, hint, scope);
    case 'literal':
      return [rt('constant'), `(r.json(), ${expression(type.value)})`];
    case 'integer':
      if (type.width === 'int64' || type.width === 'uint64') return constraints.wide(type, `r.${type.width}()`);
      if (type.wide !== undefined)
        return constraints.multiple(type, [rt('narrowed'), `(r.${type.wide}()${constraints.integerBounds(type)})`]);
      return constraints.multiple(type, `r.integer(${first(constraints.integerBounds(type))})`);
    case 'float':
      return constraints.real(type, `r.${constraints.floatMethod(type)}(${first(constraints.floatBounds(type))})`);
    case 'decimal':
      return [rt('decimalOf'), `(r.digits()${constraints.digits(type)})`];
    case 'bytes':
      return constraints.bytes(type, 'r.bytes()');
    case 'timestamp': {
      const method = { millis: 'date', micros: 'micros', nanos: 'nanos', proto: 'timestamp' }[type.unit];
      return `r.${method}(${type.local === true ? 'true' : ''})`;
    }
    case 'duration':
      return type.unit === 'proto' ? 'r.duration()' : 'r.calendarDuration()';
    case 'time-of-day':
      return type.unit === 'millis' ? 'r.timeMillis()' : 'r.timeMicros()';
    case 'json':
      return readOpen(type, scope);
    case 'nullable':
      return ['r.null() ? null : ', readExpression(type.of, hint, scope)];
    case 'ref':
      return [scope.symbols.read(type.target, 'json'), '(r)'];
    case 'list':
    case 'map':
    case 'union':
      return [scope.helper('read', hint, type), '(r)'];
  }
}

/** What the reader can judge on the bytes is its own method. */
function readText(type: StringType, hint: string, scope: JsonScope): Part {
  const { format, pattern, ...rest } = type;
  if (format === 'uuid')
    return constraints.text({ ...rest, ...(pattern === undefined ? {} : { pattern }) }, 'r.uuid()', hint, scope);
  const value = pattern === undefined ? 'r.string()' : `r.matching(${scope.pattern(pattern, type.maxLength, hint)})`;
  return constraints.text({ ...rest, ...(format === undefined ? {} : { format }) }, value, hint, scope);
}

/** Arguments behind another one, as the first ones. */
function first(more: string): string {
  return more.replace(/^, /, '');
}

const openMethods = { any: 'json', object: 'jsonObject', array: 'jsonArray' } as const;

function readOpen(type: JsonType, scope: JsonScope): Part {
  const own = type.typescript === undefined ? [] : [t('<', typeText(type, scope.symbols), '>')];
  const value: Part = [`r.${openMethods[type.of]}`, ...own, '()'];
  return type.schema === undefined ? value : [rt('judged'), '(', value, ', ', scope.schema(type), ')'];
}

/** The body of a function that returns the value read. */
export function readBody(type: Type, hint: string, scope: JsonScope): Code {
  const code = new Code();
  switch (type.kind) {
    case 'list': {
      code.line('const items', t(': ', typeText(type, scope.symbols)), ' = [];');
      code.block(['for (let more = r.openList(); more; more = r.nextItem(items.length)) {'], () => {
        code.line('items.push(', readExpression(type.items, `${hint}Item`, scope), ');');
      });
      const counted = constraints.count(type, 'items.length');
      if (counted !== undefined) code.line(counted);
      if (type.uniqueItems === true) code.line(rt('distinct'), '(items);');
      return code.line('return items;');
    }
    case 'map':
      return readMap(code, type, hint, scope);
    case 'union':
      return readUnion(code, type, hint, scope);
    default:
      return code.line('return ', readExpression(type, hint, scope), ';');
  }
}

function readMap(code: Code, type: MapType, hint: string, scope: JsonScope): Code {
  code.line('const map = ', rt('emptyMap'), t('<', typeText(type.values, scope.symbols), '>'), '();');
  code.line('let size = 0;');
  code.block(['for (let key = r.openMap(); key !== undefined; key = r.nextKey(map, ++size)) {'], () => {
    const key = constraints.mapKey(type, 'key', hint, scope);
    code.line('map[', key, '] = ', readExpression(type.values, `${hint}Value`, scope), ';');
  });
  const counted = constraints.count(type, 'size');
  if (counted !== undefined) code.line(counted);
  return code.line('return map;');
}

const none = "throw r.refuse('expected a branch of the union');";

function readUnion(code: Code, union: UnionType, hint: string, scope: JsonScope): Code {
  if (union.style === 'oneof') throw new Error('bug: a oneof stands outside a record');
  if (isWrapped(union)) return readWrapped(code, union, hint, scope);
  switch (union.discriminator.kind) {
    case 'tag':
      return readBy(code, `r.tag(${literal(union.discriminator.property)})`, union, hint, scope);
    case 'required-key':
      return readBy(
        code,
        `r.has(${union.branches.map((branch) => literal(String(branch.tag))).join(', ')})`,
        union,
        hint,
        scope,
      );
    case 'json-kind':
    case 'wire':
      return readByKind(code, union, hint, scope);
  }
}

function readBy(code: Code, choice: string, union: UnionType, hint: string, scope: JsonScope): Code {
  return code.block([`switch (${choice}) {`], () => {
    for (const branch of union.branches) {
      code.line(`case ${expression(branch.tag)}:`);
      code.line('  return ', readExpression(branch.type, hintOf(hint, branch), scope), ';');
    }
    code.line('default:').line(`  ${none}`);
  });
}

function readWrapped(code: Code, union: UnionType, hint: string, scope: JsonScope): Code {
  const branches = union.branches.filter((branch) => !isNull(branch.type));
  if (branches.length < union.branches.length) code.line('if (r.null()) return null;');
  return code.block(["switch (r.tag('kind')) {"], () => {
    for (const branch of branches) {
      const name = literal(branch.name);
      const value: Part = ['r.wrapped((r) => ', readExpression(branch.type, hintOf(hint, branch), scope), ')'];
      code.line(`case ${name}:`);
      code.line('  return ', ...(union.style === 'tagged' ? [`{ kind: ${name}, value: `, value, ' }'] : [value]), ';');
    }
    code.line('default:').line(`  ${none}`);
  });
}

function readByKind(code: Code, union: UnionType, hint: string, scope: JsonScope): Code {
  const byKind = new Map<JsonKind, Branch[]>();
  for (const branch of union.branches) {
    for (const kind of new Set(kindsOf(branch.type).json)) {
      byKind.set(kind, [...(byKind.get(kind) ?? []), branch]);
    }
  }
  return code.block(['switch (r.kind()) {'], () => {
    for (const [kind, branches] of byKind) {
      const [branch] = branches;
      if (branch === undefined) continue;
      const value: Part =
        branches.length > 1
          ? [rt('oneOf'), `(r.json(), ${expression(constantsOf(branches))})`]
          : readExpression(branch.type, hintOf(hint, branch), scope);
      code.line(`case '${kind}':`).line('  return ', value, ';');
    }
    code.line('default:').line(`  ${none}`);
  });
}
