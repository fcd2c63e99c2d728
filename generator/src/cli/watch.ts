/** Generates again whenever something changes below the project; errors are printed and waited out. */
import { watch as watchFolder } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { GenerateOptions } from '../generate-result.js';
import type { Context } from './context.js';
import type { ExitCode } from './io.js';

/** Editors write a file in several steps, and a checkout writes many files: wait until it is quiet. */
const quietMilliseconds = 80;

export interface WatchJob {
  readonly options: GenerateOptions;
  readonly once: () => Promise<ExitCode>;
  readonly context: Context;
}

/** Ends, with 0, when it is interrupted. */
export async function watch({ options, once, context }: WatchJob): Promise<ExitCode> {
  const root = options.config === undefined ? options.cwd : dirname(resolve(options.cwd, options.config));
  const interruption = context.io.interruption();
  const changed = createSignal();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watchFolder(root, { recursive: true, signal: interruption }, (_event, name) => {
    if (name !== null && !isInput(relative(root, resolve(root, name)))) return;
    clearTimeout(timer);
    timer = setTimeout(changed.raise, quietMilliseconds);
  });
  // A folder that vanishes while it is being watched is seen by the next generation.
  watcher.on('error', changed.raise);
  interruption.addEventListener('abort', changed.raise);
  try {
    while (!interruption.aborted) {
      await once();
      if (interruption.aborted) break;
      context.tell('watching for changes, Ctrl-C ends');
      await changed.raised();
    }
    return 0;
  } finally {
    clearTimeout(timer);
    watcher.close();
  }
}

/** Whether a change of this path can change the output; what is generated must not start the next round. */
export function isInput(path: string): boolean {
  const segments = path.split(sep);
  if (segments.some((segment) => segment === 'node_modules' || segment.startsWith('.'))) return false;
  return /\.(?:json|ya?ml|proto|avsc|avdl|avpr)$/i.test(path);
}

interface Signal {
  readonly raise: () => void;
  /** Settles at the next raise, or at once if it was raised since the last wait. */
  readonly raised: () => Promise<void>;
}

function createSignal(): Signal {
  let up = false;
  let wake: (() => void) | undefined;
  return {
    raise() {
      up = true;
      wake?.();
    },
    async raised() {
      if (!up) await new Promise<void>((settle) => (wake = settle));
      up = false;
      wake = undefined;
    },
  };
}
