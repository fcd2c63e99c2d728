/** What becomes of a message once it is known how its handling ended. */
import { sleep } from '../../clock.js';
import { isReason, reasons, type AgentError } from '../../error.js';
import { attemptHeader, attemptOf, deadLetterHeaders } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery, Publication } from './driver.js';

/** To the end of its queue, as one more attempt. */
export async function tryLater(bus: Bus, queue: string, delivery: AmqpDelivery): Promise<void> {
  const headers = { ...delivery.headers, [attemptHeader]: String(attemptOf(delivery) + 1) };
  return moved(bus, delivery, { ...copyOf(delivery), exchange: '', routingKey: queue, headers });
}

/** Never to be tried again: to the dead letters, byte by byte, with what is known of it in headers. */
export async function park(bus: Bus, queue: string, delivery: AmqpDelivery, reason: string): Promise<void> {
  const headers = {
    ...delivery.headers,
    [deadLetterHeaders.reason]: reason,
    [deadLetterHeaders.queue]: queue,
    [deadLetterHeaders.exchange]: delivery.exchange,
    [deadLetterHeaders.routingKey]: delivery.routingKey,
    [deadLetterHeaders.deliveries]: String(attemptOf(delivery)),
  };
  return moved(bus, delivery, { ...copyOf(delivery), exchange: bus.names.deadLetters, routingKey: queue, headers });
}

function copyOf({
  properties,
  body,
}: AmqpDelivery): Pick<Publication, 'properties' | 'body' | 'mandatory' | 'persistent'> {
  // Its time in the first queue is over; the second one keeps it.
  const { expiration: _, ...kept } = properties;
  return { properties: kept, body, mandatory: true, persistent: true };
}

/** The pause before a message that can be moved nowhere is delivered again, in milliseconds. */
const holdFor = 1_000;

/** Leaves its queue when it is surely in the other one, and not before. */
async function moved(bus: Bus, delivery: AmqpDelivery, publication: Publication): Promise<void> {
  try {
    if ((await bus.out.publish(publication)) === 'taken') return void delivery.ack();
  } catch {
    // Told by the events of the connection; the message is still here.
  }
  await sleep(bus.world.clock, holdFor);
  delivery.requeue();
}

/** What an error means for the message: of what was refused and may pass, the caller has to be told or there is none. */
export function settlementOf({ reason, outcome }: AgentError): 'ack' | 'dead-letter' | 'another' | 'told' {
  if (!isReason(reason)) return 'told';
  const { settle } = reasons[reason];
  if (settle !== 'requeue') return settle;
  return outcome === 'rejected' ? 'another' : 'told';
}
