import { command } from '../command.js';

export const releaseCommand = command({
  usage: 'release',
  describe: 'Keep the state of the project that later checks compare with, and name its version',
  options: {
    config: { type: 'string', requiresArg: true, describe: 'The configuration (default: agentwire.yaml, or none)' },
    'dry-run': { type: 'boolean', default: false, describe: 'Propose only, write nothing' },
  },
  positionals: {},
  async run(args, { io, json, print, printJson, tell }) {
    const result = await io.services.release({
      cwd: io.cwd,
      dryRun: args['dry-run'],
      ...(args.config === undefined ? {} : { config: args.config }),
    });
    if (json) printJson(result);
    else if (result.step === 'none') tell(`nothing has changed since ${result.before ?? 'the last release'}`);
    else {
      print(result.changelog);
      const from = result.before === undefined ? '' : ` after ${result.before}`;
      tell(
        `\n${result.version}${from}: ${result.step}${result.written ? '; agentwire.lock holds this state now, commit it' : ''}`,
      );
    }
    return 0;
  },
});
