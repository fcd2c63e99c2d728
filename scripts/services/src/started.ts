/** What the runner started and has to stop: one small file per server in .services/. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesFolder } from './folders.js';
import { isAlive, type OwnProcess } from './own-process.js';
import type { Place, Server } from './server.js';

export type Started =
  { readonly by: 'docker' } | { readonly by: 'packages'; readonly own: OwnProcess; readonly place: Place };

export function folderOf(server: Server): string {
  return join(servicesFolder, server.name);
}

/** Undefined where the runner did not start it, or its process has ended since. */
export function startedBefore(server: Server): Started | undefined {
  const path = fileOf(server);
  if (!existsSync(path)) return undefined;
  const started: Started = JSON.parse(readFileSync(path, 'utf8'));
  return started.by === 'docker' || isAlive(started.own) ? started : undefined;
}

export function noteStarted(server: Server, started: Started): void {
  mkdirSync(folderOf(server), { recursive: true });
  writeFileSync(fileOf(server), JSON.stringify(started));
}

export function forgetStarted(server: Server): void {
  rmSync(fileOf(server), { force: true });
}

const fileOf = (server: Server): string => join(folderOf(server), 'started.json');
