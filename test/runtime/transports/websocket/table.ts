/** A cook behind a server, a waiter in front of it, and whatever a test puts between them. */
import { connect, identity, serve, type Client, type Served, type ServeOptions } from '@agentwire/runtime';
import { websocket, type WebSocketOptions } from '@agentwire/runtime/websocket';
import { afterEach } from 'vitest';
import { CookAgent, type CookOperations } from '../../../support/agents.js';
import { idle, type CookHandlers } from '../../../support/kitchen.js';
import { startProxy, type Proxy, type ProxyOptions } from '../../../support/proxy.js';

export const from = identity({ type: 'waiter', id: 'waiter-1' });

export interface Table {
  readonly cook: Served;
  readonly port: number;
  /** Straight to the server, or to `port`. */
  client(options?: WebSocketOptions, port?: number): Client<CookOperations>;
  proxy(options?: ProxyOptions): Promise<Proxy>;
}

type Options = Partial<ServeOptions<CookOperations>>;

export type Lay = (handlers?: Partial<CookHandlers>, listening?: WebSocketOptions, options?: Options) => Promise<Table>;

/** Everything is closed after the test. */
export function tables(): Lay {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });
  return async (handlers = {}, listening = {}, options = {}) => {
    const on = websocket({ port: 0, ...listening });
    const cook = await serve(CookAgent, { id: 'cook-1', on, handlers: { ...idle, ...handlers }, ...options });
    open.push(() => cook.close(0));
    const port = Number(new URL(cook.addresses['websocket'] ?? '').port);
    return {
      cook,
      port,
      client(dialling = {}, target = port) {
        const over = websocket({ url: `ws://127.0.0.1:${target}`, ...dialling });
        const client = connect(CookAgent, { from, to: 'cook-1', over });
        open.push(() => client.close());
        return client;
      },
      async proxy(given) {
        const proxy = await startProxy(port, given);
        open.push(() => proxy.close());
        return proxy;
      },
    };
  };
}

/** Fast enough for a test, with the jitter of the real one. */
export const eager: WebSocketOptions = { backoff: { initial: 1, max: 10 } };
