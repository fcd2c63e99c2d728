/** Graceful degradation on a real broker: it goes away mid-run, calls go on over the next transport, and come back. */
import { CommunicationManager, identity, type RouteEvent } from '@agentwire/runtime';
import { amqp } from '@agentwire/runtime/amqp';
import { http } from '@agentwire/runtime/http';
import { expect, test } from 'vitest';
import { CookAgent } from '../../support/agents.js';
import { idle } from '../../support/kitchen.js';
import { withOwnServer } from '../../support/services.js';

withOwnServer('rabbitmq', 'a broker that goes away', (broker) => {
  test('loses no call: they go on over HTTP, and over the broker once it is back', { timeout: 180_000 }, async () => {
    const events: RouteEvent[] = [];
    const manager = new CommunicationManager({
      from: identity({ type: 'waiter', id: 'waiter-1' }),
      agents: [{ agent: CookAgent, prefer: ['amqp', 'http'], dedupes: true }],
      coolOff: '100ms',
      onRoute: (event) => event.operation === 'cook' && events.push(event),
    });
    await manager.serve(CookAgent, {
      id: 'cook-1',
      on: [
        amqp({ url: broker().address, brokerWithin: '500ms', reconnect: { initial: '50ms', max: '200ms' } }),
        http({ port: 0 }),
      ],
      handlers: { ...idle, cook: (_, { transport }) => ({ state: 'done', note: transport }) },
    });
    const cook = manager.connect(CookAgent, { deadline: '30s' });
    const over = async (): Promise<string | undefined> => (await cook.cook({ dish: 'soup' })).note;

    expect(await over()).toBe('amqp');
    // In good order: RabbitMQ 3.10 may lose the leader of a queue that is declared just before a crash.
    await broker().stop();
    for (let n = 0; n < 5; n++) expect(await over()).toBe('http');
    expect(events.filter(({ kind }) => kind === 'missed').map(({ transport }) => transport)).toContain('amqp');
    expect(manager.routes.find(({ transport }) => transport === 'http')?.fallbacks).toBeGreaterThan(0);

    await broker().start();
    await expect.poll(over, { timeout: 60_000, interval: 200 }).toBe('amqp');
    await manager.close();
  });
});
