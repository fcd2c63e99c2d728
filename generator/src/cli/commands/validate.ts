import { toJson } from '../../source/document.js';
import { command } from '../command.js';
import { decodeText, inputName, readInput, schemaArgument } from '../input.js';
import { issueDiagnostics, parseInstance } from '../instance.js';

export const validateCommand = command({
  usage: 'validate [instance]',
  describe: 'Judge a JSON instance by a schema',
  options: {
    schema: { type: 'string', demandOption: true, requiresArg: true, describe: 'FILE or FILE#Name' },
  },
  positionals: { instance: { type: 'string', describe: 'A JSON file; stdin without it, or for -' } },
  async run({ schema, instance }, context) {
    const { file, type } = schemaArgument(schema);
    const codec = await context.io.services.loadCodec(
      { file },
      { cwd: context.io.cwd, ...(type === undefined ? {} : { type }) },
    );
    const name = inputName(instance);
    const node = parseInstance(decodeText(await readInput(instance, context), name));
    const issues = codec.validate(toJson(node));
    const diagnostics = issueDiagnostics(issues, node);
    context.report(diagnostics);
    if (context.json) context.printJson({ valid: issues.length === 0, issues }, diagnostics);
    else if (issues.length === 0) context.tell(`${name} is valid: ${codec.name} of ${file}`);
    return issues.length === 0 ? 0 : 1;
  },
});
