/** The official metaschemas: schemas about schemas may refer to them without a copy in the project. */
import { readFileSync } from 'node:fs';
import type { SourceText } from '../source/text.js';

const drafts = {
  'draft-07': ['schema'],
  '2020-12': [
    'schema',
    'meta/core',
    'meta/applicator',
    'meta/unevaluated',
    'meta/validation',
    'meta/meta-data',
    'meta/format-annotation',
    'meta/content',
  ],
} as const;

/** The files of every draft that `text` refers to; none for a text that only declares its own `$schema`. */
export function metaschemasFor(text: string): readonly SourceText[] {
  const sources: SourceText[] = [];
  if (refersTo(text, 'draft-07')) sources.push(...filesOf('draft-07'));
  if (refersTo(text, 'draft/2020-12')) sources.push(...filesOf('2020-12'));
  return sources;
}

function refersTo(text: string, draft: string): boolean {
  return new RegExp(`\\$(?:dynamicRef|ref)["']?\\s*:\\s*["']?https?://json-schema\\.org/${draft}/`).test(text);
}

function filesOf(draft: keyof typeof drafts): readonly SourceText[] {
  return drafts[draft].map((name) => {
    const url = new URL(`../../schemas/json-schema/${draft}/${name}.json`, import.meta.url);
    return { path: `json-schema.org/${draft}/${name}.json`, text: readFileSync(url, 'utf8') };
  });
}
