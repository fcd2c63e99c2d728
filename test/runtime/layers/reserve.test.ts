import { describe, expect, test } from 'vitest';
import { memoryDedupe } from '../../../runtime/src/stores/memory/dedupe.js';
import { gate } from '../../support/kitchen.js';
import { openRaw } from './raw.js';

const minute = 60_000;

describe('a copy of a message', () => {
  test('is not handled again: it gets the reply that the first one got', async () => {
    let ran = 0;
    const raw = await openRaw({ cook: () => ({ state: 'done', note: `run ${++ran}` }) });
    const order = raw.order();
    const first = await raw.receive(order);
    const second = await raw.receive(order);
    expect(first.reply).toMatchObject({ state: 'done', note: 'run 1' });
    expect(second.reply).toEqual(first.reply);
    expect(second.replyHeader).toEqual(first.replyHeader);
    expect(second.steps).toEqual(['accepted', 'reply']);
  });

  test('waits while the first is handled', async () => {
    const { passed, open } = gate();
    let ran = 0;
    const raw = await openRaw({
      async cook() {
        ran++;
        await passed;
        return { state: 'done' };
      },
    });
    const order = raw.order();
    const answers = Promise.all([raw.receive(order), raw.receive(order), raw.receive(order)]);
    await raw.clock.settle();
    open();
    const [first, ...others] = await answers;
    expect(ran).toBe(1);
    expect(first?.replyHeader).toBeDefined();
    for (const other of others) expect(other.replyHeader).toEqual(first?.replyHeader);
  });

  test('gets the reply in the encoding that it came in', async () => {
    const raw = await openRaw({ cook: () => ({ state: 'done', note: 'Schnüsch' }) });
    const header = raw.order.bind(raw);
    const ids = {
      message_id: '0190d0f0-0000-4000-8000-000000000001',
      correlation_id: '0190d0f0-0000-4000-8000-000000000001',
    };
    const json = await raw.receive(header(() => ids));
    for (const encoding of ['protobuf', 'avro'] as const) {
      const again = await raw.receive(header(() => ids, undefined, encoding));
      expect(again.reply).toEqual(json.reply);
      expect(again.replyHeader).toMatchObject({ message_id: json.replyHeader?.message_id, encoding: 'binary' });
    }
  });

  test('gets a declared error again, with its detail', async () => {
    let ran = 0;
    const raw = await openRaw({
      cook(order, { fail }) {
        ran++;
        throw fail('sold_out', { dish: order.dish, until: 'tomorrow' });
      },
    });
    const order = raw.order();
    const first = await raw.receive(order);
    const second = await raw.receive(order);
    expect(ran).toBe(1);
    expect(second.error).toMatchObject({
      reason: 'sold_out',
      code: first.error?.code,
      outcome: 'handled',
      detail: { dish: 'soup', until: 'tomorrow' },
    });
  });

  test('is handled where the first one failed', async () => {
    let ran = 0;
    const raw = await openRaw({
      cook() {
        if (++ran === 1) throw new Error('the pan fell');
        return { state: 'done' };
      },
    });
    const order = raw.order();
    expect((await raw.receive(order)).error?.reason).toBe('handler_failed');
    expect((await raw.receive(order)).reply).toMatchObject({ state: 'done' });
    expect(ran).toBe(2);
  });

  test('is handled only when a handler that was given up has ended', async () => {
    const { passed, open } = gate();
    const steps: string[] = [];
    const raw = await openRaw({
      async cook() {
        steps.push('begins');
        // It does not listen to its signal.
        if (steps.length === 1) await passed;
        steps.push('ends');
        return { state: 'done' };
      },
    });
    const order = raw.order();
    const caller = new AbortController();
    const first = raw.receive(order, { signal: caller.signal });
    await raw.clock.settle();
    caller.abort();
    expect((await first).error?.code).toBe('cancelled');
    const second = raw.receive(order);
    await raw.clock.settle();
    expect(steps).toEqual(['begins']);
    open();
    expect((await second).reply).toMatchObject({ state: 'done' });
    expect(steps).toEqual(['begins', 'ends', 'begins', 'ends']);
  });

  test('learns how the first one ended even when it comes too late to be handled', async () => {
    const raw = await openRaw();
    const order = raw.order((header) => ({ routing: { ...header.routing, ttl: 10 } }));
    await raw.receive(order);
    await raw.clock.advance(2 * minute);
    expect((await raw.receive(order)).reply).toMatchObject({ state: 'done' });
    const late = raw.order((header) => ({ routing: { ...header.routing, ttl: 10 } }));
    await raw.clock.advance(2 * minute);
    expect((await raw.receive(late)).error).toMatchObject({ reason: 'expired', outcome: 'expired' });
  });

  test('waits no longer than its own caller does', async () => {
    const { passed, open } = gate();
    const raw = await openRaw({
      async cook() {
        await passed;
        return { state: 'done' };
      },
    });
    const order = raw.order();
    const first = raw.receive(order);
    const caller = new AbortController();
    const second = raw.receive(order, { signal: caller.signal });
    await raw.clock.settle();
    caller.abort();
    expect((await second).error?.code).toBe('cancelled');
    open();
    expect((await first).reply).toMatchObject({ state: 'done' });
  });

  test('gets an error that says so where its answer is no longer kept', async () => {
    let ran = 0;
    const raw = await openRaw(
      { cook: () => (ran++, { state: 'done' }) },
      { dedupe: memoryDedupe({ clock: { now: Date.now, timer: () => ({ cancel() {} }) }, maxAnswer: 10 }) },
    );
    const order = raw.order();
    await raw.receive(order);
    expect((await raw.receive(order)).error).toMatchObject({ reason: 'duplicate', outcome: 'handled' });
    expect(ran).toBe(1);
  });

  test('is another message where another agent sent it', async () => {
    let ran = 0;
    const raw = await openRaw({ cook: () => (ran++, { state: 'done' }) });
    const ids = { message_id: '0190d0f0-0000-4000-8000-000000000002' };
    await raw.receive(raw.order(() => ids));
    await raw.receive(raw.order(() => ({ ...ids, source: { agent_id: 'other', agent_type: 'waiter' } })));
    expect(ran).toBe(2);
  });

  test('is handled like any other where dedupe is switched off', async () => {
    let ran = 0;
    const raw = await openRaw({ cook: () => (ran++, { state: 'done' }) }, { dedupe: false });
    const order = raw.order();
    await raw.receive(order);
    await raw.receive(order);
    expect(ran).toBe(2);
  });

  test('a store that cannot be asked takes no message, and says that it was not taken', async () => {
    let ran = 0;
    const raw = await openRaw(
      { cook: () => (ran++, { state: 'done' }) },
      { dedupe: memoryDedupe({ clock: { now: Date.now, timer: () => ({ cancel() {} }) }, limit: 0 }) },
    );
    expect((await raw.receive(raw.order())).error).toMatchObject({
      reason: 'replay_store_unavailable',
      outcome: 'rejected',
      retryable: true,
    });
    expect(ran).toBe(0);
  });
});
