import { modes, policies } from '../../compat/options.js';
import { command } from '../command.js';
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
    format: {
      choices: ['avro', 'protobuf', 'json-schema'],
      requiresArg: true,
      describe: 'The schema language, where names and texts do not tell',
    },
    mode: { choices: modes, default: 'full', requiresArg: true, describe: 'Who has to read whom' },
    policy: { choices: policies, requiresArg: true, describe: 'By whose rules (default: semantic)' },
    output: { choices: ['text', 'json'], default: 'text', requiresArg: true, describe: 'How to print the findings' },
    'allow-unknown': { type: 'boolean', default: false, describe: 'Exit 0 where nothing was refuted' },
  },
  positionals: {},
  async run(args, { io, json, print }) {
    if (args.old === undefined || args.new === undefined) throw new UsageError('Name both sides: --old and --new.');
    const result = await io.services.check({
      old: args.old,
      new: args.new,
      cwd: io.cwd,
      mode: args.mode,
      ...(args.format === undefined ? {} : { format: args.format }),
      ...(args.policy === undefined ? {} : { policy: args.policy }),
    });
    const { reporters } = await import('../../compat/reporters/index.js');
    print(reporters[json ? 'json' : args.output](result));
    return result.verdict === 'compatible' || (result.verdict === 'unknown' && args['allow-unknown']) ? 0 : 1;
  },
});
