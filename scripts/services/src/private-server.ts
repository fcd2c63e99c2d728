/**
 * A server for one test alone: on free ports, in a folder that goes with it, and gone with the process at the latest.
 * What is shared must not be stopped under the feet of other tests; this one may be.
 */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';
import { startServer, stopServer, untilReady } from './own-server.js';
import type { Place, ServerName, Settings } from './server.js';
import { servers } from './servers/index.js';

export interface PrivateServer {
  readonly address: string;
  /** Ends the process: in good order, or as a crash does with KILL. The data stays. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same ports and data. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its folder. */
  readonly close: () => Promise<void>;
}

/** `settings` are lines of the server's own configuration, such as a TLS listener. Needs its packages on this machine. */
export async function startPrivate(name: ServerName, settings: Settings = {}): Promise<PrivateServer> {
  const server = servers[name];
  const folder = mkdtempSync(join(tmpdir(), `agentwire-${name}-`));
  // PostgreSQL runs as a user of its own, which has to pass through.
  chmodSync(folder, 0o755);
  const place: Place = { folder, ports: await freePorts(1 + server.morePorts), settings };
  await server.fetch?.();
  let own = await startServer(server, place, true);
  const address = await untilReady(server, place, own);
  const stop = (signal?: NodeJS.Signals): Promise<void> => stopServer(server, place, own, signal);
  return {
    address,
    stop,
    async start() {
      own = await startServer(server, place, true);
      await untilReady(server, place, own);
    },
    async close() {
      await stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether this machine has what `startPrivate` needs. */
export function canStartPrivate(name: ServerName): boolean {
  return servers[name].missing().length === 0;
}
