/** Colours for a terminal, or none. */
export interface Paint {
  readonly place: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly hint: (text: string) => string;
}

const same = (text: string): string => text;

export const plain: Paint = { place: same, error: same, warning: same, quiet: same, hint: same };

const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

export const colours: Paint = {
  place: sgr(1, 22),
  error: sgr(31, 39),
  warning: sgr(33, 39),
  quiet: sgr(2, 22),
  hint: sgr(36, 39),
};
