/** A cook that is served and a waiter that calls it, over a broker of their own, under a fake clock. */
import {
  connect,
  identity,
  serve,
  type Client,
  type Handlers,
  type Served,
  type ServeOptions,
} from '@agentwire/runtime';
import { createBroker, memory, type Broker } from '@agentwire/runtime/memory';
import { fakeClock, seededRandom, type FakeClock } from '@agentwire/runtime/testing';
import type { Random } from '../../runtime/src/clock.js';
import type { ConnectOptions } from '../../runtime/src/connect.js';
import type { Transport } from '../../runtime/src/transport.js';
import { CookAgent, type CookOperations } from './agents.js';

export type CookHandlers = Handlers<CookOperations>;

export const idle: CookHandlers = {
  cook: () => ({ state: 'done' }),
  instruct: () => ({ state: 'done' }),
  announce() {},
  stock: () => ({ state: 'done' }),
  watch: () => [],
  chat: () => [],
};

export interface Kitchen {
  readonly clock: FakeClock;
  readonly world: { readonly clock: FakeClock; readonly random: Random };
  readonly broker: Broker;
  readonly over: Transport;
  readonly cook: Served;
  readonly client: Client<CookOperations>;
  /** Another cook on the same broker. */
  another(id: string, handlers?: Partial<CookHandlers>): Promise<Served>;
  connect(options?: Partial<ConnectOptions>): Client<CookOperations>;
}

export async function openKitchen(
  handlers: Partial<CookHandlers> = {},
  options: Partial<ServeOptions<CookOperations>> = {},
): Promise<Kitchen> {
  const clock = fakeClock();
  const world = { clock, random: seededRandom(1) };
  const broker = createBroker({ clock });
  const over = memory({ broker });
  const another = (id: string, own: Partial<CookHandlers> = {}, more: typeof options = {}): Promise<Served> =>
    serve(CookAgent, { id, on: over, world, handlers: { ...idle, ...own }, ...more });
  const connectTo = (more: Partial<ConnectOptions> = {}): Client<CookOperations> =>
    connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), over, world, ...more });
  return {
    clock,
    world,
    broker,
    over,
    cook: await another('cook-1', handlers, options),
    client: connectTo(),
    another,
    connect: connectTo,
  };
}

/** A promise that the test itself fulfils. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}
