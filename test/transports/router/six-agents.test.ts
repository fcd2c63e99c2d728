/** The document's architecture: one manager, six agents, each on its transport of the diagram; then nothing stays. */
import { CommunicationManager, identity, type Served, type ServeOptions, type Transport } from '@agentwire/runtime';
import { amqp, embedded as embeddedAmqp } from '@agentwire/runtime/amqp';
import type { Agent } from '@agentwire/runtime/codegen/v1';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { createLog, embedded as embeddedKafka, kafka } from '@agentwire/runtime/kafka';
import { createBroker } from '@agentwire/runtime/memory';
import { websocket } from '@agentwire/runtime/websocket';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/index';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import { ReportManager } from 'dora-protocol/agents/report-manager/index';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';
import { expect, test } from 'vitest';

const agents = [PolicyAnalyzer, GapAssessment, RiskCalculator, ReportManager, IctRiskManager, IncidentReporter];

function transportsByName(): Readonly<Record<string, () => Transport>> {
  const log = createLog();
  const broker = createBroker();
  return {
    http: () => http({ port: 0 }),
    grpc: () => grpc({ port: 0 }),
    websocket: () => websocket({ port: 0 }),
    kafka: () => kafka({ driver: embeddedKafka({ log }), producer: { linger: 1 } }),
    amqp: () => amqp({ driver: embeddedAmqp({ broker }) }),
  };
}

/** Each operation that the agent serves is answered with what every reply needs. */
function serveAny(agent: Agent, manager: CommunicationManager, on: Transport): Promise<Served> {
  const handlers = Object.fromEntries(
    Object.keys(agent.operations).map((name) => [name, () => ({ status: 'success' })]),
  );
  return manager.serve(agent, { id: `${agent.type}-1`, on, handlers } as ServeOptions<Agent['operations']>);
}

test('a message reaches each of the six types over its transport of the diagram; after close no handle is open', async () => {
  const before = openHandles();
  const make = transportsByName();
  const manager = new CommunicationManager({
    from: identity({ type: 'workflow_engine', id: 'workflow-engine' }),
    agents: agents.map((agent) => ({ agent })),
  });
  for (const agent of agents) await serveAny(agent, manager, make[agent.transports[0] ?? '']?.() ?? http({ port: 0 }));

  for (const { type } of agents) {
    const data = { task_id: `task-${type}`, task_type: 'check', parameters: {} };
    const message = manager.messages.create('task_request', data, { to: { agent_type: type, broadcast: false } });
    expect(await manager.send(message)).toMatchObject({ status: 'success', task_id: data.task_id });
  }
  const ways = Object.fromEntries(manager.routes.map(({ agent_type, transport }) => [agent_type, transport]));
  expect(ways).toEqual({
    policy_analyzer: 'http',
    gap_assessment: 'grpc',
    risk_calculator: 'kafka',
    report_manager: 'websocket',
    ict_risk_manager: 'amqp',
    incident_reporter: 'http',
  });

  await manager.close();
  await expect.poll(openHandles, { timeout: 20_000 }).toEqual(before);
});

/** What keeps a process alive: sockets, servers, timers that count. */
function openHandles(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|Timeout|Immediate|HTTP/i.test(name))
    .toSorted();
}
