import type { Server, ServerName } from '../server.js';
import { ServiceError } from '../service-error.js';
import { kafka } from './kafka.js';
import { postgres } from './postgres.js';
import { rabbitmq } from './rabbitmq.js';
import { redis } from './redis.js';

export const servers: Readonly<Record<ServerName, Server>> = { rabbitmq, kafka, redis, postgres };

/** The named servers in the order above; all of them where no name is given. */
export function serversNamed(names: readonly string[]): readonly Server[] {
  const all = Object.values(servers);
  const unknown = names.filter((name) => !all.some((server) => server.name === name));
  if (unknown.length > 0) throw new ServiceError('unknown_service', `no service is called ${unknown.join(', ')}`);
  return names.length === 0 ? all : all.filter((server) => names.includes(server.name));
}
