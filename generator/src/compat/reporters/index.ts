/** The output formats of `check`: another one is a file and two lines here. */
import type { CheckResult } from '../check.js';
import type { OutputFormat } from './formats.js';
import { renderGithub } from './github.js';
import { renderGitlab } from './gitlab.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { renderSarif } from './sarif.js';
import { renderText } from './text.js';

export const reporters: Readonly<Record<OutputFormat, (result: CheckResult) => string>> = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  gitlab: renderGitlab,
  sarif: renderSarif,
  junit: renderJunit,
  markdown: renderMarkdown,
};
