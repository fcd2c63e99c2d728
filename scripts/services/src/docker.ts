/** A Docker engine with compose, if there is one: docker-compose.yml of the project names the servers. */
import { spawnSync } from 'node:child_process';
import { root } from './folders.js';
import { said } from './machine.js';
import type { ServerName } from './server.js';
import { ServiceError } from './service-error.js';

/** A client without an engine prints its own version and fails. */
export function hasDocker(): boolean {
  return (
    said('docker', ['info', '--format', '{{.ServerVersion}}']) !== undefined &&
    said('docker', ['compose', 'version']) !== undefined
  );
}

/** Resolves when the containers are healthy; images are pulled on first use. */
export function composeUp(names: readonly ServerName[]): void {
  compose(['up', '--detach', '--wait', ...names]);
}

export function composeStop(name: ServerName, kill: boolean): void {
  compose(kill ? ['kill', name] : ['stop', name]);
}

export function composeRemove(names: readonly ServerName[]): void {
  compose(['rm', '--stop', '--force', '--volumes', ...names]);
}

function compose(args: readonly string[]): void {
  const { status } = spawnSync('docker', ['compose', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new ServiceError('docker_failed', `docker compose ${args[0]} ended with ${status}`);
}
