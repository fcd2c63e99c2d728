/** What clients and servers of one `amqp(...)` share: its names, its settings, and two connections. */
import { systemWorld, type World } from '../../clock.js';
import { milliseconds } from '../../duration.js';
import type { AmqpDriver } from './driver.js';
import { createLink, type Link, type LinkOptions } from './link.js';
import { namesIn, type Names } from './names.js';
import type { AmqpOptions } from './options.js';

export interface Bus {
  readonly names: Names;
  readonly world: World;
  readonly prefetch: number;
  readonly maxAttempts: number;
  readonly maxMessage: number;
  readonly keepBindings: boolean;
  /** A broker that is short of memory stops reading from connections that publish: consumers have their own. */
  readonly out: Link;
  readonly in: Link;
  /** The connections close with the last of those that share them. */
  release(): Promise<void>;
}

/** How long the last one waits for outstanding confirms, in milliseconds. */
const closingGrace = 5_000;

/** A function that gives the bus to one more user of it. */
export function sharedBus(driver: AmqpDriver, options: AmqpOptions): () => Bus {
  let current: Bus | undefined;
  let users = 0;
  return () => {
    users++;
    const bus = (current ??= createBus(driver, options));
    let released = false;
    return {
      ...bus,
      async release() {
        if (released) return;
        released = true;
        if (--users > 0) return;
        current = undefined;
        await bus.release();
      },
    };
  };
}

function createBus(driver: AmqpDriver, options: AmqpOptions): Bus {
  const { world = systemWorld, namespace = '', window = {}, reconnect = {}, onEvent = () => undefined } = options;
  const linkOptions: LinkOptions = {
    driver,
    world,
    backoff: { initial: milliseconds(reconnect.initial ?? '200ms'), max: milliseconds(reconnect.max ?? '5s') },
    ledger: {
      window: { messages: window.messages ?? 1024, bytes: window.bytes ?? 16 * 1024 * 1024 },
      confirmWithin: milliseconds(options.confirmWithin ?? '10s'),
      brokerWithin: milliseconds(options.brokerWithin ?? '30s'),
    },
    events: { tell: onEvent },
  };
  const out = createLink(linkOptions);
  const incoming = createLink(linkOptions);
  return {
    names: namesIn(namespace),
    world,
    prefetch: options.prefetch ?? 64,
    maxAttempts: options.maxAttempts ?? 5,
    maxMessage: options.maxMessage ?? 16 * 1024 * 1024,
    keepBindings: options.keepBindings ?? false,
    out,
    in: incoming,
    async release() {
      await Promise.all([out.close(closingGrace), incoming.close(0)]);
    },
  };
}
