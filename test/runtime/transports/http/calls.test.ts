import { afterEach, describe, expect, it } from 'vitest';
import { AgentError, connect, serve, type Handlers, type Served } from '@agentwire/runtime';
import { http, type HttpOptions } from '@agentwire/runtime/http';
import { Binder, from, Printer, printing, type ShopOperations } from './shop.js';

const open: { close(grace?: number): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close(0);
});

async function shop(handlers: Partial<Handlers<ShopOperations>> = {}, options: HttpOptions = {}): Promise<Served> {
  const served = await serve(Printer, {
    id: 'printer-1',
    on: http({ port: 0, ...options }),
    handlers: { ...printing, ...handlers },
  });
  open.push(served);
  return served;
}

function desk(address: string | undefined, options: HttpOptions = {}, to?: string) {
  const client = connect(Printer, {
    from,
    over: http({ url: address ?? '', ...options }),
    ...(to === undefined ? {} : { to }),
  });
  open.push(client);
  return client;
}

describe('a call over HTTP', () => {
  it('brings the reply back', async () => {
    const served = await shop();
    const reply = await desk(served.addresses['http']).print({ job_id: 'j-1', pages: 3 });
    expect(reply).toEqual({ job_id: 'j-1', note: '3 pages' });
  });

  it('tells the handler the caller, the metadata and the transport', async () => {
    const served = await shop({
      print: (job, context) => ({
        job_id: job.job_id,
        note: [context.header.source.agent_id, JSON.stringify(context.metadata), context.transport].join(' '),
      }),
    });
    const reply = await desk(served.addresses['http']).print(
      { job_id: 'j', pages: 1 },
      { metadata: { colour: 'blue' } },
    );
    expect(reply.note).toBe('desk-1 {"colour":"blue"} http');
  });

  it('brings updates in order, before the reply, after it was accepted', async () => {
    const served = await shop({
      async print(job, context) {
        for (let page = 1; page <= 50; page++) await context.update({ done: page / 50 });
        return { job_id: job.job_id };
      },
    });
    const call = desk(served.addresses['http']).print({ job_id: 'j-1', pages: 50 });
    await call.accepted;
    const seen: number[] = [];
    for await (const update of call.updates) seen.push(update.done);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => (index + 1) / 50));
    expect((await call).job_id).toBe('j-1');
  });

  it('carries a declared error with its typed detail', async () => {
    const served = await shop({
      print: (_, context) => {
        throw context.fail('jam', { tray: 2 }, 'paper jam');
      },
    });
    const outcome = await desk(served.addresses['http']).print({ job_id: 'j-1', pages: 3 }).result;
    expect(outcome.ok).toBe(false);
    if (outcome.ok) return;
    expect(outcome.error).toMatchObject({
      code: 'already_exists',
      reason: 'jam',
      outcome: 'handled',
      message: 'paper jam',
    });
    expect(outcome.error.detail).toEqual({ tray: 2 });
  });

  it('carries a declared error after updates as the last line', async () => {
    const served = await shop({
      async print(_, context) {
        await context.update({ done: 0.5 });
        throw context.fail('jam', { tray: 7 });
      },
    });
    const outcome = await desk(served.addresses['http']).print({ job_id: 'j-1', pages: 3 }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'jam', detail: { tray: 7 }, outcome: 'handled' } });
  });

  it('says nothing of what a handler threw', async () => {
    const served = await shop({
      look: () => {
        throw new Error('password is hunter2');
      },
    });
    const error = await failure(desk(served.addresses['http']).look({ job_id: 'j-1' }));
    expect(error).toMatchObject({ reason: 'handler_failed', code: 'internal', outcome: 'handled' });
    expect(error.message).not.toContain('hunter2');
  });

  it('refuses what the handler gives against its schema', async () => {
    const served = await shop({ look: () => ({ job_id: 7 }) as never });
    const error = await failure(desk(served.addresses['http']).look({ job_id: 'j-1' }));
    expect(error).toMatchObject({ reason: 'reply_invalid', path: '/payload/data/job_id' });
  });

  it('answers a one-way operation when it was handled', async () => {
    const notes: unknown[] = [];
    const served = await shop({ remark: (note) => void notes.push(note) });
    expect(await desk(served.addresses['http']).remark({ job_id: 'j/1', text: 'urgent' })).toBeUndefined();
    expect(notes).toEqual([{ job_id: 'j/1', text: 'urgent' }]);
  });

  it('ends with deadline_exceeded when the deadline passes', async () => {
    const served = await shop({ print: (_, context) => forever(context.signal) });
    const error = await failure(desk(served.addresses['http']).print({ job_id: 'j', pages: 1 }, { deadline: 100 }));
    expect(error).toMatchObject({ code: 'deadline_exceeded', outcome: 'unknown' });
  });

  it('lets a cancel reach the handler', async () => {
    let aborted: (reason: unknown) => void = () => undefined;
    const stopped = new Promise((resolve) => {
      aborted = resolve;
    });
    const served = await shop({
      async print(_, context) {
        context.signal.addEventListener('abort', () => aborted(context.signal.reason));
        return forever(context.signal);
      },
    });
    const call = desk(served.addresses['http']).print({ job_id: 'j', pages: 1 });
    await call.accepted;
    call.cancel('changed my mind');
    expect(await failure(call)).toMatchObject({ code: 'cancelled', message: 'changed my mind' });
    expect(await stopped).toMatchObject({ code: 'cancelled' });
  });

  it('sends the payload of a GET in path and query, typed again on the other side', async () => {
    const served = await shop();
    const reply = await desk(served.addresses['http']).look({ job_id: 'a b/ü?', verbose: true, since: 1e-7 });
    expect(JSON.parse(reply.note ?? '')).toEqual({ job_id: 'a b/ü?', verbose: true, since: 1e-7 });
  });

  it.each(['.', '..', '\ud800'])('refuses to put %j into a path', async (job_id) => {
    const served = await shop();
    const error = await failure(desk(served.addresses['http']).look({ job_id }));
    expect(error).toMatchObject({ reason: 'payload_invalid', outcome: 'rejected' });
  });

  it('takes the first route that can carry the message', async () => {
    const served = await shop();
    const client = desk(served.addresses['http']);
    const note = async (order: Parameters<typeof client.command>[0]): Promise<unknown> =>
      JSON.parse((await client.command(order)).note ?? '');
    expect(await note({ verb: 'stop', job: 'j-1' })).toEqual({ verb: 'stop', job: 'j-1' });
    expect(await note({ verb: 'hurry', job: 'j-1' })).toEqual({ verb: 'hurry', job: 'j-1' });
    expect(await note({ verb: 'stop', job: 'j-1', details: { why: ['x'] } })).toEqual({
      verb: 'stop',
      job: 'j-1',
      details: { why: ['x'] },
    });
  });

  it('carries the other encodings as plain request and reply', async () => {
    const served = await shop();
    const reply = await desk(served.addresses['http'], { encoding: 'protobuf' }).print({ job_id: 'j-1', pages: 3 });
    expect(reply).toEqual({ job_id: 'j-1', note: '3 pages' });
  });

  it('works below a base path', async () => {
    const served = await shop({}, { basePath: '/bus' });
    expect(served.addresses['http']).toMatch(/\/bus$/);
    expect((await desk(served.addresses['http']).look({ job_id: 'j-1' })).job_id).toBe('j-1');
  });

  it('dials where it listens itself', async () => {
    const web = http({ port: 0 });
    open.push(await serve(Printer, { id: 'printer-1', on: web, handlers: printing }));
    const client = connect(Printer, { from, over: web });
    open.push(client);
    expect((await client.look({ job_id: 'j-1' })).job_id).toBe('j-1');
  });

  it('refuses an answer that is larger than the limit', async () => {
    const served = await shop({
      look: () => ({ job_id: 'x'.repeat(5000) }),
      print: () => ({ job_id: 'x'.repeat(5000) }),
    });
    const client = desk(served.addresses['http'], { maxResponse: 4000 });
    expect(await failure(client.look({ job_id: 'j' }))).toMatchObject({ reason: 'too_large', outcome: 'unknown' });
    expect(await failure(client.print({ job_id: 'j', pages: 1 }))).toMatchObject({ reason: 'too_large' });
  });

  it('carries many calls at once over few connections', async () => {
    const served = await shop();
    const client = desk(served.addresses['http'], { pool: { connections: 2 } });
    const replies = await Promise.all(Array.from({ length: 100 }, (_, n) => client.look({ job_id: `j-${n}` })));
    expect(replies.map((reply) => reply.job_id)).toEqual(Array.from({ length: 100 }, (_, n) => `j-${n}`));
  });
});

describe('several agents on one port', () => {
  async function both() {
    const web = http({ port: 0 });
    const handlers = (who: string): Handlers<ShopOperations> => ({
      ...printing,
      print: (job) => ({ job_id: job.job_id, note: who }),
    });
    const first = await serve(Printer, { id: 'printer-1', on: web, handlers: handlers('printer-1') });
    const second = await serve(Printer, { id: 'printer-2', on: web, handlers: handlers('printer-2') });
    const binder = await serve(Binder, { id: 'binder-1', on: web, handlers: { print: handlers('binder-1').print } });
    open.push(first, second, binder);
    return { address: first.addresses['http'] ?? '', first, second, binder };
  }

  it('are told apart by the id in the path', async () => {
    const { address } = await both();
    expect((await desk(address, {}, 'printer-1').print({ job_id: 'j', pages: 1 })).note).toBe('printer-1');
    expect((await desk(address, {}, 'printer-2').print({ job_id: 'j', pages: 1 })).note).toBe('printer-2');
  });

  it('are told apart by type where no id is given', async () => {
    const { address } = await both();
    const client = connect(Binder, { from, over: http(address) });
    open.push(client);
    expect((await client.print({ job_id: 'j', pages: 1 })).note).toBe('binder-1');
  });

  it('refuse a call that two of them could take', async () => {
    const { address } = await both();
    expect(await failure(desk(address).print({ job_id: 'j', pages: 1 }))).toMatchObject({
      code: 'not_found',
      reason: 'agent_unknown',
    });
    expect(await failure(desk(address).look({ job_id: 'j' }))).toMatchObject({ reason: 'agent_unknown' });
  });

  it('all get a one-way message that is for all of their type', async () => {
    const web = http({ port: 0 });
    const got: string[] = [];
    for (const id of ['printer-1', 'printer-2', 'printer-3']) {
      const remark = (): void => {
        if (id === 'printer-2' && got.includes('printer-1')) throw new Error('once is enough');
        got.push(id);
      };
      open.push(await serve(Printer, { id, on: web, handlers: { ...printing, remark } }));
    }
    const client = connect(Printer, { from, over: web });
    open.push(client);
    const fresh = { job_id: 'j', text: 'x' };
    expect(await failure(client.remark(fresh, { broadcast: true }))).toMatchObject({ reason: 'handler_failed' });
    expect(got).toEqual(['printer-1', 'printer-3']);
    got.length = 0;
    expect(await failure(client.remark(fresh))).toMatchObject({ reason: 'agent_unknown' });
    expect(got).toEqual([]);
  });

  it('stay when one of them closes, and close with the last', async () => {
    const { address, first, second, binder } = await both();
    await first.close();
    expect(await failure(desk(address, {}, 'printer-1').print({ job_id: 'j', pages: 1 }))).toMatchObject({
      reason: 'agent_unknown',
    });
    expect((await desk(address).print({ job_id: 'j', pages: 1 })).note).toBe('printer-2');
    await second.close();
    await binder.close();
    expect(await failure(desk(address).print({ job_id: 'j', pages: 1 }))).toMatchObject({
      reason: 'unreachable',
      outcome: 'rejected',
    });
  });
});

function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

async function failure(call: PromiseLike<unknown>): Promise<AgentError> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof AgentError) return thrown;
    throw thrown;
  }
  throw new Error('the call succeeded');
}
