/** Where the runner keeps what it fetches and what its servers write. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The project's root: a checkout's own servers lie in it. */
export const root: string = join(here, '..', '..');
export const kafkaPom: string = join(here, 'kafka.pom.xml');
export const installScript: string = join(here, 'install.sh');
export const servicesFolder: string = join(root, '.services');
export const librariesFolder: string = join(servicesFolder, 'kafka-libraries');
