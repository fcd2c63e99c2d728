/** The output formats of `check`: another one is a file and a line here. */
import type { CheckResult } from '../check.js';
import { renderJson } from './json.js';
import { renderText } from './text.js';

export const reporters: Readonly<Record<OutputFormat, (result: CheckResult) => string>> = {
  text: renderText,
  json: renderJson,
};

export type OutputFormat = 'text' | 'json';
