/** The JSON Schema that editors complete manifests from, judged by ajv, against the loader's own opinion. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { statusCodes } from '../../../generator/src/manifest/errors.js';
import { parseDocument, toJson } from '../../../generator/src/source/document.js';
import { load } from './support.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const schema = JSON.parse(read('generator/schemas/protocol.schema.json')) as {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, { readonly enum?: unknown }>>;
};
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
const validate = ajv.compile(schema);

function accepts(manifest: string): boolean {
  const node = parseDocument({ path: 'protocol.yaml', text: manifest }, createDiagnostics());
  return node !== undefined && validate(toJson(node));
}

const head = 'protocol: shop\nversion: 1.0.0\nmessages: { order: order.schema.json, receipt: receipt.schema.json }\n';
const operation = (text: string): string => `${head}operations:\n  place: ${text}\n`;

const right: readonly string[] = [
  head,
  operation('{ request: order, http: POST /orders }'),
  operation(
    '{ request: order, http: [POST /a, { "PUT /b/{id}": { kind: book } }, { route: PATCH /c, encoding: avro }] }',
  ),
  operation('{ request: order, reply: order, stream: both, http: WebSocket /s }'),
  operation(
    '{ request: order, deadline: 1.5, retry: default }\nretry_policies: { default: { max_attempts: 1, max_delay: 2m } }',
  ),
  operation('{ request: order, kafka: { topic: "orders-{kind}", key: payload.data.id }, amqp: { exchange: shop } }'),
  operation(
    '{ request: order, reply: receipt, fill: { reply: { order: request.id, at: now, state: { literal: done } } } }',
  ),
  operation('{ request: order, cancels: { task: id, when: { kind: toy } }, task: { id: id } }'),
  `${head}errors: { gone: not_found, full: { code: aborted, detail: receipt.schema.json } }\n`,
];

const wrong: readonly string[] = [
  '[]',
  'protocol: shop\n',
  'protocol: my shop\nversion: 1.0.0\n',
  'protocol: shop\nversion: 1.0\n',
  `${head}mesages: {}\n`,
  `${head}encodings: xml\n`,
  `${head}errors: { gone: 404 }\n`,
  `${head}errors: { gone: gone }\n`,
  `${head}retry_policies: { quick: {} }\n`,
  `${head}retry_policies: { quick: { max_attempts: 0 } }\n`,
  operation('{ http: POST /orders }'),
  operation('{ request: order, http: /orders }'),
  operation('{ request: order, http: { "FETCH /orders": {} } }'),
  operation('{ request: order, permission: orders }'),
  operation('{ request: order, deadline: 15 minutes }'),
  operation('{ request: order, stream: up }'),
  operation('{ request: order, grpc: Place }'),
  operation('{ request: order, kafka: "the orders" }'),
  operation('{ request: order, kafka: { key: id } }'),
  operation('{ request: order, amqp: { exchange: amq.direct } }'),
  operation('{ request: order, websocket: { frame: message, encodings: json } }'),
  operation('{ request: order, fill: { requst: {} } }'),
  operation('{ request: order }\nagents: { clerk: { serves: [place] } }'),
  operation('{ request: order }\nagents: { clerk: { serves: [place, place], transports: [http] } }'),
  operation('{ request: order }\nagents: { clerk: { serves: [place], transports: [smtp] } }'),
  'protocol: shop\nversion: 1.0.0\nmessages: { agentwire.x: order.schema.json }\n',
];

describe("the manifest's JSON Schema", () => {
  it('takes the DORA manifest', () => {
    expect([accepts(read('schemas/protocol.yaml')), validate.errors]).toEqual([true, null]);
  });

  for (const manifest of right) {
    it(`takes, like the loader, ${lastLine(manifest)}`, () => {
      expect([accepts(manifest), validate.errors]).toEqual([true, null]);
      expect(load(manifest).findings).toEqual([]);
    });
  }

  for (const manifest of wrong) {
    it(`refuses, like the loader, ${lastLine(manifest)}`, () => {
      expect(accepts(manifest)).toBe(false);
      expect(load(manifest).findings.length).toBeGreaterThan(0);
    });
  }

  it('names the same status codes as the loader', () => {
    expect(schema.$defs['code']?.enum).toEqual(statusCodes);
  });
});

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
