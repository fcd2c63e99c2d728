/** The document's own definitions (service, Protobuf messages, Avro record, policies) against what the project has. */
import { readFileSync } from 'node:fs';
import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../generator/src/diagnostics/index.js';
import { at, type Node, parseDocument, toJson } from '../../generator/src/source/document.js';
import { codeAfter, jsonAfter } from './cut.js';

const read = (path: string): string => readFileSync(new URL(`../../schemas/${path}`, import.meta.url), 'utf8');

function parse(text: string): protobufjs.Root {
  return protobufjs.parse(text, { keepCase: true }).root;
}

/** Fields as `name = number: type`, for every message of the file. */
function fieldsOf(root: protobufjs.Root, scope = ''): Record<string, string[]> {
  const namespace = scope === '' ? root : root.lookup(scope);
  if (!(namespace instanceof protobufjs.Namespace)) throw new Error(`there is no ${scope}`);
  const messages = namespace.nestedArray.filter((one) => one instanceof protobufjs.Type);
  return Object.fromEntries(
    messages.map((message) => [
      message.name,
      message.fieldsArray.map(
        (field) => `${field.repeated ? 'repeated ' : ''}${field.type} ${field.name} = ${field.id}`,
      ),
    ]),
  );
}

function yaml(text: string, path: string): Node {
  const diagnostics = createDiagnostics();
  const node = parseDocument({ path, text }, diagnostics);
  if (node === undefined) throw new Error(`${path} does not parse`);
  return node;
}

const scope = 'dora.agent.communication';
const service = parse(read('proto/agent_communication.proto'));

describe('agent_communication.proto', () => {
  const text = codeAfter('### 2. gRPC Protocol', 'protobuf');
  const document = parse(text);

  it("has the document's service, with its package, methods and streams", () => {
    const methods = (root: protobufjs.Root): unknown =>
      root
        .lookupService(`${scope}.AgentCommunication`)
        .methodsArray.map((method) => [
          method.name,
          method.requestType,
          method.responseType,
          method.requestStream ?? false,
          method.responseStream ?? false,
        ]);
    expect(methods(service)).toEqual(methods(document));
    expect(methods(service)).toHaveLength(4);
  });

  it("has the document's fields with their numbers", () => {
    const ours = fieldsOf(service, scope);
    for (const [message, fields] of Object.entries(fieldsOf(document, scope))) {
      // The destination may lack an agent and may be a broadcast, so it has a message of its own.
      const expected = fields.map((field) => field.replace('AgentInfo destination', 'DestinationInfo destination'));
      expect([message, ours[message]?.slice(0, expected.length)]).toEqual([message, expected]);
    }
  });

  it('defines every message that the document names', () => {
    const ours = fieldsOf(service, scope);
    const named = ['AgentInfo', 'SecurityInfo', 'TaskPayload', 'ResponsePayload', 'StatusRequest', 'StatusResponse'];
    for (const name of [...named, 'EventMessage', 'CommandRequest', 'CommandResponse'])
      expect(ours).toHaveProperty(name);
    expect(() => service.resolveAll()).not.toThrow();
  });

  const mirrors: Record<string, [file: string, pointer: string]> = {
    MessageHeader: ['envelope', '/$defs/header'],
    AgentInfo: ['envelope', '/$defs/party'],
    DestinationInfo: ['envelope', '/$defs/destination'],
    SecurityInfo: ['envelope', '/$defs/security'],
    RoutingInfo: ['envelope', '/$defs/routing'],
    TracingInfo: ['envelope', '/$defs/tracing'],
    TaskRequestData: ['task_request', ''],
    TaskRequirements: ['task_request', '/$defs/requirements'],
    TaskMetadata: ['task_metadata', ''],
    TaskStatusData: ['task_status', ''],
    AgentUsage: ['heartbeat', '/$defs/resource_usage'],
    EventData: ['event', ''],
    CommandData: ['command', ''],
    ResponseData: ['response', ''],
    TaskUsage: ['response', '/$defs/resource_usage'],
    StatusQueryData: ['status_request', ''],
  };
  for (const [message, [file, pointer]] of Object.entries(mirrors)) {
    it(`has in ${message} the members of ${file}${pointer}, numbered in their order`, () => {
      const properties = at(yaml(read(`json/${file}.schema.json`), `${file}.json`), `${pointer}/properties`);
      const names = properties?.kind === 'object' ? properties.entries.map((entry) => entry.key) : [];
      const numbered = service.lookupType(`${scope}.${message}`).fieldsArray.map(({ name, id }) => [name, id]);
      expect(numbered).toEqual(names.map((name, index) => [name, index + 1]));
    });
  }
});

describe('performance_metrics.proto', () => {
  const metrics = parse(read('proto/performance_metrics.proto'));

  it("has the document's messages, field by field", () => {
    const document = parse(`syntax = "proto3"; ${codeAfter('### 2. Protocol Buffers', 'protobuf')}`);
    expect(fieldsOf(metrics, scope)).toEqual(fieldsOf(document));
  });

  it('has in TaskStatus the words of task_status.status', () => {
    const words = at(yaml(read('json/common.schema.json'), 'common.json'), '/$defs/task_state/anyOf/0/enum');
    const { values } = metrics.lookupEnum(`${scope}.TaskStatus`);
    expect(Object.keys(values)).toEqual(['UNSPECIFIED', ...(words === undefined ? [] : (toJson(words) as string[]))]);
    expect(values['UNSPECIFIED']).toBe(0);
  });
});

describe('agent_message.avsc', () => {
  it("is the document's record, with words on what its fields hold", () => {
    const withoutDoc = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, item: unknown) => (key === 'doc' ? undefined : item)));
    expect(withoutDoc(JSON.parse(read('avro/agent_message.avsc')))).toEqual(jsonAfter('### 3. Apache Avro'));
  });
});

describe('protocol.yaml', () => {
  const manifest = yaml(read('protocol.yaml'), 'protocol.yaml');

  it("has the document's retry policies, number by number", () => {
    const document = yaml(codeAfter('### 1. Retry Policies', 'yaml'), 'document.yaml');
    const of = (node: Node): unknown => {
      const policies = at(node, '/retry_policies');
      return policies === undefined ? undefined : toJson(policies);
    };
    expect(of(manifest)).toEqual(of(document));
    expect(of(manifest)).toHaveProperty('critical_task');
  });

  it("names the document's topics, endpoints and exchanges", () => {
    const text = read('protocol.yaml');
    const topics = codeAfter('### 3. Apache Kafka Protocol', '').trim().split('\n');
    const endpoints = codeAfter('### 1. HTTP/REST Protocol', '').trim().split('\n');
    const exchanges = at(yaml(codeAfter('### 5. AMQP/RabbitMQ Protocol', 'yaml'), 'amqp.yaml'), '/exchanges');
    const names = exchanges?.kind === 'array' ? exchanges.items.map((item) => at(item, '/name')) : [];
    expect([topics.length, endpoints.length, names.length]).toEqual([6, 5, 3]);
    for (const topic of topics) expect(text).toContain(topic);
    for (const endpoint of endpoints) expect(text).toContain(endpoint.replace(/ +/, ' '));
    for (const name of names) expect(text).toContain(`exchange: ${name?.kind === 'string' ? name.value : '?'}`);
  });
});
