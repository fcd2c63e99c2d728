/** A consumer that outlives its channel. */
import type { AmqpConnection, AmqpConsumer, AmqpDelivery } from './driver.js';

export interface KeptConsumer {
  readonly queue: string;
  start(connection: AmqpConnection): Promise<void>;
  /** No new messages from now on; those delivered may still be settled. */
  pause(): Promise<void>;
  /** What is not settled goes back to its queue. */
  close(): Promise<void>;
}

export interface KeptConsumerOptions {
  readonly queue: string;
  readonly prefetch: number;
  readonly deliver: (delivery: AmqpDelivery) => void;
  readonly closed: () => void;
  /** The broker ended it, not the connection. */
  readonly restart: () => Promise<void>;
}

export function createKeptConsumer({ queue, prefetch, deliver, closed, restart }: KeptConsumerOptions): KeptConsumer {
  let current: AmqpConsumer | undefined;
  let over = false;
  return {
    queue,
    async start(connection) {
      if (over) return;
      let started: AmqpConsumer | undefined;
      let ended = false;
      started = await connection.consume(queue, prefetch, {
        deliver,
        cancelled() {
          ended = true;
          if (over || started === undefined || current !== started) return;
          current = undefined;
          void restart();
        },
      });
      if (ended) throw new Error(`the broker ends the consumer of ${queue} at once`);
      current = started;
    },
    async pause() {
      over = true;
      closed();
      await current?.cancel().catch(() => undefined);
    },
    async close() {
      over = true;
      closed();
      await current?.close().catch(() => undefined);
    },
  };
}
