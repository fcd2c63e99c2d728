/** Exchanges, queues and bindings by amqplib: made, looked for, compared. */
import type * as Amqp from 'amqplib';
import { AgentError } from '../../error.js';
import { brokenTopology, isMissing } from './amqplib-errors.js';
import type { QueueState } from './driver.js';
import { deliveryLimit, inboxExpiresAfter, type Queue, type Topology, type TopologyBinding } from './topology.js';

/** On a channel of its own: a refusal closes the channel, with all that is on it. */
export async function onChannel<T>(model: Amqp.ChannelModel, act: (channel: Amqp.Channel) => Promise<T>): Promise<T> {
  let channel: Amqp.Channel | undefined;
  try {
    channel = await model.createChannel();
    channel.on('error', () => undefined);
    const result = await act(channel);
    await channel.close();
    return result;
  } catch (thrown) {
    throw brokenTopology(thrown);
  }
}

export async function declare(channel: Amqp.Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
  for (const queue of queues) await channel.assertQueue(queue.name, queueOptions(queue));
  for (const { queue, exchange, routingKey } of bindings) await channel.bindQueue(queue, exchange, routingKey);
}

/** An inbox is made in any case: nobody could have known its name. */
export async function check(channel: Amqp.Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name } of exchanges) await channel.checkExchange(name);
  const inboxes = queues.filter(({ kind }) => kind === 'inbox');
  for (const queue of inboxes) await channel.assertQueue(queue.name, queueOptions(queue));
  for (const queue of queues) if (!inboxes.includes(queue)) await channel.checkQueue(queue.name);
  for (const { queue, exchange, routingKey } of bindings)
    if (inboxes.some(({ name }) => name === queue)) await channel.bindQueue(queue, exchange, routingKey);
}

function queueOptions(queue: Queue): Amqp.Options.AssertQueue {
  switch (queue.kind) {
    case 'work':
      return {
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-delivery-limit': deliveryLimit,
          // A dead letter leaves its queue when it is in the other, not before; that needs the overflow to refuse.
          'x-dead-letter-exchange': queue.deadLetters,
          'x-dead-letter-strategy': 'at-least-once',
          'x-overflow': 'reject-publish',
        },
      };
    case 'dead-letters':
      return { durable: true, arguments: { 'x-queue-type': 'quorum' } };
    case 'inbox':
      return { durable: true, arguments: { 'x-queue-type': 'classic', 'x-expires': inboxExpiresAfter } };
  }
}

export async function unbind(channel: Amqp.Channel, bindings: readonly TopologyBinding[]): Promise<void> {
  for (const { queue, exchange, routingKey } of bindings) await channel.unbindQueue(queue, exchange, routingKey);
}

/** Undefined where there is no such queue. */
export async function look(model: Amqp.ChannelModel, queue: string): Promise<QueueState | undefined> {
  const there = await found(onChannel(model, (channel) => channel.checkQueue(queue)));
  return there && { messages: there.messageCount, consumers: there.consumerCount };
}

async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof AgentError && isMissing(thrown.cause)) return undefined;
    throw thrown;
  }
}

/** AMQP tells no bindings: of these nothing is known. */
export interface TopologyFinding {
  readonly kind: 'exchange' | 'queue';
  readonly name: string;
  /** `different`: of another type or with other arguments. */
  readonly state: 'there' | 'missing' | 'different';
}

/** How what stands on the broker compares; nothing is made. */
export async function inspect(model: Amqp.ChannelModel, { exchanges, queues }: Topology): Promise<TopologyFinding[]> {
  const findings: TopologyFinding[] = [];
  const judge = async (
    kind: TopologyFinding['kind'],
    name: string,
    there: (channel: Amqp.Channel) => Promise<unknown>,
    same: (channel: Amqp.Channel) => Promise<unknown>,
  ): Promise<void> => {
    const missing = (await found(onChannel(model, there))) === undefined;
    const state = missing ? 'missing' : (await isSame(onChannel(model, same))) ? 'there' : 'different';
    findings.push({ kind, name, state });
  };
  for (const { name, type } of exchanges)
    await judge(
      'exchange',
      name,
      (on) => on.checkExchange(name),
      (on) => on.assertExchange(name, type, { durable: true }),
    );
  for (const queue of queues)
    await judge(
      'queue',
      queue.name,
      (on) => on.checkQueue(queue.name),
      (on) => on.assertQueue(queue.name, queueOptions(queue)),
    );
  return findings;
}

/** Made again where it stands, it is left alone, or refused for being otherwise. */
async function isSame(made: Promise<unknown>): Promise<boolean> {
  try {
    await made;
    return true;
  } catch (thrown) {
    if (thrown instanceof AgentError && thrown.reason === 'topology_mismatch') return false;
    throw thrown;
  }
}
