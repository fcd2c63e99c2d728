/** Serves one agent: what its queues hold goes through the onion, answers go to the caller's queue of replies. */
import { operationHeader } from '../../beside.js';
import { sleep } from '../../clock.js';
import type { OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Host, Listener } from '../../transport.js';
import { answerTo, type Settling } from './answer.js';
import { callOf, deadlineOf, frameOf } from './binding.js';
import type { Bus } from './bus.js';
import { openQueues, type OpenQueues } from './queues.js';
import type { AmqpDelivery } from './driver.js';
import { park, tryLater } from './settle.js';
import type { ServedQueue } from './topology.js';
import { createWorks, type Works } from './work.js';

export async function listenOn(bus: Bus, name: string, host: Host): Promise<Listener> {
  const works = createWorks();
  let closing: Promise<void> | undefined;
  let queues: OpenQueues;
  const take = (delivery: AmqpDelivery, served: ServedQueue): void => {
    if (works.known(delivery)) return;
    if (closing === undefined) void receive(bus, name, host, works, queues, served, delivery);
    else void refuse(bus, host, works, queues, served, delivery);
  };
  const control = (delivery: AmqpDelivery): void => {
    delivery.ack();
    const call = delivery.properties.correlationId;
    const reason = AgentError.of('cancelled', 'cancelled by the caller', { outcome: 'unknown' });
    for (const work of works.all()) if (call !== undefined && work.call === call) work.stop(reason);
  };
  try {
    queues = await openQueues(bus, host, take, control);
  } catch (thrown) {
    await bus.release();
    throw thrown;
  }
  const drain = async (grace: number): Promise<void> => {
    await queues.leave();
    if (grace > 0) await Promise.race([works.idle(), sleep(bus.world.clock, grace)]);
    const reason = AgentError.of('shutting_down', `${host.id} is shutting down`, { outcome: 'unknown' });
    for (const { answer, call, alone, stop } of works.all()) {
      // With others on its queue, or with nobody who waits, the message stays for whoever comes next.
      if (call !== undefined && (await alone())) await answer.fail(reason);
      else answer.revoke();
      stop(reason);
    }
    await queues.close();
    await bus.release();
  };
  return { address: `${name}:${host.id}`, close: (grace) => (closing ??= drain(grace)) };
}

async function receive(
  bus: Bus,
  name: string,
  host: Host,
  works: Works,
  queues: OpenQueues,
  served: ServedQueue,
  delivery: AmqpDelivery,
): Promise<void> {
  const id = callOf(delivery);
  const controller = new AbortController();
  const settling = settlingOf(bus, works, queues, served, delivery);
  const operation = operationOf(host, delivery.headers[operationHeader]);
  const answer = answerTo(bus, host, id, operation, settling);
  works.begin(delivery, {
    answer,
    call: id?.call,
    alone: settling.alone,
    stop: (reason) => controller.abort(reason),
  });
  const frame = frameOf(delivery);
  if (frame === undefined)
    await answer.fail(AgentError.of('content_type_unsupported', 'the content type is none of an encoding'));
  else
    await host.receive({ transport: name, frame, deadline: deadlineOf(delivery), signal: controller.signal, answer });
  works.end(delivery);
}

/** Delivered while this agent closes: whoever waits for an answer is told, the rest stays in its queue. */
async function refuse(
  bus: Bus,
  host: Host,
  works: Works,
  queues: OpenQueues,
  served: ServedQueue,
  delivery: AmqpDelivery,
): Promise<void> {
  const id = callOf(delivery);
  const settling = settlingOf(bus, works, queues, served, delivery);
  if (id === undefined || !(await settling.alone())) return void delivery.requeue();
  const answer = answerTo(bus, host, id, undefined, settling);
  await answer.fail(AgentError.of('shutting_down', `${host.id} is shutting down`));
}

function settlingOf(bus: Bus, works: Works, queues: OpenQueues, served: ServedQueue, delivery: AmqpDelivery): Settling {
  const { name } = served.queue;
  const whether = async (move: Promise<boolean>): Promise<void> => {
    const settled = await move;
    works.settle(delivery, (one) => (one === delivery ? settled : one.ack()));
  };
  return {
    delivery,
    copies: served.copies,
    ack: () => works.settle(delivery, (one) => one.ack()),
    park: (reason) => whether(park(bus, name, delivery, reason)),
    tryLater: () => whether(tryLater(bus, name, delivery)),
    alone: () => queues.alone(served),
  };
}

/** For the detail of its declared errors; the onion finds the operation by itself. */
function operationOf(host: Host, name: string | undefined): OperationFacts | undefined {
  return Object.values(host.agent.operations).find((operation) => operation.name === name);
}
