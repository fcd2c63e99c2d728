/** Avro: changes, and the verdict on each in both directions. */
import type { Change } from '../support.js';

type Fields = readonly object[];
export const record = (fields: Fields, more: object = {}): object => ({
  type: 'record',
  name: 'Order',
  fields,
  ...more,
});
export const id = { name: 'id', type: 'string' };
const of = (type: unknown): object => record([{ name: 'value', type }]);
const kind = (symbols: readonly string[], more: object = {}): object =>
  of({ type: 'enum', name: 'Kind', symbols, ...more });
export const ok = 'compatible';
export const broken = (rule: string): string => `incompatible: avro/${rule}`;

export const rows: readonly Change<unknown>[] = [
  ['the same schema', record([id]), record([id]), ok, ok],
  [
    'a field with a default is added',
    record([id]),
    record([id, { name: 'note', type: 'string', default: '' }]),
    ok,
    ok,
  ],
  [
    'a field without a default is added',
    record([id]),
    record([id, { name: 'note', type: 'string' }]),
    broken('missing-default'),
    ok,
  ],
  [
    'a field that had a default is removed',
    record([id, { name: 'note', type: 'string', default: '' }]),
    record([id]),
    ok,
    ok,
  ],
  [
    'a field that had none is removed',
    record([id, { name: 'note', type: 'string' }]),
    record([id]),
    ok,
    broken('missing-default'),
  ],
  ['fields change places', record([id, { name: 'n', type: 'int' }]), record([{ name: 'n', type: 'int' }, id]), ok, ok],
  [
    'a field is renamed',
    record([id]),
    record([{ name: 'key', type: 'string' }]),
    broken('missing-default'),
    broken('missing-default'),
  ],
  [
    'a field is renamed, with an alias',
    record([id]),
    record([{ name: 'key', type: 'string', aliases: ['id'] }]),
    ok,
    broken('missing-default'),
  ],
  ['int becomes long', of('int'), of('long'), ok, broken('type')],
  ['int becomes double', of('int'), of('double'), ok, broken('type')],
  ['long becomes float', of('long'), of('float'), ok, broken('type')],
  ['float becomes double', of('float'), of('double'), ok, broken('type')],
  ['double becomes long', of('double'), of('long'), broken('type'), ok],
  ['string becomes bytes', of('string'), of('bytes'), ok, ok],
  ['string becomes int', of('string'), of('int'), broken('type'), broken('type')],
  ['boolean becomes int', of('boolean'), of('int'), broken('type'), broken('type')],
  ['a symbol is added', kind(['A', 'B']), kind(['A', 'B', 'C']), ok, broken('enum-symbol')],
  [
    'a symbol is added where the old enum has a default',
    kind(['A', 'B'], { default: 'A' }),
    kind(['A', 'B', 'C'], { default: 'A' }),
    ok,
    ok,
  ],
  ['a symbol is removed', kind(['A', 'B']), kind(['A']), broken('enum-symbol'), ok],
  ['a symbol is removed and the new enum has a default', kind(['A', 'B']), kind(['A'], { default: 'A' }), ok, ok],
  ['symbols change places', kind(['A', 'B']), kind(['B', 'A']), ok, ok],
  ['a type becomes optional', of('string'), of(['null', 'string']), ok, broken('union-branch')],
  ['a union gains a branch', of(['null', 'string']), of(['null', 'string', 'int']), ok, broken('union-branch')],
  ['a union loses a branch', of(['null', 'string', 'int']), of(['null', 'string']), broken('union-branch'), ok],
  ['branches change places', of(['null', 'string']), of(['string', 'null']), ok, ok],
  ['[int, float] is read as float', of(['int', 'float']), of('float'), ok, ok],
  ['a namespace is added', record([id]), record([id], { namespace: 'shop' }), ok, ok],
  ['a record is renamed', record([id]), { ...record([id]), name: 'Purchase' }, broken('name'), broken('name')],
  [
    'a record is renamed, with an alias',
    record([id]),
    { ...record([id]), name: 'Purchase', aliases: ['Order'] },
    ok,
    broken('name'),
  ],
  [
    'a fixed grows',
    of({ type: 'fixed', name: 'F', size: 4 }),
    of({ type: 'fixed', name: 'F', size: 8 }),
    broken('type'),
    broken('type'),
  ],
  [
    'a fixed is renamed',
    of({ type: 'fixed', name: 'F', size: 4 }),
    of({ type: 'fixed', name: 'G', size: 4 }),
    broken('name'),
    broken('name'),
  ],
  [
    'items of an array widen',
    of({ type: 'array', items: 'int' }),
    of({ type: 'array', items: 'long' }),
    ok,
    broken('type'),
  ],
  [
    'values of a map change',
    of({ type: 'map', values: 'int' }),
    of({ type: 'map', values: 'string' }),
    broken('type'),
    broken('type'),
  ],
  [
    'an array becomes a map',
    of({ type: 'array', items: 'int' }),
    of({ type: 'map', values: 'int' }),
    broken('type'),
    broken('type'),
  ],
  [
    'the scale of a decimal changes',
    of({ type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 }),
    of({ type: 'bytes', logicalType: 'decimal', precision: 6, scale: 3 }),
    broken('logical-type'),
    broken('logical-type'),
  ],
  [
    'the precision of a decimal grows',
    of({ type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 }),
    of({ type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }),
    ok,
    broken('logical-type'),
  ],
  [
    'milliseconds become microseconds',
    of({ type: 'long', logicalType: 'timestamp-millis' }),
    of({ type: 'long', logicalType: 'timestamp-micros' }),
    broken('logical-type'),
    broken('logical-type'),
  ],
  ['a long becomes a timestamp', of('long'), of({ type: 'long', logicalType: 'timestamp-millis' }), ok, ok],
  [
    'decimal bytes become decimal fixed',
    of({ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }),
    of({ type: 'fixed', name: 'D', size: 4, logicalType: 'decimal', precision: 4, scale: 2 }),
    broken('type'),
    broken('type'),
  ],
  [
    'docs and orders change',
    record([id], { doc: 'old' }),
    record([{ ...id, order: 'ignore', doc: 'x' }], { doc: 'new' }),
    ok,
    ok,
  ],
  ['an empty union is written', of([]), of('int'), ok, broken('union-branch')],
];
