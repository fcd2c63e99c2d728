/** JSON.stringify into bytes; JSON.parse of bytes with ajv's compiled validators, with and without formats. */
import { ok } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { plain } from './cases.js';

const folder = new URL('../../schemas/json/', import.meta.url);
const metrics = {
  type: 'object',
  required: ['agent_id', 'cpu_usage', 'memory_usage', 'task_count', 'tasks'],
  properties: {
    agent_id: { type: 'string' },
    cpu_usage: { type: 'number' },
    memory_usage: { type: 'number' },
    task_count: { type: 'string' },
    tasks: {
      type: 'array',
      items: {
        type: 'object',
        required: ['task_id', 'execution_time', 'status'],
        properties: {
          task_id: { type: 'string' },
          execution_time: { type: 'number' },
          status: { enum: ['UNSPECIFIED', 'accepted', 'running', 'success', 'failed', 'cancelled'] },
        },
      },
    },
  },
};

function validatorOf(one, formats) {
  const ajv = new Ajv2020({ strict: false, validateFormats: formats });
  if (formats) addFormats.default(ajv, { mode: 'fast' });
  for (const file of readdirSync(folder)) {
    ajv.addSchema(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file);
  }
  const data = one.message === 'performance_metrics' ? metrics : { $ref: `${one.message}.schema.json` };
  if (one.messages[0].header === undefined) return ajv.compile(data);
  const header = { $ref: 'envelope.schema.json#/$defs/header' };
  return ajv.compile({ type: 'object', required: ['header', 'data'], properties: { header, data } });
}

function reordered(value) {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reordered(item)]),
  );
}

/** The peers of a case, and the bytes of the same messages with all members in reverse. */
export function json(one) {
  const values = one.messages.map((message) => plain(message.header === undefined ? message.data : message, 'json'));
  const bytes = values.map((value) => Buffer.from(JSON.stringify(value)));
  const contestant = (name, from, validate) => {
    for (const it of from) ok(validate(JSON.parse(it.toString())), JSON.stringify(validate.errors));
    return {
      name,
      decode: (i) => {
        const value = JSON.parse(from[i].toString());
        if (!validate(value)) throw new Error('refused');
        return value;
      },
    };
  };
  const types = validatorOf(one, false);
  const formats = validatorOf(one, true);
  const otherOrder = values.map((value) => Buffer.from(JSON.stringify(reordered(value))));
  return {
    otherOrder: {
      parts: one.messages.map((message) =>
        (message.header === undefined ? [message.data] : [message.header, message.data]).map((part) =>
          Buffer.from(JSON.stringify(reordered(plain(part, 'json')))),
        ),
      ),
      peers: [contestant('JSON.parse + ajv', otherOrder, types)],
    },
    peers: [
      { ...contestant('JSON.parse + ajv', bytes, types), encode: (i) => Buffer.from(JSON.stringify(values[i])) },
      contestant('JSON.parse + ajv with formats', bytes, formats),
    ],
  };
}
