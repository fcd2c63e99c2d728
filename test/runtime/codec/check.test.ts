import { describe, expect, it } from 'vitest';
import { checkJson, checkValue } from '../../../runtime/src/codec/check.js';
import { redact } from '../../../runtime/src/codec/redact.js';
import type { Shape } from '../../../runtime/src/codec/shape.js';
import {
  float,
  integer,
  json,
  list,
  map,
  optional,
  record,
  ref,
  required,
  string,
  timestamp,
  words,
} from '../../../runtime/src/codec/shapes.js';

const status = words(['running', 'success']);
const task: Shape = record('Task', [
  required('task_id', string({ minLength: 1 })),
  required(
    'status',
    ref(() => status),
  ),
  optional('progress', float(64, { minimum: 0, maximum: 1 })),
  optional('counts', map('string', integer('safe'))),
  optional('at', timestamp('millis')),
  optional('token', map('string', string({ maxLength: 2 })), { sensitive: true }),
  optional('children', list(ref(() => task))),
]);

describe('checking values', () => {
  it('says what was found against what was expected, with the path', () => {
    expect(checkJson(task, { task_id: '', status: 'x', progress: 1.7, counts: { 'a/b': 1.5 } })).toEqual([
      { path: '/task_id', message: '0 characters, at least 1 wanted' },
      { path: '/status', message: '"x" is not one of running, success' },
      { path: '/progress', message: '1.7 is above 1' },
      { path: '/counts/a~1b', message: '1.5 is not an integer' },
    ]);
    expect(checkJson(task, { status: 'running' })).toEqual([{ path: '', message: 'missing task_id' }]);
    expect(checkJson(task, null)).toEqual([{ path: '', message: 'null is not an object' }]);
  });

  it('takes class instances by their declared members, and Maps where a map is declared', () => {
    class Job {
      task_id = 'a';
      status = 'running';
      counts = new Map([['x', 1]]);
      extra = (): number => 1;
    }
    expect(checkValue(task, new Job())).toEqual([]);
    expect(checkValue(task, new Map([['task_id', 'a']]))).toEqual([{ path: '', message: 'a Map is not an object' }]);
    expect(checkValue(task, { task_id: () => 'a', status: 'running' })).toEqual([
      { path: '/task_id', message: 'a function is not a string' },
    ]);
    expect(checkValue(task, { task_id: 'a', status: 'running', at: '2026-01-01T00:00:00Z' })).toEqual([
      { path: '/at', message: '"2026-01-01T00:00:00Z" is not a Date within the years 0 to 9999' },
    ]);
  });

  it('finds cycles', () => {
    const value: Record<string, unknown> = { task_id: 'a', status: 'running' };
    value['children'] = [value];
    expect(checkValue(task, value)).toEqual([{ path: '/children/0', message: 'refers to itself' }]);
    const open: Record<string, unknown> = {};
    open['self'] = open;
    expect(checkValue(json(), open)).toEqual([{ path: '/self', message: 'refers to itself' }]);
  });

  it('never shows what is sensitive, nor its keys', () => {
    const issues = checkJson(task, { task_id: 'a', status: 'running', token: { secret: 'hunter2', other: 5 } });
    expect(issues).toEqual([
      { path: '/token/*', message: '7 characters, at most 2 allowed' },
      { path: '/token/*', message: 'the value is not a string' },
    ]);
  });

  it('stops at a hundred issues', () => {
    expect(
      checkJson(
        list(string()),
        Array.from({ length: 1000 }, () => 1),
      ),
    ).toHaveLength(100);
    expect(checkJson(list(string()), [1, 1, 1], 1)).toHaveLength(1);
  });

  it('cuts long texts short', () => {
    expect(checkJson(status, 'x'.repeat(1000))[0]?.message.length).toBeLessThan(120);
  });
});

describe('redaction', () => {
  it('masks sensitive and undeclared members, and leaves the value alone', () => {
    const value = { task_id: 'a', token: { secret: 'x' }, stray: 1, children: [{ task_id: 'b', token: {} }] };
    expect(redact(task, value)).toEqual({
      task_id: 'a',
      token: '***',
      stray: '***',
      children: [{ task_id: 'b', token: '***' }],
    });
    expect(value.token).toEqual({ secret: 'x' });
  });
});
