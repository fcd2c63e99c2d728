/** The document's own messages against the hand-written schemas, judged by ajv. */
import { readdirSync, readFileSync } from 'node:fs';
import ajvFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Sample, sample, samples, standardMessage } from './cut.js';

const folder = new URL('../../schemas/json/', import.meta.url);
const types = Object.keys(samples) as (keyof typeof samples)[];

type Change = (schema: Record<string, unknown>) => Record<string, unknown>;

function compile(change: Change): (file: string, pointer?: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, keywords: ['x-sensitive'] });
  ajvFormats.default(ajv);
  for (const file of readdirSync(folder)) {
    ajv.addSchema(change(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>), file);
  }
  return (file, pointer = '') => {
    const validate = ajv.getSchema(`${file}${pointer}`);
    if (validate === undefined) throw new Error(`no schema ${file}${pointer}`);
    return validate;
  };
}

/** Every object closed: what passes now is declared, and not just let through. */
function closed(schema: Record<string, unknown>): Record<string, unknown> {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, isObject(value) ? closed(value) : value]),
  );
  return isObject(schema['properties']) && schema['type'] === 'object'
    ? { ...inner, additionalProperties: false }
    : inner;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const asWritten = compile((schema) => schema);
const declared = compile(closed);

function issues(validate: ValidateFunction, value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

describe("the document's messages", () => {
  for (const type of types) {
    it(`include a ${type} of which every field is declared`, () => {
      const { header, payload } = sample(type);
      expect(header.message_type).toBe(type);
      expect(issues(declared(`${type}.schema.json`), payload.data)).toEqual([]);
      expect(Object.keys(payload.data).length).toBeGreaterThan(3);
    });
  }

  it('include a task whose metadata is declared', () => {
    expect(issues(declared('task_metadata.schema.json'), sample('task_request').payload.metadata)).toEqual([]);
  });

  it('travel in an envelope of which every field is declared', () => {
    const message = standardMessage();
    expect(issues(declared('envelope.schema.json'), message)).toEqual([]);
    expect(Object.keys(message.header)).toHaveLength(13);
  });

  it('may have further parameters, results and event data', () => {
    const open: [keyof typeof samples, string][] = [
      ['task_request', 'parameters'],
      ['task_status', 'partial_results'],
      ['event', 'event_data'],
      ['response', 'result'],
    ];
    for (const [type, member] of open) {
      const { data } = sample(type).payload;
      const more = { ...data, [member]: { ...(data[member] as object), something_new: { deep: [1, null] } } };
      expect([type, issues(asWritten(`${type}.schema.json`), more)]).toEqual([type, []]);
    }
  });
});

describe('the schemas', () => {
  const refusals: [string, keyof typeof samples, object, string][] = [
    ['a task without an id', 'task_request', { task_id: undefined }, " must have required property 'task_id'"],
    ['a task id that leads out of its path', 'task_request', { task_id: '../status' }, '/task_id must match pattern'],
    ['a progress above 1', 'task_status', { progress: 1.7 }, '/progress must be <= 1'],
    ['a time that is none', 'task_status', { started_at: 'yesterday' }, '/started_at must match format "date-time"'],
    ['one and a half tasks', 'heartbeat', { active_tasks: 1.5 }, '/active_tasks must be integer'],
    ['an event type that is no topic', 'event', { event_type: 'a/b' }, '/event_type must match pattern'],
    ['a word for true', 'command', { immediate: 'yes' }, '/immediate must be boolean'],
    ['a negative time', 'response', { execution_time: -1 }, '/execution_time must be >= 0'],
  ];
  for (const [title, type, change, issue] of refusals) {
    it(`refuse ${title}`, () => {
      const data: unknown = JSON.parse(JSON.stringify({ ...sample(type).payload.data, ...change }));
      const found = issues(asWritten(`${type}.schema.json`), data);
      expect(found.map((line) => line.startsWith(issue))).toContain(true);
    });
  }

  it('take unknown words where the document shows one word of a list', () => {
    const words: [keyof typeof samples, string][] = [
      ['task_status', 'status'],
      ['heartbeat', 'agent_status'],
      ['event', 'severity'],
      ['event', 'escalation_level'],
      ['command', 'reason'],
      ['response', 'status'],
    ];
    for (const [type, member] of words) {
      const data = { ...sample(type).payload.data, [member]: 'a_word_of_tomorrow' };
      expect([type, issues(asWritten(`${type}.schema.json`), data)]).toEqual([type, []]);
    }
  });

  it('close the header, and ask for trace ids in W3C form', () => {
    const message = standardMessage();
    const header = {
      ...message.header,
      surprise: {},
      tracing: { ...message.header['tracing'], trace_id: 'trace-uuid' },
    };
    expect(issues(asWritten('envelope.schema.json'), { ...message, header })).toEqual([
      '/header must NOT have additional properties',
      '/header/tracing/trace_id must match pattern "^[0-9a-f]{32}$"',
    ]);
  });

  it("take the document's ids, which are no UUIDs", () => {
    const { data }: Sample['payload'] = sample('task_request').payload;
    expect(issues(asWritten('task_request.schema.json'), { ...data, task_id: 'test-task' })).toEqual([]);
  });
});
