/** Schema texts without a file: what they are, and where others find them. */
import type { Format } from '../model/types.js';
import type { SourceText } from '../source/text.js';

const names: Readonly<Record<Format, string>> = {
  'json-schema': 'schema.schema.json',
  protobuf: 'schema.proto',
  avro: 'schema.avsc',
};

/** A name by which the formats claim the text. */
export function fileNameFor(text: string, format: Format | undefined): string {
  return names[format ?? guess(text)];
}

function guess(text: string): Format {
  if (!/^\ufeff?\s*(?:[{["]|true\b|false\b)/.test(text)) {
    return /^\s*(?:\/[/*]|syntax|edition|package|import|option|message|enum|service|extend)/.test(text)
      ? 'protobuf'
      : 'json-schema';
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'json-schema';
  }
  return isAvro(json) ? 'avro' : 'json-schema';
}

const avroTypes = new Set(['record', 'error', 'enum', 'fixed', 'map', 'long', 'int', 'float', 'double', 'bytes']);

/** Where a text could be both (`{"type":"string"}`), it is a JSON Schema. */
function isAvro(json: unknown): boolean {
  if (typeof json === 'string' || Array.isArray(json)) return true;
  if (typeof json !== 'object' || json === null || '$schema' in json || !('type' in json)) return false;
  if (typeof json.type === 'string' && avroTypes.has(json.type)) return true;
  return json.type === 'array' && 'items' in json && typeof json.items === 'string';
}

/** Further JSON Schemas, each found by its URI: the one it declares, or else the one it is given under. */
export function refFiles(refs: readonly (readonly [uri: string, text: string])[]): readonly SourceText[] {
  return refs.map(([uri, text], index) => ({ path: `refs/${index}.schema.json`, text: identified(uri, text) }));
}

function identified(uri: string, text: string): string {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    // Loading says what is wrong with the text, at its place.
    return text;
  }
  if (schema === true) return JSON.stringify({ $id: uri });
  if (schema === false) return JSON.stringify({ $id: uri, not: {} });
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || '$id' in schema) return text;
  return JSON.stringify({ $id: uri, ...schema });
}
