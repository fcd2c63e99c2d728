import { expect, test } from 'vitest';
import { gate } from '../../support/kitchen.js';
import { tables, testWhere, type Subject } from './subject.js';

export function calls(subject: Subject): void {
  const lay = tables(subject);

  test('brings the request to the handler and its reply back, typed, under one correlation', async () => {
    const { client } = await lay({
      cook: (order, { header, transport }) => ({
        state: 'done',
        note: `${order.dish} for ${header.source.agent_id} by ${transport}`,
      }),
    });
    const call = client.cook({ order_id: 'o-1', dish: 'soup' });
    expect(await call).toMatchObject({ order_id: 'o-1', state: 'done', note: `soup for waiter-1 by ${subject.name}` });
    const outcome = await call.result;
    expect(outcome.ok && outcome.header).toMatchObject({
      correlation_id: call.header.correlation_id,
      causation_id: call.header.message_id,
      source: { agent_id: 'cook-1', agent_type: 'cook' },
      destination: { agent_id: 'waiter-1', agent_type: 'waiter' },
      tracing: { trace_id: call.header.tracing.trace_id, parent_span_id: call.header.tracing.span_id },
    });
  });

  test('carries metadata and text of every kind unchanged', async () => {
    const seen: unknown[] = [];
    const { client } = await lay({
      cook(order, { metadata }) {
        seen.push(order.dish, metadata);
        return { state: 'done' };
      },
    });
    const dish = 'Schnüsch — 味噌汁 \u{1f372} "\\\u0000\u2028\r\n';
    await client.cook({ dish }, { metadata: { table: 'sieben "7"' } });
    expect(seen).toEqual([dish, { table: 'sieben "7"' }]);
  });

  test('tells when the message was taken over, before the handler is done', async () => {
    const { passed, open } = gate();
    const { client } = await lay({
      async cook() {
        await passed;
        return { state: 'done' };
      },
    });
    const call = client.cook({ dish: 'soup' });
    await call.accepted;
    open();
    expect((await call).state).toBe('done');
  });

  test('brings updates in the order sent, all of them before the reply', async () => {
    const { client } = await lay({
      async cook(_, { update }) {
        for (let done = 0; done <= 20; done++) await update({ done: done / 20 });
        return { state: 'done' };
      },
    });
    const call = client.cook({ order_id: 'o-1', dish: 'soup' });
    const done: (number | undefined)[] = [];
    for await (const update of call.updates) {
      expect(update).toMatchObject({ order_id: 'o-1', state: 'running' });
      done.push(update.done);
    }
    expect(done).toEqual(Array.from({ length: 21 }, (_, n) => n / 20));
    expect((await call).state).toBe('done');
  });

  test('handles calls made one after the other in that order', async () => {
    const seen: string[] = [];
    const { client } = await lay({
      cook(order) {
        seen.push(order.dish);
        return { state: 'done' };
      },
    });
    const dishes = Array.from({ length: 20 }, (_, n) => `dish ${n}`);
    for (const dish of dishes) await client.cook({ dish });
    expect(seen).toEqual(dishes);
  });

  test('handles calls side by side, and gives each its own answer', async () => {
    const { passed, open } = gate();
    let running = 0;
    const { client } = await lay({
      async cook(order) {
        if (++running === 20) open();
        await passed;
        return { state: 'done', note: order.dish };
      },
    });
    const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => client.cook({ dish: `dish ${n}` })));
    expect(replies.map(({ note }) => note)).toEqual(Array.from({ length: 20 }, (_, n) => `dish ${n}`));
  });

  test('answers a one-way message without a reply', async () => {
    const heard: string[] = [];
    const { passed, open } = gate();
    const { client } = await lay({
      announce(news) {
        heard.push(news.text);
        open();
      },
    });
    const options = subject.broadcasts ? {} : { broadcast: false };
    expect(await client.announce({ topic: 'menu', text: 'no more soup' }, options)).toBeUndefined();
    // A broker has it safe before anybody has heard it.
    await passed;
    expect(heard).toEqual(['no more soup']);
  });

  testWhere(subject.broadcasts, 'the transport reaches one instance; a fan-out by the sender reaches all')(
    'brings a broadcast to every instance of the type, once each',
    async () => {
      const heard: string[] = [];
      const { passed, open } = gate();
      const hear = (who: string) => (): void => {
        heard.push(who);
        if (heard.length === 3) open();
      };
      const { client, serve } = await lay({ announce: hear('1') });
      await serve('cook-2', { announce: hear('2') });
      await serve('cook-3', { announce: hear('3') });
      await client.announce({ topic: 'menu', text: 'closing' });
      await passed;
      expect(heard.toSorted()).toEqual(['1', '2', '3']);
    },
  );

  test('brings a message for one agent to that one only', async () => {
    const taken: string[] = [];
    const cook = (who: string) => ({
      cook: () => {
        taken.push(who);
        return { state: 'done' };
      },
    });
    const { client, serve, connect } = await lay(cook('1'));
    await serve('cook-2', cook('2'));
    await connect('cook-2').cook({ dish: 'soup' });
    await client.cook({ dish: 'soup' });
    await connect('cook-2').cook({ dish: 'soup' });
    expect(taken).toEqual(['2', '1', '2']);
  });
}
