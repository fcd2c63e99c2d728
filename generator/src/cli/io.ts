/** All that a command sees of the outside world, so that tests run commands without a process. */
import type { Services } from './services.js';

/** 0 fine, 1 findings (drift, invalid, unknown), 2 unusable input or usage. */
export type ExitCode = 0 | 1 | 2;

export interface Sink {
  write(data: string | Uint8Array): void;
  readonly isTTY: boolean;
}

export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: { readonly read: () => Promise<Uint8Array>; readonly isTTY: boolean };
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** For a command that runs until it is told to stop; without it, an interruption ends the process at once. */
  readonly interruption: () => AbortSignal;
  readonly services: Services;
}
