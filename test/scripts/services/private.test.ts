/** A server of its own, for tests that stop it: the control that fault tests stand on. */
import { expect, it } from 'vitest';
import { servers } from '../../../scripts/services/src/servers/index.js';
import type { ServerName } from '../../../scripts/services/src/server.js';
import { withOwnServer } from '../../support/services.js';

// The brokers are stopped and started by the fault tests of their transports.
const all: readonly ServerName[] = ['redis', 'postgres'];

for (const name of all) {
  withOwnServer(name, `a private ${name}`, (server) => {
    it('is gone when killed and back at the same address when started again', { timeout: 180_000 }, async () => {
      const { address } = server();
      await servers[name].greet(address);
      await server().stop('SIGKILL');
      await expect(servers[name].greet(address)).rejects.toMatchObject({ code: 'unreachable' });
      await server().start();
      await servers[name].greet(address);
    });
  });
}
