import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, isRoot, userNamed } from '../machine.js';
import { ask, endpointOf } from '../probe/ask.js';
import { postgresAnswer, postgresQuestion, type Login } from '../probe/postgres.js';
import type { Server, User } from '../server.js';
import { ServiceError } from '../service-error.js';

export const postgres: Server = {
  name: 'postgres',
  title: 'PostgreSQL',
  variable: 'AGENTWIRE_POSTGRES',
  usualPort: 5432,
  morePorts: 0,
  address: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,

  greet(address) {
    const login = loginOf(address);
    return ask(endpointOf(address, 5432), postgresQuestion(login), (bytes) => postgresAnswer(bytes, login));
  },

  // A smart shutdown would wait for every client to go away.
  stopSignal: 'SIGINT',
  missing: () => (binaries() === undefined ? ['postgresql'] : []),

  async launch({ folder, ports, settings }) {
    const bin = binaries();
    if (bin === undefined) throw new ServiceError('start_failed', 'PostgreSQL has no binaries in /usr/lib/postgresql');
    const user = owner();
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true, mode: 0o700 });
    if (user !== undefined) chownSync(data, user.uid, user.gid);
    if (!existsSync(join(data, 'PG_VERSION'))) createCluster(join(bin, 'initdb'), data, user);
    const own = { listen_addresses: '127.0.0.1', port: String(ports[0]), unix_socket_directories: '' };
    const options = Object.entries({ ...own, ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    return {
      command: join(bin, 'postgres'),
      args: ['-D', data, ...options],
      ...(user === undefined ? {} : { user }),
    };
  },
};

export function loginOf(address: string): Login {
  const { username, password, pathname } = new URL(address);
  const user = decodeURIComponent(username) || 'postgres';
  return { user, database: pathname.slice(1) || user, hasPassword: password !== '' };
}

/** Debian puts each major version beside the others; the newest is taken. */
function binaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(root, version, 'bin'))
    .find((bin) => isExecutable(join(bin, 'postgres')) && isExecutable(join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root; its package brings a user. */
function owner(): User | undefined {
  return isRoot() ? userNamed('postgres') : undefined;
}

function createCluster(initdb: string, data: string, user: User | undefined): void {
  const args = ['-D', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  try {
    execFileSync(initdb, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...user });
  } catch (cause) {
    throw new ServiceError('start_failed', `initdb failed for ${data}: may its user reach that folder?`, { cause });
  }
}
