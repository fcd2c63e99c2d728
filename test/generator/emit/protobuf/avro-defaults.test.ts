/** Defaults of an Avro schema, in the Protobuf that is derived from it: what is missing is what Avro says it is. */
import { expect, it } from 'vitest';
import { loadCodec } from 'agentwire';
import { same } from '../../../support/same.js';

const logical = (type: string, logicalType: string): object => ({ type, logicalType });
const defaults: Readonly<Record<string, readonly [type: unknown, value: unknown]>> = {
  bytes: ['bytes', '\u0000\u00ff'],
  fixed: [{ type: 'fixed', name: 'Two', size: 2 }, '\u0001\u00fe'],
  record: [{ type: 'record', name: 'Inner', fields: [{ name: 'b', type: 'bytes' }] }, { b: '\u00ff' }],
  text_or_bytes: [['string', 'bytes'], 'hi'],
  bytes_or_text: [['bytes', 'string'], '\u00ff'],
  number_or_number: [['int', 'double'], 7],
  day: [logical('int', 'date'), 1],
  millis: [logical('long', 'timestamp-millis'), 5],
  micros: [logical('long', 'timestamp-micros'), -1],
  local: [logical('long', 'local-timestamp-millis'), 5],
  time: [logical('int', 'time-millis'), 1234],
  fine_time: [logical('long', 'time-micros'), 1_234_567],
};

it.each(Object.entries(defaults))('the default of %s is the same in every encoding', async (name, [type, value]) => {
  const fields = [
    { name: 'x', type: 'int' },
    { name, type, default: value },
  ];
  const codec = await loadCodec(JSON.stringify({ type: 'record', name: 'A', fields }));
  const absent = codec.json.decode(new TextEncoder().encode('{"x":1}'));
  expect(same(codec.protobuf?.decode(Uint8Array.of(8, 1)), absent)).toBe(true);
  expect(same(codec.protobuf?.decode(codec.protobuf.encode(absent)), absent)).toBe(true);
  expect(same(codec.avro?.decode(codec.avro.encode(absent)), absent)).toBe(true);
});
