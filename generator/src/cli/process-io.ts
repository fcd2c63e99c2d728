/** The only file that knows the process. */
import type { Readable } from 'node:stream';
import type { ExitCode, Io, Sink } from './io.js';
import { services } from './services.js';

export function processIo(): Io & { readonly exit: (code: ExitCode) => void } {
  let claimed: AbortController | undefined;
  process.on('SIGINT', () => {
    if (claimed === undefined || claimed.signal.aborted) {
      process.stderr.write('\ninterrupted\n');
      process.exit(130);
    }
    claimed.abort();
  });
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    stdin: { read: () => readAll(process.stdin), isTTY: process.stdin.isTTY === true },
    now: () => performance.now(),
    interruption: () => (claimed ??= new AbortController()).signal,
    services,
    exit: (code) => {
      process.exitCode = code;
    },
  };
}

function sink(stream: NodeJS.WriteStream): Sink {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `agentwire explain | head -1`: the reader has seen enough, which is no failure of ours.
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    write: (data) => void stream.write(data),
    isTTY: stream.isTTY === true,
  };
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
