/** The vocabularies of the two drafts as one table: what each keyword takes, and what it says something about. */

export type Draft = '2020-12' | 'draft-07';

/** What stands as a keyword's value. The `schema` kinds are where subschemas are. */
export type ValueKind =
  | 'schema'
  | 'schema-list'
  | 'schema-map'
  | 'schema-or-list'
  | 'pattern-map'
  | 'dependencies'
  | 'any'
  | 'boolean'
  | 'count'
  | 'enum'
  | 'list'
  | 'number'
  | 'positive'
  | 'regex'
  | 'string'
  | 'types'
  | 'words'
  | 'words-map'
  | 'object';

/** JSON kinds; `integer` is a number to JSON. */
export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export const allKinds: readonly Kind[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

export interface Keyword {
  readonly value: ValueKind;
  /** Undefined: in both. */
  readonly draft?: Draft;
  /**
   * `annotation` and `place` (definitions, identifiers) never change a verdict; `reference` and `combine` apply other
   * schemas to the same value; a kind: it judges values of this kind and passes all others; `all`: it judges any value.
   */
  readonly about: 'annotation' | 'place' | 'reference' | 'combine' | 'all' | Kind;
}

const later = '2020-12';
const before = 'draft-07';

export const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['$schema', { value: 'string', about: 'place' }],
  ['$id', { value: 'string', about: 'place' }],
  ['$anchor', { value: 'string', about: 'place', draft: later }],
  ['$dynamicAnchor', { value: 'string', about: 'place', draft: later }],
  ['$vocabulary', { value: 'object', about: 'place', draft: later }],
  ['$defs', { value: 'schema-map', about: 'place' }],
  ['definitions', { value: 'schema-map', about: 'place' }],
  ['$ref', { value: 'string', about: 'reference' }],
  ['$dynamicRef', { value: 'string', about: 'reference', draft: later }],
  ['$comment', { value: 'string', about: 'annotation' }],
  ['title', { value: 'string', about: 'annotation' }],
  ['description', { value: 'string', about: 'annotation' }],
  ['default', { value: 'any', about: 'annotation' }],
  ['deprecated', { value: 'boolean', about: 'annotation' }],
  ['readOnly', { value: 'boolean', about: 'annotation' }],
  ['writeOnly', { value: 'boolean', about: 'annotation' }],
  ['examples', { value: 'list', about: 'annotation' }],
  ['contentMediaType', { value: 'string', about: 'annotation' }],
  ['contentSchema', { value: 'schema', about: 'annotation', draft: later }],
  ['type', { value: 'types', about: 'all' }],
  ['enum', { value: 'enum', about: 'all' }],
  ['const', { value: 'any', about: 'all' }],
  ['format', { value: 'string', about: 'all' }],
  ['multipleOf', { value: 'positive', about: 'number' }],
  ['maximum', { value: 'number', about: 'number' }],
  ['exclusiveMaximum', { value: 'number', about: 'number' }],
  ['minimum', { value: 'number', about: 'number' }],
  ['exclusiveMinimum', { value: 'number', about: 'number' }],
  ['maxLength', { value: 'count', about: 'string' }],
  ['minLength', { value: 'count', about: 'string' }],
  ['pattern', { value: 'regex', about: 'string' }],
  ['contentEncoding', { value: 'string', about: 'string' }],
  ['x-decimal', { value: 'object', about: 'string' }],
  ['x-bytes', { value: 'object', about: 'string' }],
  ['items', { value: 'schema-or-list', about: 'array' }],
  ['prefixItems', { value: 'schema-list', about: 'array', draft: later }],
  ['additionalItems', { value: 'schema', about: 'array', draft: before }],
  ['unevaluatedItems', { value: 'schema', about: 'array', draft: later }],
  ['contains', { value: 'schema', about: 'array' }],
  ['maxContains', { value: 'count', about: 'array', draft: later }],
  ['minContains', { value: 'count', about: 'array', draft: later }],
  ['maxItems', { value: 'count', about: 'array' }],
  ['minItems', { value: 'count', about: 'array' }],
  ['uniqueItems', { value: 'boolean', about: 'array' }],
  ['properties', { value: 'schema-map', about: 'object' }],
  ['patternProperties', { value: 'pattern-map', about: 'object' }],
  ['additionalProperties', { value: 'schema', about: 'object' }],
  ['unevaluatedProperties', { value: 'schema', about: 'object', draft: later }],
  ['propertyNames', { value: 'schema', about: 'object' }],
  ['required', { value: 'words', about: 'object' }],
  ['maxProperties', { value: 'count', about: 'object' }],
  ['minProperties', { value: 'count', about: 'object' }],
  ['dependentRequired', { value: 'words-map', about: 'object', draft: later }],
  ['dependentSchemas', { value: 'schema-map', about: 'object', draft: later }],
  ['dependencies', { value: 'dependencies', about: 'object', draft: before }],
  ['allOf', { value: 'schema-list', about: 'combine' }],
  ['anyOf', { value: 'schema-list', about: 'combine' }],
  ['oneOf', { value: 'schema-list', about: 'combine' }],
  ['not', { value: 'schema', about: 'combine' }],
  ['if', { value: 'schema', about: 'combine' }],
  ['then', { value: 'schema', about: 'combine' }],
  ['else', { value: 'schema', about: 'combine' }],
]);

/** The keyword as this draft knows it. */
export function keywordOf(name: string, draft: Draft): Keyword | undefined {
  const keyword = keywords.get(name);
  return keyword?.draft === undefined || keyword.draft === draft ? keyword : undefined;
}

export function keywordNames(draft: Draft): string[] {
  return [...keywords.keys()].filter((name) => !name.startsWith('x-') && keywordOf(name, draft) !== undefined);
}

/** Whether a keyword can make a value invalid. */
export function judges(name: string): boolean {
  const about = keywords.get(name)?.about ?? 'annotation';
  return about !== 'annotation' && about !== 'place';
}

/** What to write instead of keywords that other dialects have. */
export const foreign: ReadonlyMap<string, string> = new Map([
  ['id', 'write $id'],
  ['nullable', 'write "type": ["string", "null"]'],
  ['discriminator', 'give every branch a property with a different const instead'],
  ['example', 'write examples, a list'],
  ['tsType', 'a schema cannot bring TypeScript text; map types under types: in agentwire.yaml'],
  ['tsEnumNames', 'a schema cannot bring TypeScript text; enum words are the names'],
  ['$recursiveRef', 'write $dynamicRef, its name since draft 2020-12'],
  ['$recursiveAnchor', 'write $dynamicAnchor, its name since draft 2020-12'],
  ['extends', 'write allOf'],
]);
