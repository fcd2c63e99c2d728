/** What to say about a command line that no command understands. */
import { didYouMean } from '../diagnostics/index.js';
import type { Command } from './command.js';

/** Thrown out of the parser; the message is yargs' own. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const globalOptions = ['json', 'silent', 'no-color', 'help', 'version'] as const;

export function usageText(message: string, argv: readonly string[], commands: readonly Command[]): string {
  const known = commands.find((command) => command.name === argv[0]);
  const more =
    known === undefined ? 'agentwire --help lists the commands' : `agentwire ${known.name} --help lists the options`;
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1];
  if (unknown === undefined) return `${plainMessage(message, known)}\n${more}`;
  const lines = unknown.split(', ').map((word) => unknownWord(word, argv, known, commands));
  return [...new Set(lines), more].join('\n');
}

function unknownWord(
  word: string,
  argv: readonly string[],
  known: Command | undefined,
  commands: readonly Command[],
): string {
  const flag = argv.find((given) => given.replace(/=.*$/s, '').replace(/^--?/, '') === word && given.startsWith('-'));
  if (flag !== undefined) {
    const options = [...(known?.options ?? []), ...globalOptions].map((name) => `--${name}`);
    return withHint(`unknown option ${flag.replace(/=.*$/s, '')}`, didYouMean(`--${word}`, options));
  }
  if (known !== undefined) return `unexpected argument ${JSON.stringify(word)}`;
  return withHint(
    `unknown command ${JSON.stringify(word)}`,
    didYouMean(
      word,
      commands.map((command) => command.name),
    ),
  );
}

function withHint(text: string, hint: string | undefined): string {
  return hint === undefined ? text : `${text}: ${hint}`;
}

function plainMessage(message: string, known: Command | undefined): string {
  const choice = /^Invalid values:\s+Argument: (\S+), Given: ("[^]*"), Choices: (.+)$/.exec(message);
  if (choice !== null) return `--${choice[1]} takes one of ${(choice[3] ?? '').replaceAll('"', '')}, not ${choice[2]}`;
  const missing = /^Missing required arguments?: (.+)$/.exec(message);
  if (missing !== null)
    return `missing ${(missing[1] ?? '')
      .split(', ')
      .map((name) => `--${name}`)
      .join(' and ')}`;
  const value = /^Not enough arguments following: (.+)$/.exec(message);
  if (value !== null) return `--${value[1]} needs a value`;
  if (message.startsWith('Not enough non-option arguments')) {
    const places = known?.usage.split(' ').filter((part) => part.startsWith('<')) ?? [];
    return `missing ${places.join(' and ') || 'an argument'}`;
  }
  return message;
}
