/** grpcio, which nobody here wrote, calls what agentwire serves and serves what agentwire calls. */
import { afterEach, expect, it } from 'vitest';
import { connect, identity, serve, type Handlers } from '@agentwire/runtime';
import { grpc } from '@agentwire/runtime/grpc';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/grpc';
import type { GapAssessmentOperations } from 'dora-protocol/agents/gap-assessment/operations';
import { runPeer, withPython } from '../python.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001' });

withPython('grpcio as the client', () => {
  it('makes all four calls, and gets statuses that it understands', async () => {
    let told = 0;
    const handlers: Handlers<GapAssessmentOperations> = {
      async sendTask(task, ctx) {
        if (task.task_type === 'conflict') throw ctx.fail('task_conflict', { with: 't-1' });
        if (task.task_type === 'slow') {
          await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve(), { once: true }));
          told++;
        }
        return { status: 'success', result: { from: ctx.header.source.agent_id, over: ctx.transport } };
      },
      async *streamEvents(events) {
        for await (const event of events) yield { ...event, event_type: `${event.event_type}.seen` };
      },
    };
    const served = await serve(GapAssessment, { id: 'gap-assessment-001', on: grpc({ port: 0 }), handlers });
    open.push(() => served.close(0));
    const { host } = new URL((served.addresses['grpc'] ?? '').replace('grpc:', 'http:'));

    expect(await runPeer('grpc/client.py', host).rest()).toEqual([
      {
        step: 'send_task',
        status: 'success',
        task_id: 't-1',
        result: { from: 'python-1', over: 'grpc' },
        source: 'gap-assessment-001',
        accepted: 'true',
      },
      {
        step: 'conflict',
        code: 'ABORTED',
        reason: 'task_conflict',
        metadata: { outcome: 'handled' },
        detail: { with: 't-1' },
      },
      { step: 'slow', code: 'DEADLINE_EXCEEDED', reason: '', metadata: {}, detail: null },
      { step: 'get_status', status: expect.stringMatching(/^\w+$/) as string },
      {
        step: 'execute_command',
        code: 'NOT_FOUND',
        reason: 'task_unknown',
        metadata: { outcome: expect.any(String) as string },
        detail: null,
      },
      {
        step: 'stream_events',
        answers: ['one.seen', 'two.seen', 'three.seen'],
        correlated: true,
        places: ['1', '2', '3'],
      },
      {
        step: "the document's six fields",
        correlated: true,
        same: [true, true],
        source: 'gap-assessment-001',
        destination: 'python-1',
        recent: true,
      },
      ...['malformed', 'malformed', 'header_invalid', 'payload_invalid'].map((reason) => ({
        step: 'bad',
        code: 'INVALID_ARGUMENT',
        reason,
        metadata: expect.objectContaining({ outcome: 'rejected' }) as object,
        detail: null,
      })),
      { step: 'too large', code: 'RESOURCE_EXHAUSTED' },
      { step: 'health', states: [1, 1] },
      {
        step: 'reflection',
        services: ['dora.agent.communication.AgentCommunication'],
        methods: [
          ['SendTask', false, 'TaskRequest', 'TaskResponse'],
          ['GetStatus', false, 'StatusRequest', 'StatusResponse'],
          ['StreamEvents', true, 'EventMessage', 'EventMessage'],
          ['ExecuteCommand', false, 'CommandRequest', 'CommandResponse'],
        ],
        read: 't-3',
        optional: true,
        entries: true,
      },
    ]);
    expect(told).toBe(1);
  });
});

withPython('grpcio as the server', () => {
  it('is called by generated clients: replies, statuses, deadlines, cancels, streams', async () => {
    const peer = runPeer('grpc/server.py');
    open.push(() => peer.stop());
    const { port } = (await peer.next()) as { readonly port: number };
    const gap = connect(GapAssessment, { from, over: grpc(`127.0.0.1:${port}`) });
    open.push(() => gap.close());

    const task = { task_type: 'gap_analysis', parameters: { documents: ['a.pdf'] } };
    const call = gap.sendTask(task, { deadline: '20s' });
    expect(await call).toMatchObject({ status: 'success', result: { gaps: 3 }, request_id: call.header.message_id });
    const heard = (await peer.next()) as Readonly<Record<string, unknown>>;
    const { trace_id, span_id } = call.header.tracing;
    expect(heard).toMatchObject({
      step: 'send_task',
      ...task,
      metadata: { traceparent: `00-${trace_id}-${span_id}-01`, 'x-agent-operation': 'send_task' },
      trace_id,
      deadline: call.header.routing.deadline?.getTime(),
    });
    expect(heard['time_left']).toBeGreaterThan(5);
    expect(heard['time_left']).toBeLessThanOrEqual(20);

    const refused = await gap.sendTask({ ...task, task_type: 'forbidden' }).result;
    expect(refused).toMatchObject({ ok: false, error: { reason: 'permission_denied', outcome: 'rejected' } });
    expect(refused.ok ? '' : refused.error.message).not.toContain('stranger');
    expect(await peer.next()).toMatchObject({ task_type: 'forbidden' });

    const slow = gap.sendTask({ ...task, task_type: 'slow' });
    expect(await peer.next()).toMatchObject({ task_type: 'slow' });
    slow.cancel();
    expect(await slow.result).toMatchObject({ ok: false, error: { reason: 'cancelled' } });
    expect(await peer.next()).toEqual({ step: 'cancelled', active: false });

    const types: string[] = [];
    const events = ['one', 'two', 'three'].map((event_type) => ({ event_type, severity: 'high' }));
    for await (const event of gap.streamEvents(events)) types.push(event.event_type);
    expect(types).toEqual(['one', 'two', 'three']);
    expect(await peer.next()).toEqual({ step: 'opened', header: 'event' });
  });
});
