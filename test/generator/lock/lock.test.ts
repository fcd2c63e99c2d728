import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { printProto } from '../../../generator/src/encodings/print-proto.js';
import { planProtobuf } from '../../../generator/src/encodings/protobuf.js';
import { emptyLock, type Lock } from '../../../generator/src/lock/lock.js';
import { printLock } from '../../../generator/src/lock/print.js';
import { readLock } from '../../../generator/src/lock/read.js';
import type { Declaration, Member } from '../../../generator/src/model/types.js';
import { locate, wholeOf } from '../../../generator/src/source/text.js';

const span = wholeOf({ path: 'a.schema.json', text: '' });

function thing(...names: string[]): Declaration {
  const members = names.map((name): Member => ({ name, type: { kind: 'string' }, presence: 'required', span }));
  const origin = { format: 'json-schema', path: 'a.schema.json', name: '#' } as const;
  return { kind: 'record', name: 'A', origin, span, members, unknown: 'drop' };
}

function plan(declaration: Declaration, lock: Lock): { lock: Lock; numbers: Record<string, number>; text: string } {
  const planned = planProtobuf([declaration], lock, createDiagnostics());
  const numbers: Record<string, number> = {};
  for (const { of } of planned.layouts.messages) {
    if (of.kind !== 'record') continue;
    for (const { member, content } of of.slots) if ('number' in content) numbers[member.name] = content.number;
  }
  return { lock: planned.lock, numbers, text: printProto(planned.layouts, { namespace: '' }) };
}

function read(text: string): { lock: Lock | undefined; findings: string[] } {
  const diagnostics = createDiagnostics();
  const lock = readLock({ path: 'agentwire.lock', text }, diagnostics);
  return { lock, findings: diagnostics.all.map((d) => `${locate(d.span)} ${d.code} ${d.message}`) };
}

describe('numbers from the lock', () => {
  const first = plan(thing('a', 'b', 'c'), emptyLock);

  it('are given in the order of the schema at first', () => expect(first.numbers).toEqual({ a: 1, b: 2, c: 3 }));

  it('stay when members change places', () => {
    expect(plan(thing('c', 'a', 'b'), first.lock).numbers).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('append for new members, wherever they stand', () => {
    expect(plan(thing('new', 'a', 'b', 'c'), first.lock).numbers).toEqual({ new: 4, a: 1, b: 2, c: 3 });
  });

  it('stay reserved when members go, and are not given again, not even to a member that comes back', () => {
    const without = plan(thing('a', 'b'), first.lock);
    expect(without.text).toContain('reserved 3;');
    const back = plan(thing('a', 'b', 'c'), without.lock);
    expect(back.numbers).toEqual({ a: 1, b: 2, c: 4 });
    expect(back.text).toContain('reserved 3;');
  });

  it('survive the round trip through the file', () => {
    const { lock } = plan(thing('a', 'b', '__proto__', 'odd "name"\n'), first.lock);
    const text = printLock(lock);
    expect(read(text)).toEqual({ lock, findings: [] });
    expect(printLock(read(text).lock ?? emptyLock)).toBe(text);
  });

  it('leave the facts of other encodings alone', () => {
    const lock: Lock = { version: 1, declarations: { 'a.schema.json#': { order: ['x'] }, 'b#': { order: ['y'] } } };
    expect(plan(thing('a'), lock).lock.declarations).toEqual({
      'a.schema.json#': { order: ['x'], numbers: { a: 1 } },
      'b#': { order: ['y'] },
    });
  });

  it('skip the range of the implementations', () => {
    const lock: Lock = { version: 1, declarations: { 'a.schema.json#': { numbers: { a: 18_999 } } } };
    expect(plan(thing('a', 'b'), lock).numbers).toEqual({ a: 18_999, b: 20_000 });
  });
});

describe('the file', () => {
  it('is sorted, one fact a line', () => {
    const lock: Lock = {
      version: 1,
      declarations: {
        'b#X': { numbers: { z: 1, y: 3, x: 2 }, reserved: [9, 4] },
        'a#': { order: ['m', 'n'], writers: [{ fingerprint: '0123456789abcdef', schema: '"string"' }] },
      },
    };
    expect(printLock(lock)).toBe(`{
  "version": 1,
  "declarations": {
    "a#": {
      "order": [
        "m",
        "n"
      ],
      "writers": [
        { "fingerprint": "0123456789abcdef", "schema": "\\"string\\"" }
      ]
    },
    "b#X": {
      "numbers": {
        "z": 1,
        "x": 2,
        "y": 3
      },
      "reserved": [4, 9]
    }
  }
}
`);
  });

  it.each([
    ['no JSON', '{', 'AW1002'],
    ['no object', '[]', '1:1 AW3302 the lock is not an object'],
    ['another version', '{ "version": 2 }', '1:14 AW3302 the version of the lock is not 1'],
    ['no version', '{}', '1:1 AW3302 the lock has no version'],
    ['an unknown key', '{ "version": 1, "more": 1 }', '1:17 AW3302 more is no part of the lock'],
    [
      'a number twice',
      '{ "version": 1, "declarations": { "a": { "numbers": { "x": 1, "y": 1 } } } }',
      '1:68 AW3302 y and x of a have one number, 1',
    ],
    [
      'a number that is reserved',
      '{ "version": 1, "declarations": { "a": { "numbers": { "x": 1 }, "reserved": [1] } } }',
      'AW3302 x has number 1, which is reserved in a',
    ],
    [
      'a number that is none',
      '{ "version": 1, "declarations": { "a": { "numbers": { "x": 1.5 } } } }',
      '1:60 AW3302 the number of x',
    ],
  ])('with %s is refused with its place', (_, text, finding) => {
    const { lock, findings } = read(text);
    expect(lock).toBeUndefined();
    expect(findings.join('\n')).toContain(finding);
  });
});
