/** Reads the command line and hands over to one command. */
import yargs from 'yargs';
import { DiagnosticsError } from '../diagnostics/index.js';
import { version } from '../version.js';
import type { Command } from './command.js';
import { checkCommand } from './commands/check.js';
import { convertCommand } from './commands/convert.js';
import { decodeCommand } from './commands/decode.js';
import { encodeCommand } from './commands/encode.js';
import { explainCommand } from './commands/explain.js';
import { generateCommand } from './commands/generate.js';
import { initCommand } from './commands/init.js';
import { permissionsCommand } from './commands/permissions.js';
import { topologyCommand } from './commands/topology.js';
import { releaseCommand } from './commands/release.js';
import { validateCommand } from './commands/validate.js';
import { createContext } from './context.js';
import type { ExitCode, Io } from './io.js';
import { gathered } from './repeated.js';
import { UsageError, usageText } from './usage.js';

const commands: readonly Command[] = [
  generateCommand,
  validateCommand,
  encodeCommand,
  decodeCommand,
  convertCommand,
  checkCommand,
  releaseCommand,
  explainCommand,
  initCommand,
  topologyCommand,
  permissionsCommand,
];

/** Never throws for what a user can do wrong. */
export async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const done = (result: ExitCode): void => void (code = result);
  try {
    await parse(gathered(argv, 'old'), io, done);
  } catch (error) {
    return explainFailure(error, argv, io);
  }
  return code;
}

async function parse(argv: readonly string[], io: Io, done: (code: ExitCode) => void): Promise<void> {
  const cli = yargs([...argv], io.cwd)
    .scriptName('agentwire')
    .usage('$0 <command>\n\nTyped clients, servers and serializers from JSON Schema, Protobuf and Avro.')
    .locale('en')
    .option('json', { type: 'boolean', default: false, describe: 'Machine-readable output', global: true })
    .option('silent', { type: 'boolean', default: false, describe: 'Print findings only', global: true })
    .option('color', { type: 'boolean', default: true, describe: 'Colours on a terminal (--no-color, NO_COLOR)' })
    .version(version())
    .help()
    .alias('h', 'help')
    .alias('v', 'version')
    .wrap(100)
    .strict()
    .demandCommand(1, 'Name a command.')
    .parserConfiguration({ 'dot-notation': false, 'duplicate-arguments-array': false })
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string, error: Error | undefined) => {
      throw error ?? new UsageError(message);
    })
    .epilogue('Exit codes: 0 fine, 1 findings, 2 unusable input or usage.');
  for (const command of commands) command.register(cli, io, done);
  let text = '';
  await cli.parseAsync([...argv], {}, (_error, _parsed, output) => void (text = output));
  if (text !== '') io.stdout.write(`${text}\n`);
}

function explainFailure(error: unknown, argv: readonly string[], io: Io): ExitCode {
  const flag = (name: string): boolean => argv.includes(name);
  const context = createContext({ json: flag('--json'), silent: flag('--silent'), color: !flag('--no-color') }, io);
  if (error instanceof DiagnosticsError) {
    context.report(error.diagnostics);
    if (context.json) context.printJson({}, error.diagnostics);
  } else if (error instanceof Error && (error.name === 'YError' || error instanceof UsageError)) {
    io.stderr.write(`${usageText(error.message, argv, commands)}\n`);
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(`This is a bug in agentwire, please report it:\n${text}\n`);
  }
  return 2;
}
