/** The table of codes, by area. A code is never given a second meaning; a retired one stays retired. */
import { sourceCodes } from './source.js';

export const codes = {
  ...sourceCodes,
} as const;

export type Code = keyof typeof codes;
export type ParametersOf<C extends Code> = Parameters<(typeof codes)[C]['message']>[0];
