/** The memory transport: agents of one process talk over the embedded broker, with nothing else installed. */
import { createBroker, type Broker } from '../../broker/broker.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { dialOver } from './client.js';
import { listenOn } from './server.js';

export { deadLetterTopic } from './binding.js';
export { createBroker, deadLetterHeaders, type Broker, type BrokerOptions } from '../../broker/broker.js';
export type { ConsumeOptions, QueueOptions, Receive, Subscription } from '../../broker/broker-queue.js';
export type { BrokerMessage, Delivery, Publication } from '../../broker/message.js';
export { subscribe, type SubscribeOptions } from '../../broker/subscribe.js';

export interface MemoryOptions {
  /** Default: the one broker of this process. */
  readonly broker?: Broker;
  /** Of what is sent (default: the first of JSON, Protobuf and Avro that the agent has codecs for). */
  readonly encoding?: Encoding;
}

const name = 'memory';
const shared: Broker = createBroker();

/**
 * A transport within this process. A message to a type goes to one of its instances in turn, to an id to that one, a
 * broadcast to all. What an instance leaves undone when it closes is given to another.
 *
 * A call fails with `unreachable` where nobody serves the type, with `agent_unknown` where nobody has the id; both say
 * `rejected`.
 * @example const agent = await serve(GapAssessment, { id: 'gap-1', on: memory(), handlers });
 */
export function memory({ broker = shared, encoding }: MemoryOptions = {}): Transport {
  return {
    name,
    broadcasts: true,
    listen: (host) => Promise.resolve(listenOn(broker, name, host)),
    dial: async (agent) => dialOver(broker, agent, encoding ?? firstEncoding(agent)),
  };
}

function firstEncoding(agent: Agent): Encoding {
  for (const encoding of ['json', 'protobuf', 'avro'] as const)
    if (agent.header[encoding] !== undefined) return encoding;
  throw AgentError.of('operation_unsupported', `${agent.type} has codecs for no encoding`);
}
