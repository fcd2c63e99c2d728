/** What a command is: its options as data, and the function that runs it. */
import type { Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import { type Context, createContext, type GlobalArguments } from './context.js';
import type { ExitCode, Io } from './io.js';

export interface Command {
  readonly name: string;
  /** `validate [instance]` */
  readonly usage: string;
  /** Without dashes: for suggestions. */
  readonly options: readonly string[];
  readonly register: (cli: Argv<GlobalArguments>, io: Io, done: (code: ExitCode) => void) => void;
}

type OptionRows = Readonly<Record<string, Options>>;
type PositionalRows = Readonly<Record<string, PositionalOptions>>;
type Values<O extends OptionRows, P extends PositionalRows> = GlobalArguments &
  InferredOptionTypes<O> &
  InferredOptionTypes<P>;

/** Keeps the types of a command's own options together with its code. */
export function command<const O extends OptionRows, const P extends PositionalRows>(definition: {
  /** `validate [instance]` */
  readonly usage: string;
  readonly describe: string;
  readonly options: O;
  readonly positionals: P;
  readonly run: (args: Values<O, P>, context: Context) => Promise<ExitCode>;
}): Command {
  const { usage, describe, options, positionals, run } = definition;
  return {
    name: usage.split(' ')[0] ?? usage,
    usage,
    options: Object.keys(options),
    register(cli, io, done) {
      const builder = (one: Argv<GlobalArguments>): Argv<Values<O, P>> => {
        let built: Argv<unknown> = one.options(options);
        for (const [name, row] of Object.entries(positionals)) built = built.positional(name, row);
        // The loop hides from the compiler what the two tables say.
        return built as Argv<Values<O, P>>;
      };
      cli.command(usage, describe, builder, async (args) => {
        // yargs only adds camel-case twins, which an open generic type cannot see.
        done(await run(args as unknown as Values<O, P>, createContext(args, io)));
      });
    },
  };
}
