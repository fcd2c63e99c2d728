import { spelled, type SpellingArguments, spellingOf, spellingOptions } from '../binary.js';
import { codecOf, codecOptions } from '../codec-argument.js';
import { command } from '../command.js';
import type { Context } from '../context.js';
import { decodeText, inputName, readInput } from '../input.js';
import { isCodecError, issueDiagnostics, parseInstance } from '../instance.js';

export const encodeCommand = command({
  usage: 'encode [file]',
  describe: 'Encode a JSON value as bytes of a schema',
  options: { ...codecOptions, ...spellingOptions },
  positionals: { file: { type: 'string', describe: 'A JSON file; stdin without it, or for -' } },
  async run(args, context) {
    const { loaded, codec } = await codecOf(args, context);
    const bytes = await readInput(args.file, context);
    const node = parseInstance(decodeText(bytes, inputName(args.file)));
    try {
      const encoded = codec.encode(loaded.json.decode(bytes));
      write(encoded, args, context);
      return 0;
    } catch (error) {
      if (!isCodecError(error)) throw error;
      const diagnostics = issueDiagnostics(error.issues, node);
      context.report(diagnostics);
      if (context.json) context.printJson({ issues: error.issues }, diagnostics);
      return 1;
    }
  },
});

function write(bytes: Uint8Array, args: SpellingArguments & { readonly as: string }, context: Context): void {
  const asked = spellingOf(args);
  // Raw bytes can leave a terminal unusable.
  const spelling = asked === 'raw' && args.as !== 'json' && (context.io.stdout.isTTY || context.json) ? 'hex' : asked;
  if (context.json) {
    const text = spelling === 'raw' ? new TextDecoder().decode(bytes) : spelled(bytes, spelling);
    context.printJson({
      encoding: args.as,
      spelling: spelling === 'raw' ? 'utf-8' : spelling,
      bytes: bytes.length,
      text,
    });
  } else if (spelling !== 'raw') context.print(spelled(bytes, spelling));
  else if (args.as === 'json') context.print(new TextDecoder().decode(bytes));
  else context.io.stdout.write(bytes);
}
