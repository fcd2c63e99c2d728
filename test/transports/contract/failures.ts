import { AgentError, connect, identity } from '@agentwire/runtime';
import { agent, operation } from '@agentwire/runtime/codegen/v1';
import { expect, test } from 'vitest';
import { CookAgent } from '../../support/agents.js';
import { gate } from '../../support/kitchen.js';
import { tables, whereKept, whereNotKept, type Subject } from './subject.js';

export function failures(subject: Subject): void {
  const lay = tables(subject);

  test('brings a declared error with its typed detail; it narrows by its reason', async () => {
    const { client } = await lay({
      cook(order, { fail }) {
        throw fail('sold_out', { dish: order.dish, until: 'tomorrow' });
      },
    });
    const outcome = await client.cook({ dish: 'soup' }).result;
    if (outcome.ok) throw new Error('the call succeeded');
    const { error } = outcome;
    expect(error).toBeInstanceOf(AgentError);
    expect(error).toMatchObject({ code: 'already_exists', reason: 'sold_out', outcome: 'handled', retryable: false });
    expect(error.reason === 'sold_out' && error.detail).toEqual({ dish: 'soup', until: 'tomorrow' });
  });

  test('tells that a handler failed, and nothing of what it said', async () => {
    const { client } = await lay({
      cook() {
        throw new Error('password=hunter2');
      },
    });
    const outcome = await client.cook({ dish: 'soup' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'handler_failed', outcome: 'handled' } });
    expect(JSON.stringify(outcome) + String(outcome.ok ? '' : outcome.error.message)).not.toContain('hunter2');
  });

  test('refuses a reply that its schema forbids', async () => {
    const { client } = await lay({ cook: () => ({ state: 'done', note: 7 }) as never });
    expect(await client.cook({ dish: 'soup' }).result).toMatchObject({
      ok: false,
      error: { code: 'internal', reason: 'reply_invalid', path: '/payload/data/note' },
    });
  });

  test('refuses a frame above the limit, before the handler', async () => {
    let ran = false;
    const { client } = await lay({ cook: () => ((ran = true), { state: 'done' }) }, { maxFrame: 2000 });
    const outcome = await client.cook({ dish: 'x'.repeat(3000) }).result;
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'resource_exhausted', reason: 'too_large', outcome: 'rejected', retryable: false },
    });
    expect(ran).toBe(false);
    expect((await client.cook({ dish: 'small' })).state).toBe('done');
  });

  test('refuses a message that no operation takes, before any handler', async () => {
    let ran = false;
    const { over } = await lay({ cook: () => ((ran = true), { state: 'done' }) });
    const gossip = operation({
      name: 'gossip',
      request: 'gossip',
      reply: 'served',
      bindings: { http: [{ method: 'POST', path: '/agents/{agent_id}/gossip' }] },
    });
    const stranger = agent({ ...CookAgent, operations: { gossip } });
    const client = connect(stranger, { from: identity({ type: 'waiter', id: 'w' }), to: 'cook-1', over });
    expect(await client.gossip({}).result).toMatchObject({
      ok: false,
      error: { outcome: 'rejected', retryable: false },
    });
    expect(ran).toBe(false);
    await client.close();
  });

  test('refuses a second task under an id that is under way, and finishes the first', async () => {
    const { passed, open } = gate();
    const started = gate();
    const { client } = await lay({
      async cook() {
        started.open();
        await passed;
        return { state: 'done' };
      },
    });
    const first = client.cook({ order_id: 'o-1', dish: 'soup' });
    await started.passed;
    const second = await client.cook({ order_id: 'o-1', dish: 'soup' }).result;
    expect(second).toMatchObject({ ok: false, error: { code: 'already_exists', reason: 'duplicate' } });
    open();
    expect((await first).state).toBe('done');
  });

  whereKept(subject)('keeps a message that nobody takes for whoever comes', async () => {
    const { cook, client, serve, connect: connectTo } = await lay();
    const unknown = connectTo('cook-9').cook({ dish: 'soup' });
    await unknown.accepted;
    await cook.close(0);
    const gone = client.cook({ dish: 'soup' });
    await gone.accepted;
    await serve('cook-9', { cook: () => ({ state: 'done', note: 'by 9' }) });
    await serve('cook-1', { cook: () => ({ state: 'done', note: 'by 1' }) });
    expect([(await unknown).note, (await gone).note]).toEqual(['by 9', 'by 1']);
  });

  whereNotKept(subject)('says that nobody is there, and that the message was surely not taken', async () => {
    const { cook, client, connect: connectTo } = await lay();
    const unknown = await connectTo('cook-9').cook({ dish: 'soup' }).result;
    expect(unknown).toMatchObject({ ok: false, error: { reason: 'agent_unknown', outcome: 'rejected' } });
    await cook.close(0);
    const gone = await client.cook({ dish: 'soup' }).result;
    expect(gone).toMatchObject({ ok: false, error: { reason: 'unreachable', outcome: 'rejected', retryable: true } });
  });

  test('answers `overloaded` when the queue before the handlers is full, and handles what it took', async () => {
    const { passed, open } = gate();
    const started = gate();
    const { client } = await lay(
      {
        async cook() {
          started.open();
          await passed;
          return { state: 'done' };
        },
      },
      { capacity: 1, queue: 1 },
    );
    const first = client.cook({ dish: 'soup' });
    await started.passed;
    const others = [client.cook({ dish: 'soup' }), client.cook({ dish: 'soup' })];
    const refused = await Promise.race(others.map(({ result }) => result));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'resource_exhausted', reason: 'overloaded', outcome: 'rejected', retryable: true },
    });
    open();
    const outcomes = await Promise.all([first.result, ...others.map(({ result }) => result)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
  });
}
