/** Types as expressions that read them. */
import type { AvroSchema } from '../../model/avro-schema.js';
import type { DecimalType, EnumDeclaration, ListType, MapType, TimestampType, Type } from '../../model/types.js';
import { Code, type Part, t } from '../parts.js';
import { rtType } from '../symbols.js';
import { expression, literal } from '../text.js';
import { typeText } from '../type-text.js';
import { checkedBytes, checkedFloat, checkedInteger, checkedKey, checkedList, checkedMap, readText } from './checks.js';
import { isWeightless } from './weightless.js';
import { readChoice } from './read-choice.js';
import {
  helperName,
  judgeConstant,
  numbersConstant,
  openWordsConstant,
  type Place,
  within,
  wordsConstant,
} from './scope.js';
import { choiceOf, slotsOf, unwrapped } from './slots.js';

export function readValue(type: Type, given: AvroSchema, place: Place): Part {
  const { file } = place;
  if (type.kind === 'ref' && file.layouts.schemaOf.get(type.target) === given) {
    return [file.symbols.read(type.target, 'avro'), '(r)'];
  }
  return readPlain(type, given, place);
}

/** As `readValue`, never through the function of the declaration itself. */
export function readPlain(type: Type, given: AvroSchema, place: Place): Part {
  const schema = unwrapped(given);
  if (schema !== given) return readValue(type, schema, place);
  if (schema.kind === 'union')
    return readChoice(type, choiceOf(type), slotsOf(schema), schema.branches.length, place, 'null');
  switch (type.kind) {
    case 'boolean':
      return 'r.boolean()';
    case 'string':
      if (schema.kind === 'int') return 'r.day()';
      if (schema.kind === 'fixed') return 'r.fixedUuid()';
      return readText(type, place);
    case 'literal':
      return readLiteral(type.value, schema);
    case 'integer':
      return checkedInteger(integerReads[type.width], type, 'r');
    case 'float':
      return checkedFloat(type.width === 32 ? 'r.float()' : 'r.double()', type, 'r');
    case 'decimal':
      return readDecimal(type, schema);
    case 'bytes':
      return checkedBytes(schema.kind === 'fixed' ? `r.fixed(${schema.size})` : 'r.bytes()', type, 'r');
    case 'timestamp':
      return readTimestamp(type);
    case 'duration':
      return type.unit === 'avro' ? 'r.duration()' : 'r.seconds()';
    case 'time-of-day':
      return type.unit === 'millis' ? 'r.timeMillis()' : 'r.timeMicros()';
    case 'list':
      return readList(type, schema, place);
    case 'map':
      return readMap(type, schema, place);
    case 'json': {
      const read: Part = ['r.json', t('<', typeText(type, file(place)), '>'), `(${literal(type.of)})`];
      return type.schema === undefined ? read : ['r.judged(', read, `, ${judgeConstant(type.schema, place)})`];
    }
    case 'ref':
      return readDeclared(type, schema, place);
    case 'nullable':
    case 'union':
      throw new Error(`bug: a ${type.kind} on Avro's ${schema.kind}`);
  }
}

/** Avro's finer times have a `Date` each, since they are within the years that one holds. */
function readDecimal({ digits }: DecimalType, schema: AvroSchema): string {
  if (digits === undefined) return "r.formatted(r.string(), 'decimal')";
  const { precision, scale } = digits;
  if (schema.kind === 'fixed') return `r.fixedDecimal(${precision}, ${scale}, ${schema.size})`;
  return `r.decimal(${precision}, ${scale})`;
}

function readTimestamp({ unit, wire }: TimestampType): string {
  const read = { millis: 'r.date()', micros: 'r.micros()', nanos: 'r.bigint()', proto: 'r.instant()' }[wire ?? unit];
  if (wire === undefined) return read;
  return wire === 'proto'
    ? `r.dateOfInstant(${read})`
    : `r.dateOf(${read}, ${wire === 'micros' ? '1000n' : '1000000n'})`;
}

const integerReads = {
  int32: 'r.int()',
  uint32: 'r.long()',
  safe: 'r.long()',
  int64: 'r.bigint()',
  uint64: 'r.uint64()',
} as const;

function file(place: Place): Place['file']['symbols'] {
  return place.file.symbols;
}

function readDeclared(type: Extract<Type, { kind: 'ref' }>, schema: AvroSchema, place: Place): Part {
  const { target } = type;
  switch (target.kind) {
    case 'record':
      return [place.file.symbols.read(target, 'avro'), '(r)'];
    case 'enum':
      return readEnum(target, schema, place);
    case 'alias':
      return readPlain(target.type, schema, place);
  }
}

export function readEnum(target: EnumDeclaration, schema: AvroSchema, place: Place): Part {
  if (schema.kind === 'enum') return `r.symbol(${wordsConstant(target, place.file)})`;
  if (schema.kind === 'int')
    return `r.word(${wordsConstant(target, place.file)}, ${numbersConstant(target, place.file)})`;
  return `r.openWord(${openWordsConstant(target, place.file)})`;
}

function readLiteral(value: null | boolean | number | string, schema: AvroSchema): Part {
  if (value === null) return 'null';
  const read = { boolean: 'boolean', long: 'long', double: 'double', string: 'string' }[schema.kind as 'long'];
  return `r.constant(r.${read}(), ${expression(value)})`;
}

function readList(type: ListType, schema: AvroSchema, place: Place): Part {
  if (schema.kind !== 'array') throw new Error(`bug: a list on Avro's ${schema.kind}`);
  const item = readValue(type.items, schema.items, within(place, 'item'));
  if (item === 'r.string()' && type.items.kind === 'string') return checkedList('r.strings()', type, 'r');
  const name = helperName('read', place);
  const body = new Code();
  const weightless = isWeightless(schema.items) ? ', true' : '';
  const ofType = typeText(type, place.file.symbols);
  body.line('const items', t(': ', ofType), ' = [];');
  const head = `for (let left = r.block(0${weightless}); left > 0; left = r.block(items.length${weightless})) {`;
  body.block([head], () => body.line('for (; left > 0; left--) items.push(', item, ');'));
  body.line(`return ${checkedList('items', type, 'r')};`);
  addReader(name, ofType, body, place);
  return `${name}(r)`;
}

function readMap(type: MapType, schema: AvroSchema, place: Place): Part {
  if (schema.kind !== 'map') throw new Error(`bug: a map on Avro's ${schema.kind}`);
  const item = readValue(type.values, schema.values, within(place, 'value'));
  const name = helperName('read', place);
  const body = new Code();
  const ofType = typeText(type, place.file.symbols);
  body.line('const map = r.emptyMap', t('<', typeText(type.values, place.file.symbols), '>'), '();');
  body.block(['for (let size = 0, left = r.block(0); left > 0; left = r.block(size)) {'], () => {
    body.block(['for (; left > 0; left--, size++) {'], () => {
      body.line(`const key = ${checkedKey(`r.key(map, ${literal(type.keys)})`, type, 'r', place)};`);
      body.line('map[key] = ', item, ';');
    });
  });
  body.line(`return ${checkedMap('map', type, 'r')};`);
  addReader(name, ofType, body, place);
  return `${name}(r)`;
}

export function addReader(name: string, returns: Part, body: Code, place: Place): void {
  place.file.helpers.push({
    kind: 'function',
    exported: false,
    name,
    parameters: [{ name: 'r', type: rtType('AvroReader') }],
    returns,
    body,
  });
}
