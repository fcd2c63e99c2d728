/** Starting an own server and waiting until it is ready; ending it with what it leaves behind. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, isAlive, startProcess, type OwnProcess } from './own-process.js';
import type { Place, Server } from './server.js';
import { ServiceError } from './service-error.js';

/** How long a start may take, in milliseconds: a JVM on a loaded machine takes its time. */
const patience = 120_000;

/** `tied`: it dies with this process. Rejects with `start_failed`. */
export async function startServer(server: Server, place: Place, tied: boolean): Promise<OwnProcess> {
  mkdirSync(place.folder, { recursive: true });
  const own = startProcess(await server.launch(place), logOf(place), tied);
  if (own === undefined) throw new ServiceError('start_failed', `${server.title} could not be started`);
  return own;
}

export async function stopServer(
  server: Server,
  place: Place,
  own: OwnProcess,
  signal: NodeJS.Signals = server.stopSignal ?? 'SIGTERM',
): Promise<void> {
  await endProcess(own, signal);
  server.sweep?.(place);
}

/** Resolves with its address once it answers as a ready one does. Rejects with `start_failed` or `not_ready`. */
export async function untilReady(server: Server, place: Place, own: OwnProcess): Promise<string> {
  const address = server.address(place.ports[0] ?? server.usualPort);
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await server.greet(address);
      return address;
    } catch (cause) {
      if (!isAlive(own)) {
        throw new ServiceError(
          'start_failed',
          `${server.title} ended before it was ready\n${lastLines(logOf(place))}`,
          {
            cause,
          },
        );
      }
      if (Date.now() > deadline) {
        await endProcess(own, 'SIGKILL');
        throw new ServiceError('not_ready', `${server.title} was not ready in time: ${logOf(place)}`, { cause });
      }
      await sleep(100);
    }
  }
}

const logOf = ({ folder }: Place): string => join(folder, 'log');

function lastLines(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return lines
    .slice(-8)
    .map((line) => `    ${line.slice(0, 160)}`)
    .join('\n');
}
