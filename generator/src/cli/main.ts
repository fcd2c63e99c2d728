/** `agentwire`, as the launcher calls it and as tests do. */
import { version } from '../version.js';
import type { ExitCode, Io } from './io.js';
import { processIo } from './process-io.js';

/** Runs one command line (without `node` and the script) as the process, and sets its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const io = processIo();
  io.exit(await run(argv, io));
}

/** The same against any outside world. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  // The one answer that scripts ask for again and again does not wait for the parser and the commands to load.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const { runCommand } = await import('./run-command.js');
  return runCommand(argv, io);
}
