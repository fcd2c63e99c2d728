/** Types as statements that write them. */
import type { AvroSchema } from '../../model/avro-schema.js';
import type { EnumDeclaration, ListType, MapType, TimestampType, Type } from '../../model/types.js';
import { Code, type Part } from '../parts.js';
import { rtType } from '../symbols.js';
import { expression, literal } from '../text.js';
import { typeText } from '../type-text.js';
import {
  checkedBytes,
  checkedFloat,
  checkedInteger,
  checkedKey,
  checkedList,
  checkedMap,
  writeText,
} from './checks.js';
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
import { writeChoice } from './write-choice.js';

/** Adds the statements that write `value`, which is an expression without side effects. */
export function writeValue(code: Code, type: Type, given: AvroSchema, value: Part, place: Place): void {
  const { file } = place;
  if (type.kind === 'ref' && file.layouts.schemaOf.get(type.target) === given) {
    code.line(file.symbols.write(type.target, 'avro'), '(w, ', value, ');');
  } else writePlain(code, type, given, value, place);
}

/** As `writeValue`, never through the function of the declaration itself. */
export function writePlain(code: Code, type: Type, given: AvroSchema, value: Part, place: Place): void {
  const schema = unwrapped(given);
  if (schema !== given) return writeValue(code, type, schema, value, place);
  if (schema.kind === 'union') return writeChoice(code, type, choiceOf(type), slotsOf(schema), value, place);
  if (type.kind === 'ref') {
    const { target } = type;
    if (target.kind === 'alias') return writePlain(code, target.type, schema, value, place);
    if (target.kind === 'record') return void code.line(place.file.symbols.write(target, 'avro'), '(w, ', value, ');');
  }
  const call = writeCall(type, schema, value, place);
  code.line(call, ';');
}

/** One call that writes the value. */
function writeCall(type: Type, schema: AvroSchema, value: Part, place: Place): Part {
  switch (type.kind) {
    case 'boolean':
      return ['w.boolean(', value, ')'];
    case 'string':
      if (schema.kind === 'int') return ['w.day(', value, ')'];
      if (schema.kind === 'fixed') return ['w.fixedUuid(', value, ')'];
      return writeText(value, type, place);
    case 'literal':
      if (type.value === null) return ['w.constant(', value, ', null)'];
      return [`w.${schema.kind}(w.constant(`, value, `, ${expression(type.value)}))`];
    case 'integer':
      return [integerWrites[type.width], '(', checkedInteger(value, type, 'w'), ')'];
    case 'float':
      return [type.width === 32 ? 'w.exactFloat(' : 'w.double(', checkedFloat(value, type, 'w'), ')'];
    case 'decimal': {
      if (type.digits === undefined) return ['w.string(w.formatted(w.text(', value, "), 'decimal'))"];
      const { precision, scale } = type.digits;
      const size = schema.kind === 'fixed' ? `, ${schema.size}` : '';
      return [size === '' ? 'w.decimal(' : 'w.fixedDecimal(', value, `, ${precision}, ${scale}${size})`];
    }
    case 'bytes':
      if (schema.kind === 'fixed') return ['w.fixed(', value, `, ${schema.size})`];
      return ['w.bytesValue(', checkedBytes(value, type, 'w'), ')'];
    case 'timestamp':
      return [`w.${timestampWrites[type.wire ?? type.unit]}(`, heldTimestamp(type, value), ')'];
    case 'duration':
      return [type.unit === 'avro' ? 'w.duration(' : 'w.seconds(', value, ')'];
    case 'time-of-day':
      return [type.unit === 'millis' ? 'w.timeMillis(' : 'w.timeMicros(', value, ')'];
    case 'json': {
      const judged: Part =
        type.schema === undefined ? value : ['w.judged(', value, `, ${judgeConstant(type.schema, place)})`];
      return ['w.json(', judged, `, ${literal(type.of)})`];
    }
    case 'list':
      return writeList(type, schema, value, place);
    case 'map':
      return writeMap(type, schema, value, place);
    case 'ref':
      if (type.target.kind === 'enum') return enumCall(type.target, schema, value, place);
      throw new Error(`bug: ${type.target.name} is written by statements`);
    case 'nullable':
    case 'union':
      throw new Error(`bug: a ${type.kind} on Avro's ${schema.kind}`);
  }
}

/** A `Date` as the finer time that the schema has. */
function heldTimestamp({ wire }: TimestampType, value: Part): Part {
  if (wire === undefined) return value;
  return wire === 'proto'
    ? ['w.instantOf(', value, ')']
    : ['w.dateAs(', value, `, ${wire === 'micros' ? '1000n' : '1000000n'})`];
}

const timestampWrites = { millis: 'date', micros: 'micros', nanos: 'bigint', proto: 'instant' } as const;

const integerWrites = {
  int32: 'w.int',
  uint32: 'w.long',
  safe: 'w.long',
  int64: 'w.bigint',
  uint64: 'w.uint64',
} as const;

export function enumCall(target: EnumDeclaration, schema: AvroSchema, value: Part, { file }: Place): Part {
  if (schema.kind === 'enum') return ['w.symbol(', value, `, ${wordsConstant(target, file)})`];
  if (schema.kind === 'int')
    return ['w.word(', value, `, ${wordsConstant(target, file)}, ${numbersConstant(target, file)})`];
  return ['w.openWord(', value, `, ${openWordsConstant(target, file)})`];
}

function writeList(type: ListType, schema: AvroSchema, value: Part, place: Place): Part {
  if (schema.kind !== 'array') throw new Error(`bug: a list on Avro's ${schema.kind}`);
  const body = new Code();
  const plain = type.items.kind === 'string' && schema.items.kind === 'string';
  const free = plain && Object.keys(type.items).length === 1;
  const bounded = checkedList('value', type, 'w') !== 'value';
  if (free && !bounded) return ['w.strings(', value, ')'];
  const name = helperName('write', place);
  if (free) body.line(`w.strings(${checkedList('value', type, 'w')});`);
  else {
    body.line('w.items(value);');
    if (bounded) body.line(`${checkedList('value', type, 'w')};`);
    const item = new Code();
    writeValue(item, type.items, schema.items, 'item', within(place, 'item'));
    body.block(['for (const item of value) {'], () => append(body, item));
    body.line('w.end();');
  }
  addWriter(name, typeText(type, place.file.symbols), body, place);
  return [`${name}(w, `, value, ')'];
}

function writeMap(type: MapType, schema: AvroSchema, value: Part, place: Place): Part {
  if (schema.kind !== 'map') throw new Error(`bug: a map on Avro's ${schema.kind}`);
  const name = helperName('write', place);
  const body = new Code();
  const bounded = checkedMap('value', type, 'w');
  body.block(['for (const [key, item] of w.entries(value)) {'], () => {
    body.line(`w.key(${checkedKey('key', type, 'w', place)}, ${literal(type.keys)});`);
    const item = new Code();
    writeValue(item, type.values, schema.values, 'item', within(place, 'value'));
    append(body, item);
  });
  body.line('w.end();');
  if (bounded !== 'value') body.line(`${bounded};`);
  addWriter(name, typeText(type, place.file.symbols), body, place);
  return [`${name}(w, `, value, ')'];
}

/** The lines of one piece of code inside another. */
export function append(code: Code, more: Code, indent = ''): void {
  for (const { depth, parts } of more.lines) code.line(indent + '  '.repeat(depth), ...parts);
}

/** `if (...) { ... } else if (...) { ... } else { ... }`; a head of `else` only as the last. */
export function chain(code: Code, arms: readonly { readonly head: Part; readonly body: Code }[]): void {
  arms.forEach(({ head, body }, index) => {
    code.line(...(index === 0 ? [head, ' {'] : ['} else', head === '' ? '' : ' ', head, ' {']));
    append(code, body, '  ');
  });
  code.line('}');
}

export function addWriter(name: string, type: Part, body: Code, place: Place): void {
  place.file.helpers.push({
    kind: 'function',
    exported: false,
    name,
    parameters: [
      { name: 'w', type: rtType('AvroWriter') },
      { name: 'value', type },
    ],
    returns: 'void',
    body,
  });
}
