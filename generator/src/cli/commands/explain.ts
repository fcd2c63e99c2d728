import { command } from '../command.js';
import { type Code, codes, didYouMean } from '../../diagnostics/index.js';
import type { Row } from '../../diagnostics/row.js';

export const explainCommand = command({
  usage: 'explain [code]',
  describe: 'Say what a code of a finding means and how to mend it',
  options: {},
  positionals: { code: { type: 'string', describe: 'For example AW1002; all codes without it' } },
  async run({ code }, { json, print, printJson, io }) {
    if (code === undefined) {
      if (json) printJson({ codes: all().map(([name, row]) => describe(name, row)) });
      else
        print(
          all()
            .map(([name, row]) => `${name}  ${row.title}`)
            .join('\n'),
        );
      return 0;
    }
    const name = code.toUpperCase();
    if (!isCode(name)) {
      const hint = didYouMean(name, Object.keys(codes)) ?? 'agentwire explain lists all codes';
      io.stderr.write(`there is no code ${JSON.stringify(code)}: ${hint}\n`);
      return 2;
    }
    const row: Row<never> = codes[name];
    if (json) printJson(describe(name, row));
    else print(explanation(name, row));
    return 0;
  },
});

function isCode(name: string): name is Code {
  return Object.hasOwn(codes, name);
}

function all(): readonly (readonly [string, Row<never>])[] {
  return Object.entries<Row<never>>(codes).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function describe(code: string, { severity, title, why, wrong, right }: Row<never>): object {
  return {
    code,
    severity,
    title,
    why,
    ...(wrong === undefined ? {} : { wrong }),
    ...(right === undefined ? {} : { right }),
  };
}

function explanation(code: string, { severity, title, why, wrong, right }: Row<never>): string {
  const parts = [`${code}  ${title}${severity === 'warning' ? ' (a warning)' : ''}`, wrap(why, 90)];
  if (wrong !== undefined) parts.push(`wrong\n${indent(wrong)}`);
  if (right !== undefined) parts.push(`right\n${indent(right)}`);
  return parts.join('\n\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
