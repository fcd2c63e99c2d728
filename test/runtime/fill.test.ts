import { describe, expect, test } from 'vitest';
import { applyFill } from '../../runtime/src/fill.js';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import type { Header } from '@agentwire/runtime';

const clock = fakeClock(5000);
const world = { clock, random: seededRandom(1) };
const header = { message_id: 'm-1', routing: { priority: 'high' } } as Header;

describe('fill', () => {
  test('takes each member from where its rule says', () => {
    const filled = applyFill(
      {
        id: { from: 'uuid' },
        at: { from: 'now' },
        took: { from: 'elapsed' },
        request_id: { from: 'header', path: ['message_id'] },
        priority: { from: 'header', path: ['routing', 'priority'] },
        task: { from: 'request', path: ['task', 'id'] },
        load: { from: 'presence', path: ['load'] },
        state: { from: 'literal', value: 'running' },
      },
      { given: 1 },
      { world, header, request: { task: { id: 't-1' } }, started: 3500, presence: () => ({ load: 0.5 }) },
    );
    expect(filled).toEqual({
      given: 1,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: new Date(5000),
      took: 1.5,
      request_id: 'm-1',
      priority: 'high',
      task: 't-1',
      load: 0.5,
      state: 'running',
    });
  });

  test('never replaces what was given, not even by nothing but undefined', () => {
    const rules = { a: { from: 'literal', value: 1 }, b: { from: 'literal', value: 1 } } as const;
    expect(applyFill(rules, { a: null, b: undefined }, { world })).toEqual({ a: null, b: 1 });
    expect(applyFill(rules, { a: 0, b: '' }, { world })).toEqual({ a: 0, b: '' });
  });

  test('leaves out what its source does not have', () => {
    const filled = applyFill(
      {
        a: { from: 'header', path: ['causation_id'] },
        b: { from: 'request', path: ['x', 'y'] },
        c: { from: 'elapsed' },
        d: { from: 'presence', path: ['load'] },
        e: { from: 'request', path: ['toString'] },
      },
      undefined,
      { world, header, request: { x: 'text' } },
    );
    expect(filled).toEqual({});
  });

  test('leaves the given value itself alone', () => {
    const given = Object.freeze({ a: 1 });
    expect(applyFill({ b: { from: 'literal', value: 2 } }, given, { world })).toEqual({ a: 1, b: 2 });
    expect(applyFill(undefined, given, { world })).toBe(given);
  });
});
