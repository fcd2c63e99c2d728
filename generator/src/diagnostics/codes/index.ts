/** The table of codes, by area. A code is never given a second meaning; a retired one stays retired. */
import { configCodes } from './config.js';
import { jsonSchemaCodes } from './json-schema.js';
import { planCodes } from './plan.js';
import { sourceCodes } from './source.js';
import { writeCodes } from './write.js';

export const codes = {
  ...sourceCodes,
  ...jsonSchemaCodes,
  ...configCodes,
  ...planCodes,
  ...writeCodes,
} as const;

export type Code = keyof typeof codes;
export type ParametersOf<C extends Code> = Parameters<(typeof codes)[C]['message']>[0];
