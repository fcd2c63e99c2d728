import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connect, identity, serve } from '@agentwire/runtime';
import { grpc } from '@agentwire/runtime/grpc';
import { CookAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { addressOf, afterwards, connectWaiter, serveCook } from './table.js';

/** Sockets, servers and timers that keep a process alive. */
const handles = (): string[] => process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS)/.test(name));

describe('closing', () => {
  it('leaves nothing behind that keeps the process alive', async () => {
    const before = handles();
    for (const calls of ['exchange', 'unary'] as const) {
      const on = grpc({ port: 0, calls });
      const agent = await serve(CookAgent, { id: 'cook-1', on, handlers: idle });
      const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'w' }), over: on });
      await client.cook({ dish: 'soup' });
      for await (const _ of client.chat()) expect.fail('an item');
      expect(handles().length).toBeGreaterThan(before.length);
      await client.close();
      await agent.close();
      await expect.poll(handles).toEqual(before);
    }
  });

  it('ends connections that an idle client keeps open, and frees the port', async () => {
    const before = handles();
    const agent = await serveCook();
    const client = connectWaiter(addressOf(agent));
    await client.cook({ dish: 'soup' });
    await agent.close();
    const port = Number(addressOf(agent).replace(/^.*:/, ''));
    const again = await serveCook({}, { port });
    await again.close();
    await client.close();
    await expect.poll(handles).toEqual(before);
  });

  it('a port that is taken is told, and can be tried again', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const on = grpc({ port });
    await expect(serve(CookAgent, { id: 'cook-1', on, handlers: idle })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => other.close(resolve));
    const agent = await serve(CookAgent, { id: 'cook-1', on, handlers: idle });
    afterwards(() => agent.close(0));
    expect(addressOf(agent)).toBe(`grpc://127.0.0.1:${port}`);
  });
});
