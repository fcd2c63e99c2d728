/** The transport's own behaviour, over the embedded broker and under a fake clock. */
import { AgentError, connect, identity, serve } from '@agentwire/runtime';
import { amqp, deadLetterHeaders, embedded, type AmqpOptions } from '@agentwire/runtime/amqp';
import { createBroker } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { expect, it } from 'vitest';
import type { AmqpDelivery, AmqpDriver } from '../../../../runtime/src/transports/amqp/driver.js';
import { CookAgent } from '../../../support/agents.js';
import { gate, idle } from '../../../support/kitchen.js';

const from = identity({ type: 'waiter', id: 'waiter-1' });

interface Kitchen {
  readonly driver: AmqpDriver;
  readonly world: { readonly clock: ReturnType<typeof fakeClock>; readonly random: ReturnType<typeof seededRandom> };
  make(options?: AmqpOptions): ReturnType<typeof amqp>;
  /** The next dead letter. */
  deadLetter(): Promise<AmqpDelivery>;
}

function kitchen(): Kitchen {
  const driver = embedded({ broker: createBroker() });
  const world = { clock: fakeClock(), random: seededRandom(1) };
  return {
    driver,
    world,
    make: (options = {}) => amqp({ driver, world, ...options }),
    async deadLetter() {
      const connection = await driver.connect({ lost() {}, blocked() {}, unblocked() {} });
      const letter = await new Promise<AmqpDelivery>((resolve) => {
        void connection.consume('agent.dead-letters', 1, { deliver: resolve, cancelled() {} });
      });
      letter.ack();
      await connection.close();
      return letter;
    },
  };
}

it('keeps a one-way message beyond the deadline of its sending, for as long as its ttl', async () => {
  const { make, world } = kitchen();
  const over = make({ keepBindings: true });
  const first = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle, world });
  await first.close();
  const client = connect(CookAgent, { from, over, to: 'cook-1', world });
  await client.announce({ topic: 'menu', text: 'kept' }, { broadcast: false, deadline: '1s' });
  await world.clock.advance(60_000);
  const heard = gate();
  const second = await serve(CookAgent, {
    id: 'cook-1',
    on: over,
    world,
    handlers: { ...idle, announce: ({ text }) => (text === 'kept' ? heard.open() : undefined) },
  });
  await heard.passed;
  await client.close();
  await second.close();
});

it('parks a message that its handler fails on, with its bytes and what is known of it', async () => {
  const { make, world, deadLetter } = kitchen();
  const over = make();
  const handlers = {
    ...idle,
    announce() {
      throw new Error('no such menu');
    },
  };
  const cook = await serve(CookAgent, { id: 'cook-1', on: over, handlers, world });
  const client = connect(CookAgent, { from, over, to: 'cook-1', world });
  await client.announce({ topic: 'menu', text: 'poison' }, { broadcast: false });
  const letter = await deadLetter();
  expect(letter.headers).toMatchObject({
    [deadLetterHeaders.reason]: 'handler_failed',
    [deadLetterHeaders.queue]: 'agent.cook-1.tasks',
    [deadLetterHeaders.exchange]: 'agent.direct',
    [deadLetterHeaders.routingKey]: 'task.cook.cook-1',
    [deadLetterHeaders.deliveries]: '1',
  });
  expect(JSON.parse(Buffer.from(letter.body).toString())).toMatchObject({ payload: { data: { text: 'poison' } } });
  await client.close();
  await cook.close();
});

it('tries a message that is refused for a reason that passes as often as it says, and then parks it', async () => {
  const { make, world, deadLetter } = kitchen();
  const over = make({ maxAttempts: 3 });
  let tries = 0;
  const cook = await serve(CookAgent, {
    id: 'cook-1',
    on: over,
    handlers: idle,
    world,
    authorize: [
      () => {
        tries++;
        throw AgentError.of('overloaded', 'not now');
      },
    ],
  });
  const client = connect(CookAgent, { from, over, to: 'cook-1', world });
  await client.announce({ topic: 'menu', text: 'later' }, { broadcast: false });
  const letter = await deadLetter();
  expect(letter.headers).toMatchObject({
    [deadLetterHeaders.reason]: 'overloaded',
    [deadLetterHeaders.deliveries]: '3',
  });
  expect(tries).toBe(3);
  await client.close();
  await cook.close();
});

it('answers nobody where the reply address is not the one that the envelope signs', async () => {
  const { driver, make, world, deadLetter } = kitchen();
  let replies = 0;
  const diverting: AmqpDriver = {
    async connect(events) {
      const connection = await driver.connect(events);
      return {
        ...connection,
        async openPublisher(closed) {
          const publisher = await connection.openPublisher(closed);
          return {
            publish(publication, settled) {
              const properties = { ...publication.properties, replyTo: 'elsewhere' };
              publisher.publish({ ...publication, properties }, settled);
            },
          };
        },
      };
    },
  };
  const connection = await driver.connect({ lost() {}, blocked() {}, unblocked() {} });
  await connection.declare({ exchanges: [], queues: [{ kind: 'inbox', name: 'elsewhere' }], bindings: [] });
  await connection.consume('elsewhere', 10, { deliver: () => replies++, cancelled() {} });
  const cook = await serve(CookAgent, { id: 'cook-1', on: make(), handlers: idle, world });
  const client = connect(CookAgent, { from, over: make({ driver: diverting }), to: 'cook-1', world });
  const call = client.cook({ dish: 'soup' });
  await call.accepted;
  expect((await deadLetter()).headers).toMatchObject({ [deadLetterHeaders.reason]: 'header_mismatch' });
  expect(replies).toBe(0);
  call.cancel();
  await client.close();
  await cook.close();
});

it('refuses what is too large for a message or its headers before it is sent', async () => {
  const { make, world } = kitchen();
  const over = make({ maxMessage: 1000 });
  const cook = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle, world });
  const client = connect(CookAgent, { from, over, world });
  expect(await client.cook({ dish: 'x'.repeat(2000) }).result).toMatchObject({
    ok: false,
    error: { reason: 'too_large', outcome: 'rejected' },
  });
  await client.close();
  await cook.close();
});

it('refuses an id that is the name of the type, whose queue it would share', async () => {
  const { make, world } = kitchen();
  await expect(serve(CookAgent, { id: 'cook', on: make(), handlers: idle, world })).rejects.toThrow(/another id/);
});
