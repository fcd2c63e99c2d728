import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { gate } from '../../../support/kitchen.js';
import { closeRawPeers, rawPeer } from './raw.js';
import { eager, tables } from './table.js';

const lay = tables();
afterEach(closeRawPeers);

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Runs a module of the workspace's built packages until it ends by itself. */
async function run(code: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root });
  const kill = setTimeout(() => child.kill('SIGKILL'), 25_000);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  clearTimeout(kill);
  return { status, stdout, stderr };
}

const imports = `
  import { createServer, connect as dial } from 'node:net';
  import { connect, identity, serve } from '@agentwire/runtime';
  import { websocket } from '@agentwire/runtime/websocket';
  import { ReportManager } from 'dora-protocol/agents/report-manager/websocket';
  const from = identity({ type: 'dashboard', id: 'dashboard-1' });
  const handlers = {
    sendTask: async (task, { update }) => (await update({ progress: 0.5 }), { status: 'success' }),
    executeCommand: () => ({}), shareStatus() {}, shareResult() {}, reportMetrics() {},
    async *streamEvents(events) { yield* events; },
  };
`;

describe('after closing', () => {
  it('a process with a server and a client ends by itself', async () => {
    const ended = await run(`${imports}
      const agent = await serve(ReportManager, { id: 'report-manager-001', on: websocket({ port: 0 }), handlers });
      const client = connect(ReportManager, { from, over: websocket(agent.addresses.websocket) });
      await client.sendTask({ task_type: 'report', parameters: {} });
      for await (const event of client.streamEvents([{ event_type: 'x', severity: 'low' }])) console.log(event.event_type);
      await client.close();
      await agent.close();
      console.log('closed');
    `);
    expect(ended).toEqual({ status: 0, stdout: 'x\nclosed\n', stderr: '' });
  });

  it('a process whose peers are silent ends by itself, too', async () => {
    const ended = await run(`${imports}
      const agent = await serve(ReportManager, { id: 'report-manager-001', on: websocket({ port: 0 }), handlers });
      // A peer that opens a connection and never says or answers anything.
      const { port } = new URL(agent.addresses.websocket);
      const silent = dial(port, '127.0.0.1');
      silent.write('GET /ws/agents/report-manager-001 HTTP/1.1\\r\\nhost: x\\r\\nconnection: upgrade\\r\\nupgrade: websocket\\r\\n'
        + 'sec-websocket-version: 13\\r\\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n');
      silent.once('data', async () => {
        silent.pause();
        await agent.close();
        console.log('closed');
        silent.destroy();
      });
    `);
    expect(ended).toEqual({ status: 0, stdout: 'closed\n', stderr: '' });
  });

  it('a process whose server went away ends when its calls have failed and its client is closed', async () => {
    const ended = await run(`${imports}
      const agent = await serve(ReportManager, { id: 'report-manager-001', on: websocket({ port: 0, resumeWithin: 300 }), handlers: {
        ...handlers, sendTask: () => new Promise(() => undefined),
      } });
      const proxy = createServer((socket) => {
        const host = dial(new URL(agent.addresses.websocket).port, '127.0.0.1');
        socket.pipe(host).pipe(socket).on('error', () => undefined);
        socket.on('error', () => undefined);
        host.on('error', () => undefined);
        cut = () => (socket.resetAndDestroy(), host.resetAndDestroy(), proxy.close());
      });
      let cut;
      await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const client = connect(ReportManager, { from, over: websocket('ws://127.0.0.1:' + proxy.address().port) });
      const call = client.sendTask({ task_type: 'report', parameters: {} });
      await call.accepted;
      cut();
      console.log((await call.result).error.reason);
      await client.close();
      await agent.close(0);
      console.log('closed');
    `);
    expect(ended).toEqual({ status: 0, stdout: 'connection_lost\nclosed\n', stderr: '' });
  });
});

describe('a server that closes', () => {
  it('says 1001 when what was under way is done', async () => {
    const [started, finish] = [gate(), gate()];
    const table = await lay({
      async cook() {
        started.open();
        await finish.passed;
        return { state: 'done' };
      },
    });
    const peer = await rawPeer(`ws://127.0.0.1:${table.port}/ws/agents/cook-1`);
    const call = table.client().cook({ dish: 'soup' });
    await started.passed;
    const closed = table.cook.close('10s');
    expect(peer.socket.readyState).toBe(peer.socket.OPEN);
    finish.open();
    expect((await call).state).toBe('done');
    expect(await peer.closed).toBe(1001);
    await closed;
  });

  it('waits for a peer that was cut off to come back for its reply', async () => {
    const [started, finish] = [gate(), gate()];
    const table = await lay({
      async cook() {
        started.open();
        await finish.passed;
        return { state: 'done' };
      },
    });
    const proxy = await table.proxy();
    const call = table.client(eager, proxy.port).cook({ dish: 'soup' });
    await started.passed;
    const closed = table.cook.close('10s');
    proxy.cut();
    finish.open();
    expect((await call).state).toBe('done');
    await closed;
  });

  it('frees its port for the next one', async () => {
    const { port, cook } = await lay();
    await cook.close();
    for (let round = 0; round < 3; round++) {
      const again = await lay({}, { port });
      expect((await again.client().cook({ dish: 'soup' })).state).toBe('done');
      await again.cook.close();
    }
  });
});
