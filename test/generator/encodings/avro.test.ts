import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { avroName } from '../../../generator/src/encodings/avro/names.js';
import { planAvro } from '../../../generator/src/encodings/avro.js';
import { jsonSchema } from '../../../generator/src/formats/json-schema/index.js';
import { emptyLock, type Lock } from '../../../generator/src/lock/lock.js';
import type { Declaration } from '../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../generator/src/source/workspace.js';

function declarations(properties: object, more: object = {}): readonly Declaration[] {
  const path = 'thing.schema.json';
  const text = JSON.stringify({ type: 'object', properties, ...more });
  return jsonSchema
    .load([{ path, text }], memoryWorkspace({ [path]: text }), createDiagnostics())
    .flatMap((module) => module.declarations);
}

function plan(all: readonly Declaration[], lock: Lock = emptyLock): { lock: Lock; fields: string[]; errors: string[] } {
  const diagnostics = createDiagnostics();
  const { layouts, lock: next } = planAvro(all, lock, diagnostics, { namespace: 'n' });
  const [root] = all;
  const schema = root === undefined ? undefined : layouts.schemaOf.get(root);
  return {
    lock: next,
    fields: schema?.kind === 'record' ? schema.fields.map((field) => field.name) : [],
    errors: diagnostics.all.map((one) => one.code),
  };
}

const int = { type: 'integer' };

describe('the order in the lock', () => {
  it('keeps its members wherever they stand now, and appends new ones', () => {
    const first = plan(declarations({ a: int, b: int, c: int }));
    expect(first.fields).toEqual(['a', 'b', 'c']);
    const second = plan(declarations({ z: int, c: int, a: int, b: int }), first.lock);
    expect(second.fields).toEqual(['a', 'b', 'c', 'z']);
    const third = plan(declarations({ z: int, c: int, b: int }), second.lock);
    expect(third.fields).toEqual(['b', 'c', 'z']);
  });

  it('keeps every released writer schema, each once', () => {
    const key = 'thing.schema.json#';
    const first = plan(declarations({ a: int }));
    const same = plan(declarations({ a: int }), first.lock);
    expect(same.lock).toEqual(first.lock);
    const next = plan(declarations({ a: int, b: int }), first.lock);
    expect(next.lock.declarations[key]?.writers).toHaveLength(2);
    expect(next.lock.declarations[key]?.writers?.[0]).toEqual(first.lock.declarations[key]?.writers?.[0]);
  });

  it('leaves what other encodings keep there', () => {
    const lock: Lock = {
      version: 1,
      declarations: { 'thing.schema.json#': { numbers: { a: 1 } }, 'gone.json#': { order: ['x'] } },
    };
    const next = plan(declarations({ a: int }), lock).lock;
    expect(next.declarations['thing.schema.json#']).toMatchObject({ numbers: { a: 1 }, order: ['a'] });
    expect(next.declarations['gone.json#']).toEqual({ order: ['x'] });
  });
});

describe('names', () => {
  it('are legal in Avro and never meet', () => {
    const name = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a-b', 'a_u002d_b', '_u_', '', '1', '_u0031_'));
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(avroName(a)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
        expect(avroName(a) === avroName(b)).toBe(a === b);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('what Avro cannot carry', () => {
  it('is an error with its line', () => {
    const tree = { tree: { $ref: '#/$defs/tree' } };
    const all = declarations(tree, { $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } } });
    expect(plan(all).errors).toEqual(['AW3430']);
  });
});
