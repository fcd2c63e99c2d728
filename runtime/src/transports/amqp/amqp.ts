/** `amqp(...)`: agents over an AMQP 0-9-1 broker. */
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { amqplib } from './amqplib.js';
import { sharedBus } from './bus.js';
import { dialOver } from './client.js';
import type { AmqpOptions } from './options.js';
import { listenOn } from './server.js';

const name = 'amqp';

/**
 * A transport over RabbitMQ, or another broker of AMQP 0-9-1. A message to a type goes to one of its instances, to an id
 * to that one, a broadcast to all. `accepted` means that the broker has confirmed it; so does the end of a call without a
 * reply. A lost connection is built anew, and what was not confirmed is sent again under the same message id.
 *
 * A call fails with `unreachable` where no queue takes its message or no broker can be reached, with `agent_unknown`
 * where nobody has the id, with `overloaded` where the broker refuses it; all `rejected` unless it may have been taken at
 * an earlier try.
 * @example const agent = await serve(IctRiskManager, { id: 'ict-1', on: amqp('amqp://localhost'), handlers });
 */
export function amqp(given: string | AmqpOptions = {}): Transport {
  const options = typeof given === 'string' ? { url: given } : given;
  const { encoding, driver = amqplib({ ...options, url: options.url ?? 'amqp://localhost' }) } = options;
  const bus = sharedBus(driver, options);
  return {
    name,
    broadcasts: true,
    async listen(host) {
      const own = bus();
      return listenOn(own, name, host).catch(async (thrown: unknown) => {
        await own.release();
        throw thrown;
      });
    },
    dial: (agent, from) =>
      dialOver(bus(), agent, from, ({ bindings }) => encoding ?? bindings.amqp?.encoding ?? first(agent)),
  };
}

function first(agent: Agent): Encoding {
  for (const encoding of ['json', 'protobuf', 'avro'] as const)
    if (agent.header[encoding] !== undefined) return encoding;
  throw AgentError.of('operation_unsupported', `${agent.type} has codecs for no encoding`);
}
