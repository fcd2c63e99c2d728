import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import type { FormatFrontend } from '../../../generator/src/formats/format.js';
import { formatOf } from '../../../generator/src/formats/index.js';
import { linkManifest, parseManifest, referencedPath, schemaResolver } from '../../../generator/src/manifest/index.js';
import type { Operation, Protocol } from '../../../generator/src/model/model.js';
import type { SourceText } from '../../../generator/src/source/text.js';
import { openWorkspace } from '../../../generator/src/source/workspace.js';
import { finding } from './support.js';

const root = new URL('../../../', import.meta.url).pathname;
const path = 'schemas/protocol.yaml';

function loadDora(): { readonly findings: readonly string[]; readonly protocol: Protocol } {
  const diagnostics = createDiagnostics();
  const workspace = openWorkspace(root);
  const manifest = parseManifest({ path, text: readFileSync(`${root}${path}`, 'utf8') }, diagnostics);
  if (manifest === undefined) throw new Error('the manifest does not parse');
  const roots = new Map<FormatFrontend, Set<SourceText>>();
  for (const { reference, span } of manifest.references) {
    const source = workspace.read(referencedPath(reference, path) ?? reference, span, diagnostics);
    const format = source === undefined ? undefined : formatOf(source.path, source.text);
    if (source === undefined || format === undefined) continue;
    roots.set(format, (roots.get(format) ?? new Set()).add(source));
  }
  const modules = [...roots].flatMap(([format, sources]) => format.load([...sources], workspace, diagnostics));
  const resolver = schemaResolver(modules, { manifestPath: path, envelope: undefined }, diagnostics);
  const protocol = linkManifest(manifest, resolver, diagnostics);
  if (protocol === undefined) throw new Error(diagnostics.all.map(finding).join('\n'));
  return { findings: diagnostics.all.map(finding), protocol };
}

function unknown(key: string): never {
  throw new Error(`there is no operation ${key}`);
}

describe('the DORA manifest', () => {
  const { findings, protocol } = loadDora();
  const operation = (key: string): Operation =>
    protocol.operations.find((candidate) => candidate.key === key) ?? unknown(key);

  it('loads without findings', () => {
    expect(findings).toEqual([]);
  });

  it('has the six agents, each on the transport of the document first', () => {
    expect(Object.fromEntries(protocol.agents.map(({ key, transports }) => [key, transports[0]]))).toEqual({
      policy_analyzer: 'http',
      gap_assessment: 'grpc',
      risk_calculator: 'kafka',
      report_manager: 'websocket',
      ict_risk_manager: 'amqp',
      incident_reporter: 'http',
    });
    for (const agent of protocol.agents) expect(agent.transports.length).toBeGreaterThan(1);
  });

  it('has all messages in all three encodings', () => {
    expect(protocol.messages.map(({ key }) => key)).toEqual([
      'task_request',
      'task_status',
      'heartbeat',
      'event',
      'command',
      'response',
      'status_request',
      'status_report',
      'performance_metrics',
    ]);
    for (const message of protocol.messages) expect(message.encodings).toEqual(['json', 'protobuf', 'avro']);
  });

  it('has the routes of the document', () => {
    const routes = protocol.operations.flatMap(({ bindings }) =>
      bindings.http.map(({ method, path: route }) => `${method} ${route}`),
    );
    expect(routes).toEqual(
      expect.arrayContaining([
        'POST /api/v1/agents/{agent_id}/tasks',
        'GET /api/v1/agents/{agent_id}/status',
        'PUT /api/v1/agents/{agent_id}/tasks/{task_id}',
        'DELETE /api/v1/agents/{agent_id}/tasks/{target_task_id}',
        'GET /api/v1/agents/{agent_id}/stream',
      ]),
    );
  });

  it('takes a DELETE on a task for the command that cancels it', () => {
    const [, remove] = operation('execute_command').bindings.http;
    expect(remove).toMatchObject({
      method: 'DELETE',
      fixed: [{ member: 'command', value: 'cancel_task' }],
      placeholders: [
        { text: 'agent_id', from: { kind: 'destination' } },
        { text: 'target_task_id', from: { kind: 'route', member: 'target_task_id' } },
      ],
    });
    expect(operation('execute_command').cancels).toEqual({
      task: 'target_task_id',
      when: { command: 'cancel_task' },
      update: { status: 'cancelled' },
    });
  });

  it('has the four methods of the service', () => {
    const methods = protocol.operations.flatMap(({ bindings }) => bindings.grpc?.method.name ?? []);
    expect(methods.toSorted()).toEqual(['ExecuteCommand', 'GetStatus', 'SendTask', 'StreamEvents']);
  });

  it('has the topics of the document', () => {
    const topics = new Set(protocol.operations.flatMap(({ bindings }) => bindings.kafka?.topic ?? []));
    expect([...topics].toSorted()).toEqual([
      'agent-commands',
      'agent-events-{event_type}',
      'agent-status-updates',
      'agent-tasks-{agent_type}',
      'system-monitoring',
      'workflow-coordination',
    ]);
    expect(operation('report_metrics').bindings.kafka?.encoding).toBe('protobuf');
  });

  it('has the exchanges and routing keys of the document', () => {
    const addresses = protocol.operations.map(
      ({ bindings }) => `${bindings.amqp?.exchange} ${bindings.amqp?.routingKey}`,
    );
    expect(addresses).toEqual(
      expect.arrayContaining(['agent.direct task.{agent_type}', 'agent.direct command.{agent_id}', 'agent.fanout ']),
    );
    expect(new Set(protocol.operations.map(({ bindings }) => bindings.amqp?.exchange))).toEqual(
      new Set(['agent.direct', 'agent.topic', 'agent.fanout']),
    );
  });

  it('has the retry policies of the document, in milliseconds', () => {
    expect(protocol.retry).toMatchObject([
      { key: 'default', maxAttempts: 3, initialDelay: 1000, maxDelay: 60_000, multiplier: 2, jitter: true },
      { key: 'critical_task', maxAttempts: 5, initialDelay: 500, maxDelay: 30_000, multiplier: 1.5, jitter: true },
      { key: 'heartbeat', maxAttempts: 2, initialDelay: 5000, maxDelay: 10_000, multiplier: 1, jitter: true },
    ]);
    expect(operation('send_task').retry?.key).toBe('critical_task');
    expect(operation('send_heartbeat').retry?.key).toBe('heartbeat');
    expect(operation('publish_event').retry?.key).toBe('default');
  });

  it('knows what a task is, and sends heartbeats by itself', () => {
    expect(operation('send_task').task).toEqual({
      id: 'task_id',
      timeout: ['requirements', 'timeout'],
      failed: { status: 'failed' },
    });
    expect(operation('send_heartbeat').every).toBe(10_000);
  });

  it('binds every operation but the native gRPC ones to every other transport', () => {
    for (const { key, bindings } of protocol.operations) {
      const bound = [bindings.http.length > 0, bindings.kafka, bindings.websocket, bindings.amqp].map(Boolean);
      expect([key, ...bound]).toEqual([key, true, true, true, true]);
    }
  });
});
