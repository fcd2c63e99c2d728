/** `--old a --old b` means what `--old a b` does: yargs keeps the last one only, as it should for all other options. */
export function gathered(argv: readonly string[], option: string): readonly string[] {
  const values: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word.startsWith(`--${option}=`)) values.push(word.slice(option.length + 3));
    else if (word !== `--${option}`) rest.push(word);
    else while (argv[at + 1]?.startsWith('-') === false) values.push(argv[++at] ?? '');
  }
  return values.length === 0 ? argv : [...rest, `--${option}`, ...values];
}
