/** A connection whose every question has a time: over one that is half open, neither an answer nor an error would come. */
import type { Clock } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { AmqpConnection, AmqpConsumer } from './driver.js';

/** @param overdue called when an answer does not come within `limit` milliseconds. */
export function timed(connection: AmqpConnection, clock: Clock, limit: number, overdue: () => void): AmqpConnection {
  const within = <T>(asked: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = clock.timer(limit, () => {
        overdue();
        reject(AgentError.of('unreachable', 'the broker does not answer'));
      });
      asked.then(resolve, reject).finally(() => timer.cancel());
    });
  const consumer = ({ cancel, close }: AmqpConsumer): AmqpConsumer => ({
    cancel: () => within(cancel()),
    close: () => within(close()),
  });
  return {
    declare: (topology) => within(connection.declare(topology)),
    unbind: (bindings) => within(connection.unbind(bindings)),
    look: (queue) => within(connection.look(queue)),
    remove: (queue) => within(connection.remove(queue)),
    openPublisher: (closed) => within(connection.openPublisher(closed)),
    consume: async (queue, prefetch, events) => consumer(await within(connection.consume(queue, prefetch, events))),
    close: () => connection.close(),
    destroy: () => connection.destroy(),
  };
}
