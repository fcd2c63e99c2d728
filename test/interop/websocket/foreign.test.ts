/** Python's websockets, which nobody here wrote, calls what agentwire serves and serves what agentwire calls. */
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { connect, identity, serve, type Handlers } from '@agentwire/runtime';
import { websocket } from '@agentwire/runtime/websocket';
import type { ReportManagerOperations } from 'dora-protocol/agents/report-manager/operations';
import { ReportManager } from 'dora-protocol/agents/report-manager/websocket';
import { gate } from '../../support/kitchen.js';
import { serverPair } from '../../support/tls/index.js';
import { runPeer, withPython } from '../python.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001' });
const authority = fileURLToPath(new URL('../../support/tls/ca.pem', import.meta.url));

withPython('websockets as the client, over TLS', () => {
  it("is answered in the document's frames, streams, and comes back to its session", async () => {
    const accepted = gate();
    const ran: string[] = [];
    const handlers: Handlers<ReportManagerOperations> = {
      async sendTask({ task_id, task_type }, { update, fail }) {
        ran.push(task_id);
        if (task_type === 'impossible') throw fail('task_conflict', { with: 't-1' });
        if (task_type === 'slow') await accepted.passed;
        else await update({ progress: 0.5 });
        return { status: 'success' };
      },
      shareStatus() {},
      shareResult() {},
      reportMetrics() {},
      async *streamEvents(events) {
        for await (const event of events) yield { ...event, event_type: `${event.event_type}.seen` };
      },
    };
    const on = websocket({ port: 0, tls: serverPair });
    const served = await serve(ReportManager, { id: 'report-manager-001', on, handlers });
    open.push(() => served.close(0));

    const peer = runPeer('websocket/client.py', served.addresses['websocket'] ?? '', authority);
    open.push(() => peer.stop());
    const seen: unknown[] = [];
    const step = async (): Promise<unknown> => {
      const said = (await peer.next()) as Readonly<Record<string, unknown>>;
      seen.push(said);
      return said['step'];
    };
    while ((await step()) !== 'resumed');
    accepted.open();
    seen.push(...(await peer.rest()));
    expect(seen).toEqual([
      { step: 'opened', subprotocol: null },
      {
        step: 'update',
        type: 'message',
        message_type: 'task_status',
        data: { task_id: 't-1', status: 'running', progress: 0.5 },
      },
      { step: 'reply', type: 'message', message_type: 'response', data: { task_id: 't-1', status: 'success' } },
      { step: 'ping', type: 'pong', timestamp: 1705486200000 },
      {
        step: 'error',
        type: 'error',
        code: 'aborted',
        reason: 'task_conflict',
        outcome: 'handled',
        message: 'task conflict',
        detail: { with: 't-1' },
        about: 'a message of mine',
      },
      {
        step: 'unknown',
        type: 'error',
        code: 'unimplemented',
        reason: 'message_type_unknown',
        outcome: 'rejected',
        message: 'no frame has this type',
        path: '/type',
      },
      { step: 'malformed', closed: 1007 },
      { step: 'wrong id', status: 404 },
      { step: 'stream', events: ['one.seen', 'two.seen'] },
      { step: 'accepted', type: 'accepted', seq: 1, ack: 1, re: 1, credit: 0 },
      { step: 'resumed', same: true, ack: 1 },
      {
        step: 'reply',
        type: 'message',
        role: 'reply',
        seq: 2,
        ack: 1,
        re: 1,
        message_type: 'response',
        data: { task_id: 't-3', status: 'success' },
      },
    ]);
    expect(ran).toEqual(['t-1', 't-2', 't-3']);
  });
});

withPython('websockets as the server', () => {
  it("is called by generated clients in the document's frames", async () => {
    const peer = runPeer('websocket/server.py');
    open.push(() => peer.stop());
    const { port } = (await peer.next()) as { readonly port: number };
    const over = websocket({ url: `ws://127.0.0.1:${port}`, session: false });
    const reports = connect(ReportManager, { from, to: 'report-manager-001', over });
    open.push(() => reports.close());

    const task = { task_type: 'report', parameters: { year: 2026 } };
    const call = reports.sendTask(task);
    const progress: (number | undefined)[] = [];
    for await (const update of call.updates) progress.push(update.progress);
    expect(progress).toEqual([0.5]);
    expect(await call).toMatchObject({ status: 'success', request_id: call.header.message_id });
    expect(await peer.next()).toEqual({ step: 'opened', path: '/ws/agents/report-manager-001', subprotocol: null });
    expect(await peer.next()).toEqual({ step: 'heard', members: ['data', 'type'], task_type: 'report' });

    expect((await reports.sendTask({ ...task, task_type: 'refused' })).status).toBe('failed');
    expect(await reports.sendTask({ ...task, task_type: 'hang up' }).result).toMatchObject({
      ok: false,
      error: { reason: 'connection_lost', outcome: 'unknown' },
    });
    expect((await reports.sendTask(task)).status).toBe('success');
  });
});
