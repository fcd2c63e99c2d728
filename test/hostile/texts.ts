/** What an attacker writes where a schema takes a text: each would do something if it came out of its quotes. */
const call = 'globalThis.agentwireCanary = 1';

export const texts: Readonly<Record<string, string>> = {
  'the end of a comment': `*/ ${call}; /*`,
  'the end of a comment in two': `*\\/ *\u200b/ **/ ${call} //`,
  'a single quote': `'; ${call}; '`,
  'a double quote': `"; ${call}; "`,
  'a backslash before the quote': `\\'; ${call}; //`,
  'a backslash at the end': '\\',
  'a template literal': `\`; ${call}; \``,
  'a substitution': `\${${call}}`,
  'a template of handlebars': `{{{constructor.constructor "${call}"}}}`,
  'a line break': `x\n${call};\n//`,
  'a carriage return': `x\r${call}\r//`,
  'a line separator': `x\u2028${call}\u2029//`,
  NUL: `x\u0000${call}`,
  'an escape of a terminal': '\u001b[2J\u0007',
  'text that turns round': `\u202e ${call} \u2066\u2069`,
  'the end of a script': `</script><script>${call}</script><!--`,
  'a directive to the compiler': '@ts-ignore\n// @ts-expect-error\n/// <reference path="/etc/passwd" />',
  'a source map': '//# sourceMappingURL=file:///etc/passwd',
  'a call in brackets': `x: (${call})`,
  'a member computed': `[(${call}, 'x')]`,
  'an import': "import('node:fs').then((fs) => fs.writeFileSync('agentwire-escape', ''))",
  'a way out': '../../../agentwire-escape',
  'a way out of Windows': '..\\..\\agentwire-escape',
  'an absolute path': '/tmp/agentwire-escape',
  'half a character': 'x\ud800',
  'a letter beyond ASCII': 'caf\u00e9 \u{1f600} \u0130',
  'the empty text': '',
  'a long text': 'long'.repeat(400),
  __proto__: '__proto__',
  constructor: 'constructor',
  prototype: 'prototype',
  toString: 'toString',
  then: 'then',
  class: 'class',
  await: 'await',
  arguments: 'arguments',
  eval: 'eval',
  default: 'default',
  string: 'string',
  undefined: 'undefined',
  NaN: 'NaN',
  Array: 'Array',
  Promise: 'Promise',
  Uint8Array: 'Uint8Array',
  'a device': 'con',
  'a device with a name': 'NUL.txt',
  'a name of the generated code': 'w',
  'the number one': '1',
};

export const canary = 'agentwireCanary';

/** One project that a stranger hands in: its files by path. */
export interface Hostile {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A place of a schema where a text may stand. */
export type Places = Readonly<Record<string, (text: string) => string>>;

/** Every fourth pair, so that each text and each place has its turn; all of them in `npm run test:long`. */
const whole = process.env['AGENTWIRE_HOSTILE'] === 'all';

/** Texts at places, and in the name of the file. */
export function everywhere(places: Places, extension: string, plain: string): readonly Hostile[] {
  const inside = Object.entries(places).flatMap(([place, schema], row) =>
    chosen(row).map(([what, text]) => ({
      name: `${what} as ${place}`,
      files: { [`schemas/it${extension}`]: schema(text) },
    })),
  );
  const outside = Object.entries(texts).map(([what, text]) => ({
    name: `${what} as the name of a file`,
    files: { [`schemas/${text.replaceAll(/[/\0\ud800]/g, '_').slice(0, 100)}${extension}`]: plain },
  }));
  return [...inside, ...outside];
}

function chosen(row: number): readonly [string, string][] {
  return Object.entries(texts).filter((_, column) => whole || (row + column) % 4 === 0);
}
