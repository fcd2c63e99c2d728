import { describe, expect, test } from 'vitest';
import { dataFromMembers } from '../../runtime/src/members.js';
import {
  boolean,
  float,
  integer,
  nullable,
  optional,
  record,
  ref,
  required,
  string,
} from '@agentwire/runtime/codegen/v1';
import { codecOf } from '../support/codecs.js';

const codec = codecOf(
  'Query',
  ref(() =>
    record('Query', [
      required('task_id', string()),
      optional('limit', integer('int32', { minimum: 1 })),
      optional('ratio', nullable(float(64))),
      optional('deep', boolean()),
    ]),
  ),
);

describe('members that came as text', () => {
  test('become what their schema says', () => {
    const data = dataFromMembers(codec, { task_id: '7', limit: '20', ratio: '-0.5', deep: 'true' });
    expect(data).toEqual({ task_id: '7', limit: 20, ratio: -0.5, deep: true });
  });

  test.each([
    [{}, ''],
    [{ task_id: 't', limit: 'many' }, '/limit'],
    [{ task_id: 't', limit: '0x10' }, '/limit'],
    [{ task_id: 't', limit: '' }, '/limit'],
    [{ task_id: 't', limit: '0' }, '/limit'],
    [{ task_id: 't', limit: '1.5' }, '/limit'],
    [{ task_id: 't', deep: 'yes' }, '/deep'],
    [{ task_id: 't', unknown: '1' }, '/unknown'],
    [{ task_id: 't', constructor: '1' }, '/constructor'],
  ])('are refused where they are not: %j', (members, path) => {
    const error = expect.objectContaining({ name: 'AgentError', reason: 'payload_invalid' });
    expect(() => dataFromMembers(codec, members as Record<string, string>)).toThrow(error);
    expect(() => dataFromMembers(codec, members as Record<string, string>)).toThrow(`/payload/data${path}`);
  });

  test('never reach a prototype', () => {
    const hostile = JSON.parse('{"task_id":"t","__proto__":"x"}') as Record<string, string>;
    expect(() => dataFromMembers(codec, hostile)).toThrow('/payload/data/__proto__');
  });
});
