import { afterEach, describe, expect, test } from 'vitest';
import { MockAgent, mockAgents } from '@agentwire/runtime/testing';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { CookAgent, WaiterAgent } from '../../support/agents.js';

const agents = [CookAgent, WaiterAgent] as const;
const open: MockAgent[] = [];

afterEach(async () => {
  for (const agent of open.splice(0)) await agent.close();
});

function pair(): { sender: InstanceType<typeof Kitchen>; receiver: InstanceType<typeof Kitchen> } {
  const on = memory({ broker: createBroker() });
  const sender = new Kitchen('sender-001', 'waiter', { on });
  const receiver = new Kitchen('receiver-001', 'cook', { on });
  open.push(sender, receiver);
  return { sender, receiver };
}

const Kitchen = mockAgents(agents);

describe('a mock agent', () => {
  test('answers what nobody programmed with the least that the reply takes, naming its request', async () => {
    const { sender, receiver } = pair();
    const response = await sender.cook(receiver.agent_id, { order_id: 'test', dish: 'soup' });
    expect(response.state).toBe('accepted');
    expect(response.order_id).toBe('test');
  });

  test('answers programmed values in turn, the last one from then on', async () => {
    const { sender, receiver } = pair();
    receiver.on('cook', { state: 'done', note: 'first' }, { state: 'done', note: 'then' });
    const notes = [];
    for (let i = 0; i < 3; i++) notes.push((await sender.cook(receiver.agent_id, { dish: 'soup' })).note);
    expect(notes).toEqual(['first', 'then', 'then']);
  });

  test('runs a programmed function with the typed request and its context', async () => {
    const { sender, receiver } = pair();
    receiver.replies({
      cook: async (request, context) => {
        await context.update({ done: 0.25 });
        throw context.fail('sold_out', { dish: (request as { dish: string }).dish });
      },
    });
    const call = sender.cook(receiver.agent_id, { dish: 'unicorn' });
    const outcome = await call.result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'sold_out', detail: { dish: 'unicorn' } } });
  });

  test('remembers what it received and what it sent, as typed data under a header', async () => {
    const { sender, receiver } = pair();
    await sender.cook(receiver.agent_id, { order_id: 'o-1', dish: 'soup' }, { metadata: { table: '7' } });
    expect(receiver.received).toMatchObject([
      {
        operation: 'cook',
        header: { source: { agent_id: 'sender-001', agent_type: 'waiter' }, message_type: 'order' },
        data: { order_id: 'o-1', dish: 'soup' },
        metadata: { table: '7' },
      },
    ]);
    expect(sender.sent).toMatchObject([{ operation: 'cook', data: { order_id: 'o-1' } }]);
    expect(receiver.sent).toEqual([]);
  });

  test('refuses to be programmed for an operation that its type does not serve', () => {
    const { sender } = pair();
    expect(() => sender.on('cook', {})).toThrow('waiter serves no cook');
  });

  test('can be used without a class of its own, through typed clients', async () => {
    const on = memory({ broker: createBroker() });
    const sender = new MockAgent('s', 'guest', { agents, on });
    const receiver = new MockAgent('r', 'cook', { agents, on });
    open.push(sender, receiver);
    const reply = await sender.to(CookAgent, receiver.agent_id).cook({ dish: 'soup' });
    expect(reply.state).toBe('accepted');
    expect(receiver.received[0]?.header.source.agent_type).toBe('guest');
  });

  test('answers calls of agents that were made later or earlier, on the transport that all share by default', async () => {
    const receiver = new Kitchen('shared-receiver', 'cook');
    const sender = new Kitchen('shared-sender', 'waiter');
    open.push(sender, receiver);
    await expect(sender.cook('shared-receiver', { dish: 'soup' })).resolves.toMatchObject({ state: 'accepted' });
    await receiver.close();
    const { ok } = await sender.cook('shared-receiver', { dish: 'soup' }).result;
    expect(ok).toBe(false);
  });
});
