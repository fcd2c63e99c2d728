import type { CheckResult } from '../../compat/check.js';
import { type Mode, modes, type Policy, policies } from '../../compat/options.js';
import { outputFormats } from '../../compat/reporters/formats.js';
import type { Format } from '../../model/types.js';
import { command } from '../command.js';
import type { Context } from '../context.js';
import { UsageError } from '../usage.js';

export const checkCommand = command({
  usage: 'check',
  describe: 'Judge a change of schemas: whom it breaks, where, and by which message',
  options: {
    old: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'The old side: a file or folder (several, oldest first)',
    },
    new: { type: 'string', requiresArg: true, describe: 'The new side: a file or folder' },
    against: {
      type: 'string',
      requiresArg: true,
      describe: 'An earlier state of the whole project: git:REF, lock (of `agentwire release`), or a folder',
    },
    config: { type: 'string', requiresArg: true, describe: 'Of the project (default: agentwire.yaml, or none)' },
    format: {
      choices: ['avro', 'protobuf', 'json-schema'],
      requiresArg: true,
      describe: 'The schema language, where names and texts do not tell',
    },
    mode: { choices: modes, default: 'full', requiresArg: true, describe: 'Who has to read whom' },
    policy: {
      choices: policies,
      requiresArg: true,
      describe: 'By whose rules (default: semantic for two sides, roles for a project)',
    },
    output: { choices: outputFormats, default: 'text', requiresArg: true, describe: 'How to print the findings' },
    impact: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: "Lines of your code that read or write what changed: 'src/**/*.ts'",
    },
    'allow-unknown': { type: 'boolean', default: false, describe: 'Exit 0 where nothing was refuted' },
  },
  positionals: {},
  async run(args, context) {
    const found = await judged(args, context);
    const { io } = context;
    const result = args.impact === undefined ? found : await io.services.withImpact(found, args.impact, io.cwd);
    const { reporters } = await import('../../compat/reporters/index.js');
    context.print(reporters[context.json ? 'json' : args.output](result));
    return result.verdict === 'compatible' || (result.verdict === 'unknown' && args['allow-unknown']) ? 0 : 1;
  },
});

interface Sides {
  readonly old: readonly string[] | undefined;
  readonly new: string | undefined;
  readonly against: string | undefined;
  readonly config: string | undefined;
  readonly format: Format | undefined;
  readonly mode: Mode;
  readonly policy: Policy | undefined;
}

function judged(
  { old, new: fresh, against, config, format, mode, policy }: Sides,
  { io }: Context,
): Promise<CheckResult> {
  const common = { cwd: io.cwd, mode, ...(policy === undefined ? {} : { policy }) };
  if (against !== undefined) {
    if (old !== undefined || fresh !== undefined)
      throw new UsageError('--against compares the project: leave out --old and --new.');
    return io.services.checkProject({ ...common, against, ...(config === undefined ? {} : { config }) });
  }
  if (old === undefined || fresh === undefined)
    throw new UsageError('Name both sides: --old and --new, or --against git:REF for the project.');
  return io.services.check({ ...common, old, new: fresh, ...(format === undefined ? {} : { format }) });
}
