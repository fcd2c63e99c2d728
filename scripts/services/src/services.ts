/** up, down, status, and start and stop of one: the tour through the runner. */
import { composeRemove, composeStop, composeUp, hasDocker } from './docker.js';
import { find, type Found } from './find.js';
import { freePorts } from './free-ports.js';
import { startServer, stopServer, untilReady } from './own-server.js';
import { installPackages } from './packages.js';
import type { Place, Server } from './server.js';
import { ServiceError } from './service-error.js';
import { folderOf, forgetStarted, noteStarted, startedBefore } from './started.js';

/** What a person sees and is asked. */
export interface Desk {
  readonly tell: (server: Server, text: string) => void;
  /** Whether these packages may be installed. */
  readonly consents: (packages: readonly string[]) => Promise<boolean>;
}

export interface Wishes {
  /** Debian packages even where a Docker engine is. */
  readonly packages: boolean;
}

/** Finds or starts each; resolves when all of them are ready. */
export async function up(wanted: readonly Server[], desk: Desk, wishes: Wishes): Promise<void> {
  const missing: Server[] = [];
  for (const server of wanted) {
    const found = await find(server);
    if (found === undefined) missing.push(server);
    else desk.tell(server, describe(found));
  }
  if (missing.length === 0) return;
  if (!wishes.packages && hasDocker()) return upByDocker(missing, desk);
  await install(missing, desk);
  const ends = await Promise.allSettled(missing.map((server) => upByPackages(server, desk)));
  // One that does not start keeps no other from starting.
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures);
}

/** Stops what the runner started and nothing else; data and logs stay. */
export async function down(wanted: readonly Server[], desk: Desk): Promise<void> {
  await Promise.all(
    wanted.map(async (server) => {
      const started = startedBefore(server);
      if (started === undefined) return desk.tell(server, 'not started here');
      if (started.by === 'docker') composeRemove([server.name]);
      else await stopServer(server, started.place, started.own);
      forgetStarted(server);
      desk.tell(server, 'stopped');
    }),
  );
}

/** Stops one that the runner started, with KILL as a crash does. `up` starts it again, on the same data. */
export async function stop(server: Server, kill: boolean, desk: Desk): Promise<void> {
  const started = startedBefore(server);
  if (started === undefined) throw new ServiceError('not_ours', `${server.title} was not started here`);
  if (started.by === 'docker') composeStop(server.name, kill);
  else await stopServer(server, started.place, started.own, kill ? 'SIGKILL' : undefined);
  desk.tell(server, kill ? 'killed' : 'stopped');
}

export function describe({ how, address, greeting }: Found): string {
  const words = {
    environment: 'the environment says where',
    listening: 'already listening',
    docker: 'started here, by docker compose',
    packages: 'started here',
  };
  const version = greeting.version === undefined ? '' : `, version ${greeting.version}`;
  return `${withoutPassword(address)} (${words[how]}${version})`;
}

export function withoutPassword(address: string): string {
  return address.replace(/(\/\/[^:/@]*):[^@/]*@/g, '$1@');
}

function upByDocker(missing: readonly Server[], desk: Desk): void {
  for (const server of missing) desk.tell(server, 'starting by docker compose');
  composeUp(missing.map((server) => server.name));
  for (const server of missing) noteStarted(server, { by: 'docker' });
}

async function install(missing: readonly Server[], desk: Desk): Promise<void> {
  const packages = [...new Set(missing.flatMap((server) => server.missing()))];
  if (packages.length === 0) return;
  if (!(await desk.consents(packages))) {
    throw new ServiceError('consent_needed', `not installed: ${packages.join(', ')}`);
  }
  installPackages(packages);
}

async function upByPackages(server: Server, desk: Desk): Promise<void> {
  const ports = [server.usualPort, ...(await freePorts(server.morePorts))];
  const place: Place = { folder: folderOf(server), ports, settings: {} };
  desk.tell(server, `starting in ${place.folder}`);
  const before = performance.now();
  await server.fetch?.();
  const own = await startServer(server, place, false);
  noteStarted(server, { by: 'packages', own, place });
  await untilReady(server, place, own);
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const found = await find(server);
  desk.tell(server, `${found === undefined ? 'gone again' : describe(found)}, ready after ${seconds} s`);
}
