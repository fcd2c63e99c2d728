import { version } from '../version.js';

/** What the templates of `agentwire init` print. */
export interface ProjectView {
  readonly [name: string]: string;
  /** The name of the npm package. */
  readonly name: string;
  /** The versions of agentwire that the project takes. */
  readonly range: string;
}

/** @see https://docs.npmjs.com/cli/configuring-npm/package-json#name */
export function projectView(folder: string): ProjectView {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 100);
  return { name: name === '' ? 'agents' : name, range: `^${version()}` };
}
