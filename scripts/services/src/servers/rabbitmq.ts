import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSettings } from '../config-file.js';
import { isExecutable, said } from '../machine.js';
import { amqpAnswer, amqpQuestion } from '../probe/amqp.js';
import { ask, endpointOf } from '../probe/ask.js';
import type { Server } from '../server.js';

/** Debian's wrapper in /usr/sbin insists on the user rabbitmq; the server itself runs as anybody. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const rabbitmq: Server = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  variable: 'AGENTWIRE_AMQP',
  usualPort: 5672,
  morePorts: 2,
  address: (port) => `amqp://guest:guest@127.0.0.1:${port}`,
  greet: (address) => ask(endpointOf(address, 5672), amqpQuestion, amqpAnswer),
  missing: () => (isExecutable(program) ? [] : ['rabbitmq-server']),

  async launch({ folder, ports, settings }) {
    const [clients, distribution, mapper] = ports;
    const own = {
      'listeners.tcp.default': `127.0.0.1:${clients}`,
      'disk_free_limit.absolute': '50MB',
      'log.file.level': 'info',
    };
    const file = (name: string): string => join(folder, name);
    writeSettings(file('rabbitmq.conf'), ' = ', own, settings);
    writeFileSync(file('enabled_plugins'), '[].\n');
    writeFileSync(file('rabbitmq-env.conf'), '');
    return {
      command: program,
      args: [],
      env: {
        // Erlang keeps its cookie there, so that this node and the machine's own never meet.
        HOME: folder,
        RABBITMQ_NODENAME: `agentwire-${clients}@localhost`,
        RABBITMQ_CONFIG_FILE: file('rabbitmq.conf'),
        RABBITMQ_CONF_ENV_FILE: file('rabbitmq-env.conf'),
        RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins'),
        RABBITMQ_MNESIA_BASE: file('data'),
        RABBITMQ_LOG_BASE: file('logs'),
        RABBITMQ_DIST_PORT: String(distribution),
        ERL_EPMD_PORT: String(mapper),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        ERL_CRASH_DUMP: file('erl_crash.dump'),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-noinput -kernel inet_dist_use_interface {127,0,0,1}',
        // With input allowed the script becomes the server instead of waiting beside it: one process, one pid.
        RABBITMQ_ALLOW_INPUT: '1',
      },
    };
  },

  /** Erlang's port mapper outlives the node; this one was started for it alone. */
  sweep(place) {
    said('epmd', ['-port', String(place.ports[2]), '-kill']);
  },
};
