import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplate, routeMatcher, textAt, valueAt } from '../../runtime/src/placeholders.js';
import type { Header } from '@agentwire/runtime';

const header = {
  message_id: 'm-1',
  destination: { agent_id: 'gap-1', agent_type: 'gap', broadcast: false },
  routing: { priority: 'high' },
} as Header;
const plain = (value: string): string => value;

describe('a template', () => {
  test('is filled from destination, header and payload', () => {
    const data = { workflow_id: 'w-1', nested: { count: 3 }, flag: false };
    const fill = (template: string): string => fillTemplate(template, header, data, plain);
    expect(fill('agent-tasks-{agent_type}')).toBe('agent-tasks-gap');
    expect(fill('/agents/{agent_id}/{destination.agent_type}')).toBe('/agents/gap-1/gap');
    expect(fill('{header.routing.priority}.{header.message_id}')).toBe('high.m-1');
    expect(fill('{payload.data.workflow_id}/{nested.count}/{workflow_id}/{flag}')).toBe('w-1/3/w-1/false');
    expect(fill('no placeholder')).toBe('no placeholder');
  });

  test('escapes each value by itself', () => {
    expect(fillTemplate('/a/{x}/b', header, { x: '../{agent_id}' }, encodeURIComponent)).toBe(
      '/a/..%2F%7Bagent_id%7D/b',
    );
  });

  test.each([
    ['{missing}', '/missing'],
    ['{payload.data.a.b}', '/payload/data/a/b'],
    ['{empty}', '/empty'],
    ['{object}', '/object'],
    ['{constructor}', '/constructor'],
  ])('refuses %s, which is no text, and says where', (template, path) => {
    const fill = (): string => fillTemplate(template, header, { empty: '', object: {} }, plain);
    expect(fill).toThrow(expect.objectContaining({ name: 'AgentError', reason: 'payload_invalid', path }));
  });
});

describe('a route', () => {
  const match = routeMatcher('/agents/{agent_id}/tasks/{task_id}');

  test('matches segment by segment and decodes values', () => {
    expect(match('/agents/gap-1/tasks/a%2Fb%20c')).toEqual({ agent_id: 'gap-1', task_id: 'a/b c' });
  });

  test.each([
    '/agents/gap-1/tasks',
    '/agents/gap-1/tasks/',
    '/agents//tasks/t',
    '/agents/a/task/t',
    '/agents/a/tasks/%ff',
    '/agents/a/tasks/t/',
  ])('does not match %s', (path) => expect(match(path)).toBeUndefined());

  test('gives back whatever text was filled in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
        const path = `/agents/a/tasks/${encodeURIComponent(id)}`;
        expect(match(path)).toEqual({ agent_id: 'a', task_id: id });
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('a path into a value', () => {
  test('follows own members only', () => {
    expect(valueAt({ a: { b: 1 } }, ['a', 'b'])).toBe(1);
    expect(valueAt({ a: { b: 1 } }, ['a', 'toString'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
    expect(valueAt(null, ['a'])).toBeUndefined();
  });

  test('is text for scalars only', () => {
    expect([textAt({ a: 5n }, ['a']), textAt({ a: true }, ['a']), textAt({ a: [] }, ['a'])]).toEqual([
      '5',
      'true',
      undefined,
    ]);
  });
});
