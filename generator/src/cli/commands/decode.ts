import { readSpelled, spellingOf, spellingOptions } from '../binary.js';
import { codecOf, codecOptions } from '../codec-argument.js';
import { command } from '../command.js';
import { inputName, readInput } from '../input.js';
import { byteDiagnostics, isCodecError } from '../instance.js';

export const decodeCommand = command({
  usage: 'decode [file]',
  describe: 'Decode bytes of a schema into JSON',
  options: { ...codecOptions, ...spellingOptions },
  positionals: { file: { type: 'string', describe: 'A file of bytes; stdin without it, or for -' } },
  async run(args, context) {
    const { loaded, codec } = await codecOf(args, context);
    const path = inputName(args.file);
    const bytes = readSpelled(await readInput(args.file, context), spellingOf(args), path);
    try {
      const text = new TextDecoder().decode(loaded.json.encode(codec.decode(bytes)));
      // The codec wrote the text: its numbers are kept as they are spelled.
      context.print(context.json ? `{"value":${text},"diagnostics":[]}` : text);
      return 0;
    } catch (error) {
      if (!isCodecError(error)) throw error;
      const diagnostics = byteDiagnostics(error.issues, error.offset, path);
      context.report(diagnostics);
      if (context.json) context.printJson({ issues: error.issues }, diagnostics);
      return 1;
    }
  },
});
