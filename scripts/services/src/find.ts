/** Where a server is: at the address in the environment, or on its usual port of loopback. */
import type { Greeting, Server } from './server.js';
import { ServiceError } from './service-error.js';
import { startedBefore } from './started.js';

export type How = 'environment' | 'listening' | 'docker' | 'packages';

export interface Found {
  readonly address: string;
  readonly how: How;
  readonly greeting: Greeting;
}

/**
 * Undefined where nobody listens on the usual port. Rejects where an address in the environment leads nowhere
 * (`unreachable`), where something else listens (`port_taken`) or wants a login (`login_needed`).
 */
export async function find(server: Server): Promise<Found | undefined> {
  const given = process.env[server.variable] ?? '';
  if (given !== '') return { address: given, how: 'environment', greeting: await greetAt(server, given) };
  const address = addressOf(server);
  try {
    const greeting = await server.greet(address);
    const how = startedBefore(server)?.by ?? 'listening';
    const version = greeting.version ?? (how === 'packages' ? server.ownVersion?.() : undefined);
    return { address, how, greeting: version === undefined ? {} : { version } };
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'unreachable') return undefined;
    throw named(server, error);
  }
}

/** The address that tests and the demo use. */
export function addressOf(server: Server): string {
  const given = process.env[server.variable] ?? '';
  return given === '' ? server.address(server.usualPort) : given;
}

async function greetAt(server: Server, address: string): Promise<Greeting> {
  try {
    return await server.greet(address);
  } catch (error) {
    throw named(server, error);
  }
}

/** Addresses may hold a password: the message names the variable instead. */
function named(server: Server, error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  return new ServiceError(error.code, `${server.title} (${server.variable}): ${error.message}`, { cause: error });
}
