/** The table of codes, by area. A code is never given a second meaning; a retired one stays retired. */
import { avroCodes } from './avro.js';
import { compatCodes } from './compat.js';
import { configCodes } from './config.js';
import { jsonSchemaCodes } from './json-schema.js';
import { planCodes } from './plan.js';
import { manifestCodes } from './manifest.js';
import { instanceCodes } from './instance.js';
import { protobufCodes } from './protobuf.js';
import { sourceCodes } from './source.js';
import { writeCodes } from './write.js';

export const codes = {
  ...sourceCodes,
  ...protobufCodes,
  ...avroCodes,
  ...jsonSchemaCodes,
  ...configCodes,
  ...manifestCodes,
  ...planCodes,
  ...writeCodes,
  ...instanceCodes,
  ...compatCodes,
} as const;

export type Code = keyof typeof codes;
export type ParametersOf<C extends Code> = Parameters<(typeof codes)[C]['message']>[0];
