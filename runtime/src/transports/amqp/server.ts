/** Serves one agent: what its queues hold goes through the onion, answers go to the caller's inbox. */
import { operationHeader } from '../../beside.js';
import { names as headers, type CallId, type MessageKind } from '../../broker/headers.js';
import { sleep } from '../../clock.js';
import type { OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import { createIntake } from '../../flow.js';
import type { Host, Listener } from '../../transport.js';
import { answerTo, type Settling } from './answer.js';
import { callOf, copiesOf, creditOf, deadlineOf, frameOf, messagesOf, nothing } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { openQueues, type OpenQueues } from './queues.js';
import { park, tryLater } from './settle.js';
import type { ServedQueue } from './topology.js';
import { callNameOf, createWorks, type Work, type Works } from './work.js';

interface Server {
  readonly bus: Bus;
  readonly name: string;
  readonly host: Host;
  readonly works: Works;
  readonly queues: OpenQueues;
}

export async function listenOn(bus: Bus, name: string, host: Host): Promise<Listener> {
  const works = createWorks();
  const queues = await openQueues(bus, host, (delivery) => follow(works, delivery));
  const server: Server = { bus, name, host, works, queues };
  let closing: Promise<void> | undefined;
  await queues.start((delivery, served) => {
    void (closing === undefined ? receive(server, served, delivery) : refuse(server, served, delivery));
  });
  const drain = async (grace: number): Promise<void> => {
    await queues.leave();
    if (grace > 0) await Promise.race([works.idle(), sleep(bus.world.clock, grace)]);
    const reason = AgentError.of('shutting_down', `${host.id} is shutting down`, { outcome: 'unknown' });
    for (const { answer, owed, stop } of works.all()) {
      // With others on its queue, or with nobody who waits, the message stays for whoever comes next.
      if (await owed()) await answer.fail(reason);
      else answer.revoke();
      stop(reason);
    }
    await queues.close();
    await bus.release();
  };
  return { address: `${name}:${host.id}`, close: (grace) => (closing ??= drain(grace)) };
}

async function receive(server: Server, served: ServedQueue, delivery: AmqpDelivery): Promise<void> {
  const { bus, name, host, works, queues } = server;
  const id = callOf(delivery);
  const controller = new AbortController();
  const message = settlingOf(server, served, delivery);
  const operation = operationOf(host, delivery.headers[operationHeader]);
  const streams = delivery.headers[headers.kind] === ('open' satisfies MessageKind);
  const intake = streams && id !== undefined ? { intake: createIntake(grantTo(bus, id)) } : {};
  const answer = answerTo({ bus, host, id, operation, message, inbox: queues.inbox, ...intake });
  const work: Work = {
    call: callNameOf(delivery.properties),
    answer,
    owed: async () => id !== undefined && (await message.alone()),
    ...intake,
    stop: (reason) => controller.abort(reason),
  };
  works.begin(work);
  const frame = frameOf(delivery);
  if (frame === undefined) {
    await answer.fail(AgentError.of('content_type_unsupported', 'the content type is none of an encoding'));
  } else {
    const items = intake.intake === undefined ? {} : { items: intake.intake };
    const { signal } = controller;
    const copies = copiesOf(delivery);
    await host.receive({ transport: name, frame, ...items, copies, deadline: deadlineOf(delivery), signal, answer });
  }
  intake.intake?.end();
  works.end(work);
}

/** Delivered while this agent closes: whoever waits for an answer is told, the rest stays in its queue. */
async function refuse(server: Server, served: ServedQueue, delivery: AmqpDelivery): Promise<void> {
  const { bus, host, queues } = server;
  const id = callOf(delivery);
  const message = settlingOf(server, served, delivery);
  if (id === undefined || !(await message.alone())) return void delivery.requeue();
  const answer = answerTo({ bus, host, id, operation: undefined, message, inbox: queues.inbox });
  await answer.fail(AgentError.of('shutting_down', `${host.id} is shutting down`));
}

/** What callers say about calls under way. */
function follow(works: Works, delivery: AmqpDelivery): void {
  const all = works.of(delivery.properties);
  const [work] = all;
  const frame = frameOf(delivery);
  switch (delivery.headers[headers.kind] as MessageKind | undefined) {
    case 'cancel': {
      const reason = AgentError.of('cancelled', 'cancelled by the caller', { outcome: 'unknown' });
      for (const one of all) one.stop(reason);
      return;
    }
    case 'credit':
      return work?.answer.credit.grant(creditOf(delivery));
    case 'item':
      return frame === undefined ? undefined : work?.intake?.push(frame);
    case 'end':
      return work?.intake?.end();
    default:
      return;
  }
}

function grantTo(bus: Bus, id: CallId): (count: number) => void {
  const next = messagesOf(id, bus.world.random.hex(8));
  return (count) => {
    const message = next('credit', { ...nothing, headers: { [headers.credit]: String(count) } });
    const publication = { ...message, exchange: '', routingKey: id.replyTo, mandatory: false, persistent: false };
    // A caller that went away needs none.
    bus.out.send(publication, undefined, () => undefined);
  };
}

function settlingOf({ bus, queues }: Server, served: ServedQueue, delivery: AmqpDelivery): Settling {
  const { name } = served.queue;
  return {
    delivery,
    copies: served.copies,
    park: (reason) => park(bus, name, delivery, reason),
    tryLater: () => tryLater(bus, name, delivery),
    alone: () => queues.alone(served),
  };
}

/** For the detail of its declared errors; the onion finds the operation by itself. */
function operationOf(host: Host, name: string | undefined): OperationFacts | undefined {
  return Object.values(host.agent.operations).find((operation) => operation.name === name);
}
