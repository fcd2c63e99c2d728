import { command } from '../command.js';
import type { Context } from '../context.js';
import type { EncodingRow, GenerateOptions, GenerateResult } from '../../generate-result.js';
import type { ExitCode } from '../io.js';

export const generateCommand = command({
  usage: 'generate',
  describe: 'Generate types, codecs, clients and servers from the schemas',
  options: {
    config: { type: 'string', requiresArg: true, describe: 'The configuration (default: agentwire.yaml, or none)' },
    out: { type: 'string', requiresArg: true, describe: 'The output folder (default: generated)' },
    check: { type: 'boolean', default: false, describe: 'Write nothing; exit 1 with a diff where files would change' },
    watch: { type: 'boolean', default: false, describe: 'Generate again whenever a schema changes' },
    'explain-encodings': {
      type: 'boolean',
      default: false,
      describe: 'Print which message has which encoding, or why not',
    },
  },
  positionals: {},
  async run(args, context) {
    const options: GenerateOptions = {
      cwd: context.io.cwd,
      check: args.check,
      ...(args.config === undefined ? {} : { config: args.config }),
      ...(args.out === undefined ? {} : { out: args.out }),
    };
    const once = (): Promise<ExitCode> => generateOnce(options, args['explain-encodings'], context);
    if (!args.watch) return once();
    const { watch } = await import('../watch.js');
    return watch({ options, once, context });
  },
});

async function generateOnce(options: GenerateOptions, explain: boolean, context: Context): Promise<ExitCode> {
  const start = context.io.now();
  const result = await context.io.services.generate(options);
  const { diagnostics, encodings, ...counts } = result;
  context.report(diagnostics);
  if (context.json) {
    const told = options.check === true ? wouldBe(counts) : counts;
    context.printJson(explain ? { ...told, encodings } : told, diagnostics);
  } else if (explain) context.print(encodingTable(encodings));
  const failed = diagnostics.filter((d) => d.severity === 'error').length;
  if (failed > 0) {
    context.tell(`\n${count(failed, 'error')}: nothing was written`);
    return 2;
  }
  if (result.diff !== undefined && !context.json) context.print(result.diff);
  context.tell(summary(result, options.check === true, context.io.now() - start));
  return options.check === true && isDrift(result) ? 1 : 0;
}

/** A check writes nothing. */
function wouldBe({ written, removed, ...rest }: Omit<GenerateResult, 'diagnostics' | 'encodings'>): object {
  return { would_write: written, would_remove: removed, ...rest };
}

function isDrift(result: GenerateResult): boolean {
  return result.diff !== undefined || result.written > 0 || result.removed > 0 || result.lockChanged;
}

/** One line, or two where the lock file needs to be committed. */
export function summary(result: GenerateResult, check: boolean, milliseconds: number): string {
  const time = `in ${Math.max(1, Math.round(milliseconds))} ms`;
  const where = `${result.out ?? 'generated'}/`;
  if (check) {
    if (!isDrift(result)) return `${where} is up to date: ${count(result.unchanged, 'file')}, ${time}`;
    const differ = result.written + result.removed;
    const files = differ > 0 ? `${count(differ, 'file')} in ${where}` : '';
    const lock = result.lockChanged ? 'agentwire.lock' : '';
    return `${[files, lock].filter((one) => one !== '').join(' and ')} would change; agentwire generate mends it`;
  }
  const parts = [
    result.written > 0 ? `${result.written} written` : '',
    result.removed > 0 ? `${result.removed} removed` : '',
    result.unchanged > 0 ? `${result.unchanged} unchanged` : '',
  ].filter((part) => part !== '');
  const quiet = result.written + result.removed === 0;
  const line = quiet
    ? `${where} is up to date: ${count(result.unchanged, 'file')}, ${time}`
    : `${where} ${parts.join(', ')}, ${time}`;
  return result.lockChanged ? `${line}\nagentwire.lock has new numbers or orders: commit it with the schemas` : line;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function encodingTable(rows: readonly EncodingRow[]): string {
  const width = Math.max(7, ...rows.map((row) => row.message.length));
  return rows
    .map(({ message, encoding, available, because }) => {
      const reason = because === undefined ? '' : `  ${because}`;
      return `${message.padEnd(width)}  ${encoding.padEnd(8)}  ${available ? 'yes' : 'no '}${reason}`;
    })
    .join('\n');
}
