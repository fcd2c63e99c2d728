/** Which question `check` is asked. */
import type { Format } from '../model/types.js';
import type { Direction } from './finding.js';

export const modes = [
  'backward',
  'forward',
  'full',
  'backward-transitive',
  'forward-transitive',
  'full-transitive',
] as const;
export type Mode = (typeof modes)[number];

/**
 * - `semantic`: what the data really allows; the default for two bare sides.
 * - `roles`: what a writer generated from the one side can emit against what the other side's reader accepts; the
 *   default for a project.
 * - `confluent-strict`, `confluent-lenient`: as Confluent's registry judges JSON Schema.
 * - `buf-wire`, `buf-wire-json`, `buf-package`, `buf-file`: buf's categories, for Protobuf.
 * - `source`: whether code that uses the generated types still compiles.
 */
export const policies = [
  'roles',
  'semantic',
  'confluent-strict',
  'confluent-lenient',
  'buf-wire',
  'buf-wire-json',
  'buf-package',
  'buf-file',
  'source',
] as const;
export type Policy = (typeof policies)[number];

export interface CheckOptions {
  /** Files or folders of the old side; several, oldest first, for the transitive modes. */
  readonly old: string | readonly string[];
  /** A file, or a folder where `old` is one. */
  readonly new: string;
  /** Told, where names and texts do not tell. */
  readonly format?: Format;
  /** Default `full`. Without `-transitive` only the last of `old` counts. */
  readonly mode?: Mode;
  readonly policy?: Policy;
  /** Where paths are looked for, absolute; default: the working directory. */
  readonly cwd?: string;
}

export function directionsOf(mode: Mode): readonly Direction[] {
  if (mode.startsWith('full')) return ['backward', 'forward'];
  return [mode.startsWith('backward') ? 'backward' : 'forward'];
}
