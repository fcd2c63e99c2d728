import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { gate } from '../../../support/kitchen.js';
import { startProxy, type Proxy } from '../../../support/proxy.js';
import { addressOf, afterwards, connectWaiter, portOf, serveCook } from './table.js';

async function proxied(port: number): Promise<Proxy> {
  const proxy = await startProxy(port);
  afterwards(() => proxy.close());
  return proxy;
}

describe('a connection', () => {
  it('on which nothing is ever said is given up in its own time, whatever the deadline of the call', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    afterwards(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const client = connectWaiter({ url: `127.0.0.1:${port}`, connectTimeout: 200 });
    const outcome = await client.cook({ dish: 'soup' }, { deadline: '1h' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected' } });
    const stream = await client.watch({ dish: 'soup' }).result;
    expect(stream).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected' } });
  });

  it('that breaks leaves the outcome of its calls unknown, and the next call makes a new one', async () => {
    const started = gate();
    let first = true;
    const served = await serveCook({
      async cook() {
        if (first) {
          first = false;
          started.open();
          await gate().passed;
        }
        return { state: 'done' };
      },
    });
    const proxy = await proxied(portOf(served));
    const client = connectWaiter(`127.0.0.1:${proxy.port}`);
    const call = client.cook({ dish: 'soup' });
    await started.passed;
    proxy.cut();
    expect(await call.result).toMatchObject({
      ok: false,
      error: { reason: 'connection_lost', outcome: 'unknown', retryable: true },
    });
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    expect(proxy.connections).toBe(2);
  });

  it('that swallows everything is noticed by its pings', async () => {
    const started = gate();
    const served = await serveCook({
      async cook() {
        started.open();
        await gate().passed;
        return { state: 'done' };
      },
    });
    const proxy = await proxied(portOf(served));
    const client = connectWaiter({ url: `127.0.0.1:${proxy.port}`, keepAlive: { every: 100, timeout: 100 } });
    const call = client.cook({ dish: 'soup' }, { deadline: '1h' });
    await started.passed;
    proxy.swallow();
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'connection_lost', outcome: 'unknown' } });
  });

  it('to a server that was started again is made anew', async () => {
    const before = await serveCook();
    const port = portOf(before);
    const client = connectWaiter(addressOf(before));
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    await before.close(0);
    expect((await client.cook({ dish: 'soup' }).result).ok).toBe(false);
    await serveCook({}, { port });
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
  });
});

describe('a message that is too large', () => {
  it('is refused before it is sent, where the other side has said its limit; other calls go on', async () => {
    const { passed, open } = gate();
    const served = await serveCook(
      {
        async cook({ dish }) {
          if (dish === 'slow') await passed;
          return { state: 'done' };
        },
      },
      { maxMessage: 50_000 },
      { maxFrame: 1024 * 1024 },
    );
    const client = connectWaiter(addressOf(served));
    const other = client.cook({ dish: 'slow' });
    await other.accepted;
    const outcome = await client.cook({ dish: 'soup' }, { metadata: { note: 'x'.repeat(60_000) } }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'too_large', outcome: 'rejected' } });
    open();
    expect((await other).state).toBe('done');
  });

  it('is refused by the server where it is sent all the same', async () => {
    const served = await serveCook({}, { maxMessage: 50_000 });
    const client = connectWaiter({ url: addressOf(served), calls: 'unary' });
    const outcome = await client.cook({ dish: 'soup' }, { metadata: { note: 'x'.repeat(60_000) } }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'too_large' } });
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
  });

  it('as a reply fails its own call and no other', async () => {
    const { passed, open } = gate();
    const served = await serveCook({
      async cook({ dish }) {
        if (dish === 'slow') await passed;
        return { state: 'done', note: dish === 'large' ? 'x'.repeat(3900) : '' };
      },
    });
    const client = connectWaiter({ url: addressOf(served), maxMessage: 18_000 });
    const other = client.cook({ dish: 'slow' });
    await other.accepted;
    expect(await client.cook({ dish: 'large' }).result).toMatchObject({
      ok: false,
      error: { reason: 'reply_invalid', outcome: 'handled' },
    });
    open();
    expect((await other).state).toBe('done');
  });
});
