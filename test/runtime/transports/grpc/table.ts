/** Cooks that listen on gRPC and waiters who call them; everything is closed after the test. */
import { afterEach } from 'vitest';
import {
  connect,
  identity,
  serve,
  type Client,
  type Served,
  type ServeOptions,
  type Transport,
} from '@agentwire/runtime';
import { grpc, type GrpcOptions } from '@agentwire/runtime/grpc';
import { CookAgent, type CookOperations } from '../../../support/agents.js';
import { idle, type CookHandlers } from '../../../support/kitchen.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

export function afterwards(close: () => unknown): void {
  open.push(close);
}

export async function serveCook(
  handlers: Partial<CookHandlers> = {},
  on: GrpcOptions | Transport = {},
  more: Partial<ServeOptions<CookOperations>> = {},
): Promise<Served> {
  const transport = 'listen' in on ? on : grpc({ port: 0, ...on });
  const served = await serve(CookAgent, { id: 'cook-1', on: transport, handlers: { ...idle, ...handlers }, ...more });
  afterwards(() => served.close(0));
  return served;
}

export function addressOf(served: Served): string {
  return served.addresses['grpc'] ?? '';
}

export function portOf(served: Served): number {
  return Number(addressOf(served).replace(/^.*:/, ''));
}

export function connectWaiter(over: string | GrpcOptions, to?: string): Client<CookOperations> {
  const client = connect(CookAgent, {
    from: identity({ type: 'waiter', id: 'waiter-1' }),
    ...(to === undefined ? {} : { to }),
    over: grpc(over),
  });
  afterwards(() => client.close());
  return client;
}
