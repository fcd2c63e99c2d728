import { describe, expect, it } from 'vitest';
import { fileNameFor, refFiles } from '../../../generator/src/codec/schema-text.js';
import { metaschemasFor } from '../../../generator/src/codec/metaschemas.js';

describe('the format of a schema text', () => {
  it.each([
    ['syntax = "proto3"; message A {}', 'schema.proto'],
    ['// a comment first\nmessage A {}', 'schema.proto'],
    ['{"type":"record","name":"A","fields":[]}', 'schema.avsc'],
    ['{"type":"enum","name":"A","symbols":["x"]}', 'schema.avsc'],
    ['["null","string"]', 'schema.avsc'],
    ['"long"', 'schema.avsc'],
    ['{"type":"array","items":"string"}', 'schema.avsc'],
    ['{"type":"array","items":{"type":"string"}}', 'schema.schema.json'],
    ['{"type":"string"}', 'schema.schema.json'],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"map"}', 'schema.schema.json'],
    ['{"type":', 'schema.schema.json'],
    ['true', 'schema.schema.json'],
    ['type: object', 'schema.schema.json'],
  ])('of %j is told by %s', (text, name) => {
    expect(fileNameFor(text, undefined)).toBe(name);
  });

  it('is what the caller says, where the caller says it', () => {
    expect(fileNameFor('{"type":"string"}', 'avro')).toBe('schema.avsc');
  });
});

describe('further schemas', () => {
  it('are found by the URI they are given under, or the one they declare', () => {
    const ids = refFiles([
      ['https://x/a', '{"type":"string"}'],
      ['https://x/b', '{"$id":"https://y/b"}'],
      ['https://x/c', 'true'],
    ]).map((one) => (JSON.parse(one.text) as { $id: string }).$id);
    expect(ids).toEqual(['https://x/a', 'https://y/b', 'https://x/c']);
    expect(refFiles([['u', '{']])[0]?.text).toBe('{');
  });

  it('include the official metaschemas where they are referred to, and only there', () => {
    expect(metaschemasFor('{"$schema":"https://json-schema.org/draft/2020-12/schema"}')).toEqual([]);
    expect(metaschemasFor('{"$ref": "https://json-schema.org/draft/2020-12/schema"}')).toHaveLength(8);
    const [draft7] = metaschemasFor("$ref: 'http://json-schema.org/draft-07/schema#'");
    expect(JSON.parse(draft7?.text ?? '')).toMatchObject({ $id: 'http://json-schema.org/draft-07/schema#' });
  });
});
