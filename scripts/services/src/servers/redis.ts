import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeSettings } from '../config-file.js';
import { programPath } from '../machine.js';
import { ask, endpointOf } from '../probe/ask.js';
import { redisAnswer, redisQuestion } from '../probe/redis.js';
import type { Server } from '../server.js';

export const redis: Server = {
  name: 'redis',
  title: 'Redis',
  variable: 'AGENTWIRE_REDIS',
  usualPort: 6379,
  morePorts: 0,
  address: (port) => `redis://127.0.0.1:${port}`,
  greet: (address) => ask(endpointOf(address, 6379), redisQuestion, redisAnswer),
  missing: () => (programPath('redis-server') === undefined ? ['redis-server'] : []),

  async launch({ folder, ports, settings }) {
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    const own = { bind: '127.0.0.1', port: String(ports[0]), dir: JSON.stringify(data), appendonly: 'yes', save: '""' };
    const config = join(folder, 'redis.conf');
    writeSettings(config, ' ', own, settings);
    return { command: programPath('redis-server') ?? 'redis-server', args: [config] };
  },
};
