/** The schema formats: a fourth is one folder and one line here. */
import { avro } from './avro/index.js';
import type { FormatFrontend } from './format.js';
import { jsonSchema } from './json-schema/index.js';
import { protobuf } from './protobuf/index.js';

/** In the order of asking: the narrower claims first. */
export const formats: readonly FormatFrontend[] = [protobuf, avro, jsonSchema];

/** The format of a schema file, or undefined where nobody claims it. */
export function formatOf(path: string, text: string): FormatFrontend | undefined {
  return formats.find((format) => format.claims(path, text));
}
