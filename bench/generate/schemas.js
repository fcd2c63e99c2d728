/** Projects of N schemas: one self-contained message of about 6 KB each, its header inlined (Protobuf imports it). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../schemas/', import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/** The envelope's header and whatever it refers to, as `$defs` of one file. */
function headerDefs() {
  const text = JSON.stringify({ ...read('json/envelope.schema.json').$defs, ...read('json/common.schema.json').$defs });
  // Without its descriptions, which would make each schema half as long again as the figures' are.
  const bare = (key, value) => (key === 'description' ? undefined : value);
  const { payload: _, ...defs } = JSON.parse(text.replaceAll('common.schema.json#', '#'), bare);
  return defs;
}

function jsonSchema(n, defs) {
  const properties = {
    [`order_${n}`]: { description: `The order number ${n}.`, type: 'string', minLength: 1, maxLength: 100 },
    quantity: { description: 'How many.', type: 'integer', minimum: 0, maximum: 1_000_000 },
    price: { description: 'In euros.', type: 'number', minimum: 0 },
    placed_at: { type: 'string', format: 'date-time' },
    state: { enum: ['open', 'paid', 'sent', 'returned'] },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 20 },
    buyer: {
      type: 'object',
      properties: { name: { type: 'string' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
      required: ['name'],
      additionalProperties: false,
    },
    notes: { type: 'object', additionalProperties: { type: 'string' } },
  };
  const message = { type: 'object', properties, required: [`order_${n}`, 'quantity'], additionalProperties: false };
  return JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { header: { $ref: '#/$defs/header' }, data: { $ref: '#/$defs/data' } },
    required: ['header', 'data'],
    additionalProperties: false,
    $defs: { ...defs, data: message },
  });
}

const headerProto = `syntax = "proto3";
package bench.common;
message Party { string agent_id = 1; string agent_type = 2; optional string instance_id = 3; }
message Routing { string priority = 1; int64 ttl = 2; int32 retry_count = 3; optional string reply_to = 4; }
message Header {
  string message_id = 1; string correlation_id = 2; int64 timestamp = 3; Party source = 4; Party destination = 5;
  string version = 6; string message_type = 7; Routing routing = 8; map<string, string> extensions = 9;
}
`;

function proto(n) {
  return `syntax = "proto3";
package bench.m${n};
import "common/header.proto";
// The order number ${n}.
message Order${n} {
  bench.common.Header header = 1;
  string order_${n} = 2;
  int64 quantity = 3;
  double price = 4;
  State state = 5;
  repeated string tags = 6;
  Buyer buyer = 7;
  map<string, string> notes = 8;
  oneof payment { string card = 9; string account = 10; }
  enum State { UNKNOWN = 0; OPEN = 1; PAID = 2; SENT = 3; }
  message Buyer { string name = 1; optional string country = 2; }
}
`;
}

function avro(n) {
  const text = (name) => ({ name, type: 'string' });
  const optional = (name) => ({ name, type: ['null', 'string'], default: null });
  const record = (name, fields) => ({ type: 'record', name, fields });
  const party = record('Party', [text('agent_id'), text('agent_type'), optional('instance_id')]);
  const header = record('Header', [
    text('message_id'),
    text('correlation_id'),
    { name: 'timestamp', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'source', type: party },
    { name: 'destination', type: 'Party' },
    text('version'),
    text('message_type'),
  ]);
  return JSON.stringify({
    namespace: `bench.m${n}`,
    ...record(`Order${n}`, [
      { name: 'header', type: header },
      text(`order_${n}`),
      { name: 'quantity', type: 'long' },
      { name: 'price', type: 'double' },
      { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID', 'SENT'] } },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'notes', type: { type: 'map', values: 'string' } },
      optional('comment'),
    ]),
  });
}

/** Writes a project into an empty folder: types and all three codecs are asked for. */
export function project(folder, format, count) {
  const schemas = join(folder, 'schemas');
  mkdirSync(schemas);
  writeFileSync(join(folder, 'agentwire.yaml'), 'encodings: [json, protobuf, avro]\n');
  const defs = headerDefs();
  if (format === 'protobuf') {
    mkdirSync(join(schemas, 'common'));
    writeFileSync(join(schemas, 'common/header.proto'), headerProto);
  }
  for (let n = 0; n < count; n++) {
    if (format === 'json-schema') writeFileSync(join(schemas, `order_${n}.schema.json`), jsonSchema(n, defs));
    else if (format === 'protobuf') writeFileSync(join(schemas, `order_${n}.proto`), proto(n));
    else writeFileSync(join(schemas, `order_${n}.avsc`), avro(n));
  }
}
