/** avsc with the schemas of the generated codecs. */
import { deepStrictEqual } from 'node:assert';
import avro from 'avsc';
import { binary } from './cases.js';
import { codecsOf } from './ours.js';

/** Named types stand where they are first used, as avsc wants them. */
function inlined(schema, definitions, seen = new Set()) {
  if (typeof schema === 'string') {
    const found = definitions.find(({ name, namespace }) => [name, `${namespace}.${name}`].includes(schema));
    if (found === undefined) return schema;
    const fullName = `${found.namespace}.${found.name}`;
    if (seen.has(fullName)) return fullName;
    seen.add(fullName);
    return inlined(found, definitions, seen);
  }
  if (Array.isArray(schema)) return schema.map((branch) => inlined(branch, definitions, seen));
  const out = { ...schema };
  // Dates stay numbers: less work for this peer.
  delete out.logicalType;
  if (out.fields) out.fields = out.fields.map((f) => ({ ...f, type: inlined(f.type, definitions, seen) }));
  if (out.items) out.items = inlined(out.items, definitions, seen);
  if (typeof out.type === 'object') out.type = inlined(out.type, definitions, seen);
  return out;
}

/** avsc's longs as bigints, by the way that its documentation shows. */
function bigints() {
  return avro.types.LongType.__with({
    fromBuffer: (bytes) => bytes.readBigInt64LE(),
    toBuffer: (value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return bytes;
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value) => typeof value === 'bigint',
    compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
  });
}

export async function avroPeers(one) {
  const { header, data } = await codecsOf(one.message, 'avro');
  const { open } = one;
  const payload = inlined(data.schema, data.definitions);
  const withHeader = one.messages[0].header !== undefined;
  const schema = withHeader
    ? {
        type: 'record',
        name: 'Record',
        fields: [
          { name: 'header', type: inlined(header.schema, header.definitions) },
          { name: 'data', type: payload },
        ],
      }
    : payload;
  const type = avro.Type.forSchema(schema, one.wide === true ? { registry: { long: bigints() } } : {});
  const values = one.messages.map((message) => (withHeader ? binary(message) : binary(message.data, one.wide)));
  const opened = values.map((value) => value.data?.[open]);
  const target = Buffer.alloc(256 * 1024);
  const close = (i) => {
    if (open !== undefined) values[i].data[open] = Buffer.from(JSON.stringify(opened[i]));
    return values[i];
  };
  const bytes = values.map((_, i) => type.toBuffer(close(i)));
  for (const [i, message] of one.messages.entries()) {
    const parts = withHeader ? [header.encode(message.header), data.encode(message.data)] : [data.encode(message.data)];
    deepStrictEqual(Buffer.concat(parts), bytes[i]);
  }
  const peer = {
    name: 'avsc',
    encode: (i) => type.toBuffer(close(i)),
    'encode-into': (i) => type.encode(close(i), target, 0),
    decode: (i) => {
      const value = type.fromBuffer(bytes[i]);
      if (open !== undefined) value.data[open] = JSON.parse(value.data[open].toString());
      return value;
    },
  };
  return [peer];
}
