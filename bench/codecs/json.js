/** JSON.stringify and compiled encoders into bytes; JSON.parse of bytes with compiled validators, with formats and without. */
import { ok } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { plain } from './cases.js';
import { jsonEncoders } from './json-encoders.js';

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

const agentMessage = {
  type: 'object',
  required: ['id', 'timestamp', 'agent_id', 'message_type', 'payload', 'version'],
  properties: Object.fromEntries(
    ['id', 'timestamp', 'agent_id', 'message_type', 'payload', 'version'].map((name) => [name, { type: 'string' }]),
  ),
};
/** Of the messages that are not authored in JSON Schema. */
const others = { performance_metrics: metrics, agent_message: agentMessage };

function validatorOf(one, formats) {
  const ajv = new Ajv2020({ strict: false, validateFormats: formats });
  if (formats) addFormats.default(ajv, { mode: 'fast' });
  for (const file of readdirSync(folder)) {
    ajv.addSchema(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file);
  }
  const data = others[one.message] ?? { $ref: `${one.message}.schema.json` };
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

/** Types alone, of the very values; without the patterns and bounds that ajv judges from our schemas. */
function typeboxOf(value, open) {
  const typeOf = (part) => {
    if (Array.isArray(part)) return Type.Array(part.length === 0 ? Type.Unknown() : typeOf(part[0]));
    if (typeof part === 'string') return Type.String();
    if (typeof part === 'number') return Type.Number();
    if (typeof part === 'boolean') return Type.Boolean();
    const entries = Object.entries(part).map(([key, item]) => [key, key === open ? Type.Unknown() : typeOf(item)]);
    return Type.Object(Object.fromEntries(entries));
  };
  const compiled = Compile(typeOf(value));
  return (it) => compiled.Check(it);
}

/** Peers by what is done; `foreign` are our messages with all members in reverse, in the parts that agentwire reads. */
export function jsonPeers(one) {
  const values = one.messages.map((message) => plain(message.header === undefined ? message.data : message, 'json'));
  const bytes = values.map((value) => Buffer.from(JSON.stringify(value)));
  const reverse = (value) => Buffer.from(JSON.stringify(reordered(value)));
  const types = validatorOf(one, false);
  const typebox = typeboxOf(values[0], one.open);
  const decoders = (from) => [decoder('JSON.parse + ajv', from, types), decoder('JSON.parse + typebox', from, typebox)];
  const encoders = [
    { name: 'JSON.stringify + Buffer', run: (i) => Buffer.from(JSON.stringify(values[i])) },
    ...jsonEncoders(values, one.open),
  ];
  return {
    foreign: one.messages.map(({ header, data }) =>
      (header === undefined ? [data] : [header, data]).map((part) => reverse(plain(part, 'json'))),
    ),
    peers: {
      encode: encoders,
      'encode-into': encoders,
      decode: decoders(bytes),
      'decode-formats': [decoder('JSON.parse + ajv with formats', bytes, validatorOf(one, true))],
      'decode-foreign': decoders(values.map(reverse)),
    },
  };
}

function decoder(name, from, validate) {
  for (const it of from) ok(validate(JSON.parse(it.toString())), JSON.stringify(validate.errors));
  return {
    name,
    run: (i) => {
      const value = JSON.parse(from[i].toString());
      if (!validate(value)) throw new Error('refused');
      return value;
    },
  };
}
