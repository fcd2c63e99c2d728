import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connect, serve } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { raw } from './raw.js';
import { from, Printer, printing } from './shop.js';

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), passed };
}

/** Sockets and servers that keep a process alive; timers of the test runner are none of them. */
const handles = (): string[] => process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS)/.test(name));

describe('closing', () => {
  it('lets what is under way finish, and refuses what comes after', async () => {
    const [started, finish] = [gate(), gate()];
    const agent = await serve(Printer, {
      id: 'printer-1',
      on: http({ port: 0 }),
      handlers: {
        ...printing,
        async print(job) {
          started.open();
          await finish.passed;
          return { job_id: job.job_id };
        },
      },
    });
    const client = connect(Printer, { from, over: http(agent.addresses['http'] ?? '') });
    const call = client.print({ job_id: 'j-1', pages: 1 });
    await started.passed;
    const closed = agent.close('10s');
    expect(await client.look({ job_id: 'j-2' }).result).toMatchObject({
      ok: false,
      error: { reason: 'shutting_down', outcome: 'rejected', retryable: true },
    });
    finish.open();
    expect((await call).job_id).toBe('j-1');
    await closed;
    expect(await client.look({ job_id: 'j-3' }).result).toMatchObject({ ok: false, error: { reason: 'unreachable' } });
    await client.close();
  });

  it('of one of several agents on a port leaves its calls to the others', async () => {
    const [started, finish] = [gate(), gate()];
    const web = http({ port: 0 });
    const leaving = await serve(Printer, {
      id: 'printer-1',
      on: web,
      handlers: {
        ...printing,
        async print(job) {
          started.open();
          await finish.passed;
          return { job_id: job.job_id };
        },
      },
    });
    const staying = await serve(Printer, { id: 'printer-2', on: web, handlers: printing });
    const client = connect(Printer, { from, over: web });
    const call = connect(Printer, { from, over: web, to: 'printer-1' }).print({ job_id: 'j-1', pages: 1 });
    await started.passed;
    const closed = leaving.close();
    expect((await client.print({ job_id: 'j-2', pages: 4 })).note).toBe('4 pages');
    finish.open();
    expect((await call).job_id).toBe('j-1');
    await closed;
    expect((await client.print({ job_id: 'j-3', pages: 5 })).note).toBe('5 pages');
    await client.close();
    await staying.close();
  });

  it('aborts what does not finish in time, and tells its caller', async () => {
    const started = gate();
    const agent = await serve(Printer, {
      id: 'printer-1',
      on: http({ port: 0 }),
      handlers: {
        ...printing,
        print: (_, context) =>
          new Promise((_resolve, reject) => {
            context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
            started.open();
          }),
      },
    });
    const client = connect(Printer, { from, over: http(agent.addresses['http'] ?? '') });
    const call = client.print({ job_id: 'j-1', pages: 1 });
    await started.passed;
    await agent.close(20);
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'shutting_down', outcome: 'unknown' } });
    await client.close();
  });

  it('leaves nothing behind that keeps the process alive', async () => {
    const agent = await serve(Printer, { id: 'printer-1', on: http({ port: 0 }), handlers: printing });
    const client = connect(Printer, { from, over: http(agent.addresses['http'] ?? '') });
    await Promise.all([
      client.look({ job_id: 'a' }),
      client.print({ job_id: 'b', pages: 1 }),
      client.look({ job_id: 'c' }),
    ]);
    expect(handles()).not.toEqual([]);
    await client.close();
    await agent.close();
    // A closed socket's handle goes away some turns of the event loop later.
    for (let turn = 0; turn < 100 && handles().length > 0; turn++)
      await new Promise((resolve) => setImmediate(resolve));
    expect(handles()).toEqual([]);
  });

  it('closes connections that an idle client keeps open', async () => {
    const agent = await serve(Printer, { id: 'printer-1', on: http({ port: 0 }), handlers: printing });
    const client = connect(Printer, { from, over: http(agent.addresses['http'] ?? '') });
    await client.look({ job_id: 'a' });
    await agent.close();
    await client.close();
  });

  it('frees the port for the next one', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const web = http({ port });
    for (let round = 0; round < 3; round++) {
      const agent = await serve(Printer, { id: 'printer-1', on: web, handlers: printing });
      expect((await raw(`http://127.0.0.1:${port}/v1/agents/-/jobs/j-1`)).status).toBe(200);
      await agent.close();
    }
  });

  it('can be tried again after a port was taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const web = http({ port: (holder.address() as AddressInfo).port });
    await expect(serve(Printer, { id: 'p', on: web, handlers: printing })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => holder.close(resolve));
    const agent = await serve(Printer, { id: 'p', on: web, handlers: printing });
    await agent.close();
  });
});
