/** Avro between two schemas at hand, without generated code: what tools compare schemas by. */
import { Fault } from '../codec/codec.js';
import { parseExact, readJson, writeJson } from '../codec/avro/avro-json.js';
import { linkSchema } from '../codec/avro/link.js';
import { AvroReader } from '../codec/avro/reader.js';
import { resolveSchemas } from '../codec/avro/resolve.js';
import { type AvroJson, SchemaError } from '../codec/avro/schema.js';
import { AvroWriter } from '../codec/avro/writer.js';

export type AvroExchange =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly json: string }
  /** The writer could send it, and the reader does not take it. */
  | { readonly kind: 'refused'; readonly bytes: Uint8Array; readonly reason: string }
  /** It is no value of the writer's schema. */
  | { readonly kind: 'unwritable'; readonly reason: string };

// Made once: each brings tables of its own. One exchange ends before the next begins.
const writing = new AvroWriter();
const resolving = new AvroWriter();
const reading = new AvroReader();

/**
 * Writes a value (in Avro's JSON encoding) by one schema and reads it by another, by Avro's schema resolution.
 * @throws {SchemaError} where one of the schemas is none
 */
export function avroExchange(writer: AvroJson, reader: AvroJson): (value: string) => AvroExchange {
  const from = linkSchema(writer);
  const to = linkSchema(reader);
  const run = attempt(() => resolveSchemas(from, to));
  return (value) => {
    const written = attempt(() => {
      writing.reset();
      writeJson(from, parseExact(value), writing, 'tagged');
      return writing.written().slice();
    });
    if (typeof written === 'string') return { kind: 'unwritable', reason: written };
    if (typeof run === 'string') return { kind: 'refused', bytes: written, reason: run };
    const json = attempt(() => {
      resolving.reset();
      reading.open(written);
      run(reading, resolving);
      reading.finish();
      reading.open(resolving.written().slice());
      return { text: readJson(to, reading) };
    });
    if (typeof json === 'string') return { kind: 'refused', bytes: written, reason: json };
    return { kind: 'read', bytes: written, json: json.text };
  };
}

/** The result, or what was wrong in words. */
function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof SchemaError || error instanceof Fault || error instanceof SyntaxError) return error.message;
    throw error;
  }
}
