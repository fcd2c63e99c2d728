import { resolve } from 'node:path';
import { command } from '../command.js';

export const initCommand = command({
  usage: 'init [folder]',
  describe: 'Write a small project to start from: a manifest, a schema, two agents and a test',
  options: {},
  positionals: { folder: { type: 'string', default: '.', describe: 'Where to; never overwrites a file' } },
  async run({ folder }, context) {
    const { written, kept, diagnostics } = await context.io.services.scaffold(resolve(context.io.cwd, folder));
    context.report(diagnostics);
    if (context.json) context.printJson({ written, kept }, diagnostics);
    if (diagnostics.length > 0) return 2;
    for (const path of written) context.tell(`  ${path}`);
    for (const path of kept) context.tell(`  ${path} was there and is kept`);
    const enter = folder === '.' ? '' : `cd ${folder} && `;
    context.tell(`\nnext: ${enter}npm install && npm test && npm start`);
    return 0;
  },
});
