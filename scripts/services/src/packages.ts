/** Debian's packages, installed as root: by root, or through sudo, which may ask for a password. */
import { spawnSync } from 'node:child_process';
import { installScript } from './folders.js';
import { isRoot, programPath } from './machine.js';
import { ServiceError } from './service-error.js';

export function installPackages(packages: readonly string[]): void {
  if (programPath('apt-get') === undefined) {
    throw new ServiceError('no_packages', `this machine has no apt-get for ${packages.join(', ')}`);
  }
  const command = installCommand(packages, isRoot(), programPath('sudo') !== undefined);
  const [program = '', ...args] = command;
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw new ServiceError('install_failed', `${command.join(' ')} ended with ${status}`);
}

export function installCommand(packages: readonly string[], asRoot: boolean, hasSudo: boolean): readonly string[] {
  if (!asRoot && !hasSudo) throw new ServiceError('no_root', `installing ${packages.join(', ')} needs root`);
  return [...(asRoot ? [] : ['sudo']), 'sh', installScript, ...packages];
}
