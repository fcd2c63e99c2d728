import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';

const branches = [
  { anyOf: [{ type: 'number' }, { type: ['null', 'boolean'] }] },
  { anyOf: [{ type: 'number' }, { type: 'null' }, { type: 'boolean' }] },
  { type: ['null', 'string', 'integer'] },
  { anyOf: [{ type: 'string' }, { type: 'object', properties: { a: { type: 'integer' } } }, { type: 'null' }] },
];

describe('a null in a branch of a union', () => {
  it.each(branches)('of a map comes through every encoding: %j', async (additionalProperties) => {
    const codec = await loadCodec(JSON.stringify({ type: 'object', additionalProperties }), { format: 'json-schema' });
    const value = codec.json.decode(new TextEncoder().encode('{"b":null}'));
    for (const one of [codec.json, codec.protobuf, codec.avro])
      expect({ ...(one?.decode(one.encode(value)) as object) }).toEqual({ b: null });
  });
});
