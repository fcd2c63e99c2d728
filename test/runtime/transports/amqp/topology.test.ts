import type { OperationFacts } from '../../../../runtime/src/contract.js';
import { createExchanges } from '../../../../runtime/src/transports/amqp/exchanges.js';
import { namesIn } from '../../../../runtime/src/transports/amqp/names.js';
import { addressOf } from '../../../../runtime/src/transports/amqp/route.js';
import { servedQueues } from '../../../../runtime/src/transports/amqp/topology.js';
import { fillTemplate } from '../../../../runtime/src/placeholders.js';
import { messageFactory } from '../../../../runtime/src/message-factory.js';
import { systemWorld } from '../../../../runtime/src/clock.js';
import { describe, expect, it } from 'vitest';

const names = namesIn('');
const operation = (exchange: string, routingKey = ''): OperationFacts => ({
  name: 'op',
  request: 'm',
  bindings: { amqp: { exchange, routingKey } },
});
const unbound: OperationFacts = { name: 'op', request: 'm', bindings: {} };
const factory = messageFactory({ name: 'p', version: '1.0.0' }, { agent_type: 'caller', agent_id: 'c' }, systemWorld);

/** Where a message goes: exchange and key. */
function keyOf(
  of: OperationFacts,
  to: { agent_id?: string; broadcast?: boolean; agent_type?: string },
  data = {},
): string {
  const header = factory.header('m', { to: { agent_type: 'cook', broadcast: false, ...to } });
  const fill = (template: string, escape: (value: string) => string): string =>
    fillTemplate(template, header, data, escape);
  const { exchange, routingKey } = addressOf(names, { operation: of, header, fill });
  return `${exchange} ${routingKey}`;
}

describe('where messages go', () => {
  it("follows the document's bindings", () => {
    expect(keyOf(operation('agent.direct', 'task.{agent_type}'), {})).toBe('agent.direct task.cook');
    expect(keyOf(operation('agent.direct', 'command.{agent_id}'), { agent_id: 'cook-1' })).toBe(
      'agent.direct command.cook-1',
    );
    expect(keyOf(operation('agent.topic', 'event.{event_type}'), {}, { event_type: 'risk.found' })).toBe(
      'agent.topic event.risk.found',
    );
    expect(keyOf(operation('agent.fanout'), { broadcast: true })).toBe('agent.fanout cook');
  });

  it('has a key for each instance, and one for any of them', () => {
    const task = operation('agent.direct', 'task.{agent_type}');
    expect(keyOf(task, { agent_id: 'cook-1' })).toBe('agent.direct task.cook.cook-1');
    expect(keyOf(unbound, {})).toBe('agent.direct task.cook');
    expect(keyOf(operation('agent.direct', 'command.{agent_id}'), {})).toBe('agent.direct task.cook');
    expect(keyOf(task, { broadcast: true })).toBe('agent.fanout cook');
  });

  it('keeps types and ids to one word, so that no two of them share a key', () => {
    expect(keyOf(unbound, { agent_type: 'a.b', agent_id: 'c' })).toBe('agent.direct task.a%2Eb.c');
    expect(keyOf(unbound, { agent_type: 'a', agent_id: 'b.c' })).toBe('agent.direct task.a.b%2Ec');
    expect(keyOf(unbound, { agent_type: '#', agent_id: '*' })).toBe('agent.direct task.%23.%2A');
  });

  it('refuses a key that AMQP cannot carry, and one that nobody could bind', () => {
    const event = operation('agent.topic', 'event.{event_type}');
    expect(() => keyOf(event, {}, { event_type: 'x'.repeat(300) })).toThrow(/longer than 255/);
    expect(() => keyOf(operation('agent.direct', 'task.{kind}'), {}, { kind: 'a' })).toThrow(/bind it on agent.topic/);
  });
});

describe("an agent's queues", () => {
  it('are shared by its type or its own, bound to what its operations are addressed to', () => {
    const operations = [
      operation('agent.direct', 'task.{agent_type}'),
      operation('agent.direct', 'command.{agent_id}'),
      operation('agent.topic', 'event.{event_type}'),
      operation('agent.topic', 'status.{agent_type}'),
      operation('audit.trail', 'entry.{kind}.new'),
    ];
    const table = servedQueues(names, operations, 'cook', 'cook-1').map(({ queue, share, copies, bindings }) => [
      queue.name,
      share,
      copies,
      bindings.map(({ exchange, routingKey }) => `${exchange} ${routingKey}`),
    ]);
    expect(table).toEqual([
      ['agent.cook.tasks', 'instances', false, ['agent.direct task.cook']],
      [
        'agent.cook.events',
        'instances',
        true,
        ['agent.topic event.#', 'agent.topic status.cook', 'audit.trail entry.#.new'],
      ],
      ['agent.cook-1.tasks', 'one', false, ['agent.direct task.cook.cook-1']],
      ['agent.cook-1.commands', 'one', false, ['agent.direct command.cook-1']],
      ['agent.cook-1.broadcasts', 'one', true, ['agent.fanout cook']],
    ]);
  });
});

describe("the embedded broker's exchanges", () => {
  it.each([
    ['event.#', 'event', true],
    ['event.#', 'event.a.b', true],
    ['event.*', 'event.a', true],
    ['event.*', 'event.a.b', false],
    ['event.*', 'event', false],
    ['#', '', true],
    ['entry.#.new', 'entry.new', true],
    ['entry.#.new', 'entry.a.b.new', true],
    ['entry.#.new', 'entry.a.old', false],
  ])('match the topic pattern %s against %s: %s', (pattern, key, matches) => {
    const exchanges = createExchanges();
    exchanges.declare({ name: 'x', type: 'topic' });
    exchanges.bind({ exchange: 'x', queue: 'q', routingKey: pattern });
    expect(exchanges.route('x', key)).toEqual(matches ? ['q'] : []);
  });

  it('give a queue one copy, however many of its bindings match, and none once they are gone', () => {
    const exchanges = createExchanges();
    exchanges.declare({ name: 'x', type: 'topic' });
    for (const routingKey of ['a.*', 'a.#']) exchanges.bind({ exchange: 'x', queue: 'q', routingKey });
    expect(exchanges.route('x', 'a.b')).toEqual(['q']);
    for (const routingKey of ['a.*', 'a.#']) exchanges.unbind({ exchange: 'x', queue: 'q', routingKey });
    expect(exchanges.route('x', 'a.b')).toEqual([]);
    expect(exchanges.route('y', 'a.b')).toBeUndefined();
  });
});
