/** buf's categories, and what a broken rule says. */
import type { Span } from '../../../source/text.js';

export const bufCategories = ['buf-wire', 'buf-wire-json', 'buf-package', 'buf-file'] as const;
export type BufCategory = (typeof bufCategories)[number];

export interface Broken {
  readonly rule: string;
  readonly in: readonly BufCategory[];
  readonly subject: string;
  readonly change: string;
  readonly old: Span;
  readonly new?: Span | undefined;
}

export const all: readonly BufCategory[] = ['buf-wire', 'buf-wire-json', 'buf-package', 'buf-file'];
export const source: readonly BufCategory[] = ['buf-package', 'buf-file'];
export const named: readonly BufCategory[] = ['buf-wire-json', 'buf-package', 'buf-file'];
export const wires: readonly BufCategory[] = ['buf-wire', 'buf-wire-json'];
