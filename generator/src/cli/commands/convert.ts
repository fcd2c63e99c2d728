import { command } from '../command.js';
import { schemaArgument } from '../input.js';

export const convertCommand = command({
  usage: 'convert <schema>',
  describe: 'Print a schema in another schema language',
  options: {
    to: {
      choices: ['json-schema', 'protobuf', 'avro'],
      demandOption: true,
      requiresArg: true,
      describe: 'The schema language to print',
    },
    namespace: {
      type: 'string',
      requiresArg: true,
      describe: 'Protobuf package or Avro namespace (default: the protocol, or schemas)',
    },
  },
  positionals: { schema: { type: 'string', demandOption: true, describe: 'FILE or FILE#Name' } },
  async run({ schema, to, namespace }, { io, json, print, printJson }) {
    const text = await io.services.convert({
      ...schemaArgument(schema),
      cwd: io.cwd,
      to,
      ...(namespace === undefined ? {} : { namespace }),
    });
    if (json) printJson({ format: to, schema: text });
    else print(text);
    return 0;
  },
});
