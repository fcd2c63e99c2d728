/** What the document's messages do, with the generated agents of its protocol, on every transport that there is. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect, identity, serve, type Client, type Handlers, type Header, type Served } from '@agentwire/runtime';
import type { Transport } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { IncidentReporter } from 'dora-protocol/agents/incident-reporter/index';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import type { PolicyAnalyzerOperations } from 'dora-protocol/agents/policy-analyzer/operations';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/index';
import { gate } from '../support/kitchen.js';
import { transports } from './transports.js';

type PolicyHandlers = Handlers<PolicyAnalyzerOperations>;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const idle: PolicyHandlers = {
  sendTask: () => ({ status: 'success' }),
  updateTaskStatus() {},
  broadcastEvent() {},
};
const engine = identity({ type: 'workflow_engine', id: 'workflow-engine' });
const task = { task_id: 'task-1', task_type: 'document_analysis', parameters: {} };

interface Desk {
  readonly served: Served;
  readonly client: Client<PolicyAnalyzerOperations>;
  readonly on: Transport;
}

async function desk(on: Transport, handlers: Partial<PolicyHandlers> = {}): Promise<Desk> {
  const served = await serve(PolicyAnalyzer, { id: 'policy-analyzer-001', on, handlers: { ...idle, ...handlers } });
  const client = connect(PolicyAnalyzer, { from: engine, to: 'policy-analyzer-001', over: on });
  open.push(
    () => served.close(0),
    () => client.close(),
  );
  return { served, client, on };
}

describe.each(transports)('over %s', (_, transport) => {
  it('a follow-up keeps correlation and trace, and names its cause', async () => {
    const seen: Header[] = [];
    const { client, on } = await desk(transport(), {
      sendTask(_request, context) {
        seen.push(context.header);
        return { status: 'success' };
      },
    });
    const first = client.sendTask(task);
    const { header: reply, ...outcome } = (await first.result) as { ok: boolean; header: Header };
    expect(outcome.ok).toBe(true);
    expect(reply).toMatchObject({
      correlation_id: first.header.correlation_id,
      causation_id: first.header.message_id,
      tracing: { trace_id: first.header.tracing.trace_id, parent_span_id: first.header.tracing.span_id },
    });
    const next = connect(PolicyAnalyzer, { from: engine, to: 'policy-analyzer-001', over: on, cause: reply });
    open.push(() => next.close());
    await next.sendTask({ ...task, task_id: 'task-2' });
    expect(seen[1]).toMatchObject({
      correlation_id: first.header.correlation_id,
      causation_id: reply.message_id,
      tracing: { trace_id: first.header.tracing.trace_id },
    });
    for (const header of seen) expect(header).toMatchObject({ message_type: 'task_request', version: '1.0.0' });
  });

  it('updates and the reply name the task, and the reply says how long it took', async () => {
    const { client } = await desk(transport(), {
      async sendTask(_request, context) {
        await context.update({ progress: 0.45, partial_results: { documents_processed: 5 } });
        return { status: 'success', result: { compliance_score: 0.78, gaps_identified: 12 } };
      },
    });
    const call = client.sendTask(task);
    const updates = [];
    for await (const update of call.updates) updates.push(update);
    expect(updates).toMatchObject([{ task_id: 'task-1', status: 'running', progress: 0.45 }]);
    const reply = await call;
    expect(reply).toMatchObject({ task_id: 'task-1', request_id: call.header.message_id, status: 'success' });
    expect(reply.execution_time).toBeGreaterThanOrEqual(0);
  });

  it('requirements.timeout ends the handler', async () => {
    const { client } = await desk(transport(), {
      sendTask: (_request, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    const outcome = await client.sendTask({ ...task, requirements: { timeout: 0.05 } }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'deadline_exceeded' } });
    expect((await client.getStatus({ task_id: 'task-1' })).task).toMatchObject({ task_id: 'task-1', status: 'failed' });
  });

  it('cancel_task aborts the handler, runs its clean-up and tells the caller', async () => {
    const cleaned = gate();
    const { client } = await desk(transport(), {
      async sendTask(_request, { signal, onCancel, update }) {
        onCancel(cleaned.open);
        await update({ progress: 0.1 });
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
    });
    const call = client.sendTask(task);
    await call.updates[Symbol.asyncIterator]().next();
    const command = { command: 'cancel_task', target_task_id: 'task-1', reason: 'workflow_cancelled', immediate: true };
    expect(await client.executeCommand(command)).toMatchObject({ status: 'success' });
    await cleaned.passed;
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
    expect((await client.getStatus({ task_id: 'task-1' })).task).toMatchObject({ status: 'cancelled' });
    expect(await client.executeCommand(command).result).toMatchObject({ ok: false, error: { reason: 'task_unknown' } });
  });

  it('a status tells how the agent is, and how a task is while it runs and after it', async () => {
    const { passed, open: finish } = gate();
    const { client } = await desk(transport(), {
      async sendTask(_request, { update }) {
        await update({ progress: 0.45 });
        await passed;
        return { status: 'success' };
      },
    });
    const call = client.sendTask(task);
    await call.updates[Symbol.asyncIterator]().next();
    const during = await client.getStatus({ task_id: 'task-1' });
    expect(during).toMatchObject({ active_tasks: 1, task: { task_id: 'task-1', status: 'running', progress: 0.45 } });
    finish();
    await call;
    expect((await client.getStatus({ task_id: 'task-1' })).task).toMatchObject({ status: 'success', progress: 0.45 });
    const own = await client.getStatus({});
    expect(own).toMatchObject({ agent_status: 'healthy', active_tasks: 0, queued_tasks: 0 });
    expect(own.task).toBeUndefined();
    expect(await client.getStatus({ task_id: 'nobodys' }).result).toMatchObject({
      ok: false,
      error: { code: 'not_found', reason: 'task_unknown' },
    });
  });

  it('a status of a task that another agent works on, and an event, reach their handlers', async () => {
    const heard: unknown[] = [];
    const { client, on } = await desk(transport(), { updateTaskStatus: (status) => void heard.push(status) });
    await client.updateTaskStatus({ task_id: 'task-9', status: 'running', progress: 0.5 });
    const served = await serve(IncidentReporter, {
      id: 'incident-reporter-001',
      on,
      handlers: { sendTask: () => ({ status: 'accepted' }), publishEvent: (event) => void heard.push(event) },
    });
    const reporter = connect(IncidentReporter, { from: engine, to: served.party.agent_id, over: on });
    open.push(
      () => served.close(0),
      () => reporter.close(),
    );
    const event = { event_type: 'compliance_violation_detected', severity: 'high', action_required: true };
    await reporter.publishEvent(event);
    // A broker takes a message over before its handler has run.
    await vi.waitFor(
      () => expect(heard).toEqual([{ task_id: 'task-9', status: 'running', progress: 0.5 }, event]),
      5000,
    );
  });
});

describe('over HTTP as the document writes it', () => {
  const path = '/api/v1/agents/policy-analyzer-001';

  it('DELETE on a task cancels it, PUT is a status for it, GET tells the status; unknown ones are 404', async () => {
    const heard: unknown[] = [];
    const { served, client } = await desk(http({ port: 0 }), {
      updateTaskStatus: (status) => void heard.push(status),
      async sendTask(_request, { signal, update }) {
        await update({ progress: 0.1 });
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
    });
    const base = `${served.addresses['http']}${path}`;
    const call = client.sendTask(task);
    await call.updates[Symbol.asyncIterator]().next();
    const status = (await (await fetch(`${base}/status?task_id=task-1`)).json()) as { payload: { data: object } };
    expect(status.payload.data).toMatchObject({ task: { task_id: 'task-1', status: 'running', progress: 0.1 } });
    expect((await fetch(`${base}/tasks/task-1`, { method: 'DELETE' })).status).toBe(200);
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
    expect((await fetch(`${base}/tasks/nobodys`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${base}/status?task_id=nobodys`)).status).toBe(404);
    expect((await fetch(`${served.addresses['http']}/api/v1/agents/nobody/status`)).status).toBe(404);
    const put = await fetch(`${base}/tasks/task-7`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ data: { task_id: 'task-7', status: 'running' } }),
    });
    expect([put.ok, heard]).toEqual([true, [{ task_id: 'task-7', status: 'running' }]]);
  });

  it("answers under the document's headers", async () => {
    const { served } = await desk(http({ port: 0 }));
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const correlation = '3f2c8f0e-9d3b-4a51-8c4e-0b6d2f6a1c11';
    const answer = await fetch(`${served.addresses['http']}${path}/tasks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-correlation-id': correlation,
        'x-trace-id': trace,
        'x-request-timeout': '30',
      },
      body: JSON.stringify({ data: task }),
    });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-correlation-id')).toBe(correlation);
    expect(answer.headers.get('x-trace-id')).toBe(trace);
    const { header } = (await answer.json()) as { header: { correlation_id: string; tracing: { trace_id: string } } };
    expect([header.correlation_id, header.tracing.trace_id]).toEqual([correlation, trace]);
  });
});

describe('over the broker', () => {
  it('an event that is broadcast reaches every agent of the type, once each', async () => {
    const on = memory({ broker: createBroker() });
    const heard: string[] = [];
    const { passed, open: all } = gate();
    for (const id of ['risk-1', 'risk-2', 'risk-3']) {
      const served = await serve(RiskCalculator, {
        id,
        on,
        handlers: {
          sendTask: () => ({ status: 'accepted' }),
          shareResult() {},
          broadcastEvent() {
            heard.push(id);
            if (heard.length === 3) all();
          },
        },
      });
      open.push(() => served.close(0));
    }
    const client = connect(RiskCalculator, { from: engine, over: on });
    open.push(() => client.close());
    await client.broadcastEvent({ event_type: 'compliance_violation_detected', severity: 'high' });
    await passed;
    expect(heard.toSorted()).toEqual(['risk-1', 'risk-2', 'risk-3']);
  });

  it('a served agent sends heartbeats by itself, and who falls silent is lost', async () => {
    const clock = fakeClock();
    const world = { clock, random: seededRandom(1) };
    const on = memory({ broker: createBroker({ clock }) });
    const listener = await serve(PolicyAnalyzer, { id: 'listener', on, world, handlers: idle });
    const beating = await serve(PolicyAnalyzer, {
      id: 'beating',
      on: memory({ broker: createBroker({ clock }) }),
      world,
      handlers: idle,
      heartbeats: { to: [PolicyAnalyzer], over: on },
    });
    open.push(
      () => listener.close(0),
      () => beating.close(0),
    );
    await clock.advance(10_000);
    expect(listener.peers.get('beating')).toMatchObject({
      state: 'present',
      figures: { agent_status: 'healthy', load: 0, active_tasks: 0, queued_tasks: 0 },
    });
    await beating.close(0);
    await clock.advance(40_000);
    expect(listener.peers.get('beating')?.state).toBe('lost');
  });
});
