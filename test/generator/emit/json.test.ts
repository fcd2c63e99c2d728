import { describe, expect, it } from 'vitest';
import { emitJson } from '../../../generator/src/emit/json.js';
import { printFile } from '../../../generator/src/emit/print.js';
import { createSymbols } from '../../../generator/src/emit/symbols.js';
import { codecOf, settings } from './load.js';
import { member, record, ref, unit, words } from './model.js';

const text = { kind: 'string' } as const;
const number = { kind: 'float', width: 64, special: false } as const;
const status = words('Status', ['running', 'success']);
const task = record('Task', [
  member('task_id', { kind: 'string', minLength: 1 }),
  member('status', ref(status)),
  member('progress', { ...number, minimum: 0, maximum: 1 }, { presence: 'optional' }),
  member('tags', { kind: 'list', items: text, maxItems: 3 }, { presence: 'optional' }),
  member('scores', { kind: 'map', keys: 'string', values: number }, { presence: 'optional' }),
  member('at', { kind: 'timestamp', unit: 'millis' }, { presence: 'optional' }),
  member('parameters', { kind: 'json', of: 'object' }, { presence: 'optional' }),
  member('token', text, { presence: 'optional', sensitive: true }),
]);

describe('json.ts', () => {
  // A golden file and not a snapshot: vitest evaluates those, which the hardened suite forbids.
  it('reads as if written by hand', async () => {
    const one = unit('messages/task', task, status);
    const text = printFile(emitJson(one, createSymbols([one])), 'ts', settings);
    await expect(text).toMatchFileSnapshot('../../golden/emit/task-json.txt');
  });

  it('writes canonical JSON and reads it back', async () => {
    const codec = await codecOf(task, status);
    const value = {
      task_id: 'täsk "1"',
      status: 'running',
      progress: 0.25,
      tags: ['a', 'b\n'],
      scores: JSON.parse('{"b":1,"10":2.5,"9":-3}') as object,
      at: new Date('2026-11-23T10:20:30.123Z'),
      parameters: JSON.parse('{"z":[1,{"y":null}],"__proto__":{"x":1}}') as object,
    };
    const text = codec.stringify(value);
    expect(text).toBe(
      '{"at":"2026-11-23T10:20:30.123Z","parameters":{"__proto__":{"x":1},"z":[1,{"y":null}]},"progress":0.25,' +
        '"scores":{"10":2.5,"9":-3,"b":1},"status":"running","tags":["a","b\\n"],"task_id":"täsk \\"1\\""}',
    );
    const back = codec.decode(codec.encode(value));
    expect(back).toEqual({ ...value, scores: Object.assign(Object.create(null) as object, value.scores) });
    expect(codec.stringify(back)).toBe(text);
  });
});
