/** What the forms of a manifest mean in the model. */
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../generator/src/model/model.js';
import { load, protoModule } from './support.js';

const head = 'protocol: shop\nversion: 1.0.0\nmessages: { order: order.schema.json, receipt: receipt.schema.json }\n';

function operation(text: string, options: Parameters<typeof load>[2] = {}): Operation {
  const { findings, protocol } = load(`${head}operations:\n  place: ${text}\n`, undefined, options);
  expect(findings).toEqual([]);
  const [only] = protocol?.operations ?? [];
  if (only === undefined) throw new Error('the operation was left out');
  return only;
}

describe('a manifest', () => {
  it('may be JSON', () => {
    const json = {
      protocol: 'shop',
      version: '1.0.0',
      messages: { order: 'order.schema.json' },
      operations: { place: { request: 'order', http: 'POST /orders' } },
      agents: { clerk: { serves: ['place'], transports: ['http'] } },
    };
    const { findings, protocol } = load(JSON.stringify(json, null, 2), undefined, { path: 'protocol.json' });
    expect(findings).toEqual([]);
    expect(protocol?.agents[0]?.serves[0]).toBe(protocol?.operations[0]);
    expect(protocol?.operations[0]?.request).toBe(protocol?.messages[0]);
  });

  it('points into JSON text as well', () => {
    const text = '{\n  "protocol": "shop",\n  "version": "1.0.0",\n  "mesages": {}\n}\n';
    expect(load(text, undefined, { path: 'protocol.json' }).findings).toEqual([
      'protocol.json:4:3 AW2001 the manifest has no key "mesages" / did you mean messages?',
    ]);
  });
});

describe('encodings', () => {
  const encodingsOf = (text: string): unknown => load(text).protocol?.messages.map(({ encodings }) => encodings);

  it('are those that the bindings need and the own format of the schema', () => {
    const bound = `${head}operations:\n  place: { request: order, reply: receipt, grpc: Orders.Place, kafka: { topic: orders, encoding: avro } }\n`;
    expect(encodingsOf(bound)).toEqual([
      ['json', 'protobuf', 'avro'],
      ['json', 'protobuf', 'avro'],
    ]);
    expect(encodingsOf(head)).toEqual([['json'], ['json']]);
  });

  it('may be set for all messages and for one', () => {
    const text =
      'protocol: shop\nversion: 1.0.0\nencodings: [avro]\nmessages: { a: order.schema.json, b: { schema: order.schema.json, encodings: protobuf } }\n';
    expect(encodingsOf(text)).toEqual([['json', 'avro'], ['protobuf']]);
  });
});

describe('http', () => {
  it('takes a route, several, rows that fix members, and the long form', () => {
    const route = 'POST /orders';
    expect(operation(`{ request: order, http: ${route} }`).bindings.http).toMatchObject([
      { method: 'POST', path: '/orders', placeholders: [], fixed: [], encoding: 'json' },
    ]);
    const rows = operation('{ request: order, http: [POST /a, { "PUT /b/{id}": { kind: book, urgent: true } }] }');
    expect(rows.bindings.http).toMatchObject([
      { method: 'POST', path: '/a' },
      {
        method: 'PUT',
        path: '/b/{id}',
        placeholders: [{ text: 'id', from: { kind: 'route', member: 'id' } }],
        fixed: [
          { member: 'kind', value: 'book' },
          { member: 'urgent', value: 'true' },
        ],
      },
    ]);
    const long = operation('{ request: order, http: { route: POST /c, encoding: protobuf, fixed: { amount: 1.50 } } }');
    expect(long.bindings.http).toMatchObject([{ encoding: 'protobuf', fixed: [{ member: 'amount', value: '1.50' }] }]);
    expect(long.request.encodings).toEqual(['json', 'protobuf']);
  });

  it('renames a placeholder to the member that it stands for', () => {
    const { bindings } = operation('{ request: order, http: { "PUT /b/{number}/{agent_id}": { id: "{number}" } } }');
    expect(bindings.http).toMatchObject([
      {
        path: '/b/{id}/{agent_id}',
        placeholders: [
          { text: 'agent_id', from: { kind: 'destination', path: ['agent_id'] } },
          { text: 'id', from: { kind: 'route', member: 'id' } },
        ],
        fixed: [],
      },
    ]);
  });

  it('lets a GET take scalars from the query', () => {
    const text = 'protocol: shop\nversion: 1.0.0\nmessages: { receipt: receipt.schema.json }\n';
    expect(load(`${text}operations: { find: { request: receipt, http: GET /receipts } }\n`).findings).toEqual([]);
  });
});

describe('grpc', () => {
  it('derives a service where no .proto has one', () => {
    const { bindings } = operation('{ request: order, reply: receipt, updates: receipt, grpc: Orders.Place }');
    const { service, method } = bindings.grpc ?? {};
    expect([service?.name, method?.name, method?.clientStreaming, method?.serverStreaming]).toEqual([
      'shop.Orders',
      'Place',
      false,
      true,
    ]);
    expect(method?.input.members.map(({ name, proto }) => [name, proto?.number])).toEqual([
      ['header', 1],
      ['payload', 2],
      ['sealed', 3],
    ]);
  });

  it('lets a unary method of an operation with updates give the reply only', () => {
    const modules = [protoModule('shop.Orders', [{ name: 'Place' }])];
    const text = '{ request: order, reply: receipt, updates: receipt, grpc: shop.Orders.Place }';
    expect(operation(text, { modules }).bindings.grpc?.service.name).toBe('shop.Orders');
  });
});

describe('fill', () => {
  it('knows its sources', () => {
    const { fill } = operation(
      '{ request: order, reply: receipt, fill: { request: { id: uuid, note: { literal: now }, amount: presence.load, urgent: true, lines: presence.capabilities }, reply: { order: request.id, at: header.timestamp, seconds: elapsed, state: done } } }',
    );
    expect(fill.request.map(({ member, source }) => [member, source])).toEqual([
      ['id', { kind: 'uuid' }],
      ['note', { kind: 'literal', value: 'now' }],
      ['amount', { kind: 'presence', path: ['load'] }],
      ['urgent', { kind: 'literal', value: true }],
      ['lines', { kind: 'presence', path: ['capabilities'] }],
    ]);
    expect(fill.reply.map(({ source }) => source)).toEqual([
      { kind: 'request', path: ['id'] },
      { kind: 'header', path: ['timestamp'] },
      { kind: 'elapsed' },
      { kind: 'literal', value: 'done' },
    ]);
  });
});

describe('durations', () => {
  const deadline = (text: string): number | undefined => operation(`{ request: order, deadline: ${text} }`).deadline;

  it('carry their unit, and bare numbers are seconds', () => {
    expect(['250ms', '5s', '15m', '1h', '7d', '0.5', '30', '1.5s'].map(deadline)).toEqual([
      250, 5000, 900_000, 3_600_000, 604_800_000, 500, 30_000, 1500,
    ]);
  });
});

describe('a Kafka key', () => {
  it('is a path to a scalar, which may be absent', () => {
    const { bindings } = operation('{ request: order, kafka: { topic: "orders-{kind}", key: payload.data.note } }');
    expect(bindings.kafka).toMatchObject({ topic: 'orders-{kind}', key: 'payload.data.note', encoding: 'json' });
    expect(bindings.kafka?.placeholders.map(({ text, from }) => [text, from.kind])).toEqual([
      ['kind', 'payload'],
      ['payload.data.note', 'payload'],
    ]);
  });
});

describe('retry', () => {
  const policies =
    'retry_policies:\n  default: { max_attempts: 2 }\n  quick: { max_attempts: 9, initial_delay: 10ms, jitter: false }\n';

  it('is the policy called default where an operation names none', () => {
    const text = `${head}${policies}operations:\n  a: { request: order }\n  b: { request: order, retry: quick }\n`;
    const { protocol } = load(text);
    expect(protocol?.operations.map(({ retry }) => retry)).toMatchObject([
      { key: 'default', maxAttempts: 2, initialDelay: 1000, maxDelay: 60_000, multiplier: 2, jitter: true },
      { key: 'quick', maxAttempts: 9, initialDelay: 10, jitter: false },
    ]);
  });
});
