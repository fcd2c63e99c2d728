/** Open JSON inside of a binary encoding: its text, in one walk over the value or the bytes, without a string between. */
import { type DecodeOptions, Fault } from './codec.js';
import { JsonReader } from './json/reader.js';
import { JsonWriter } from './json/writer.js';

export type OpenJson = 'any' | 'object' | 'array';

let idleWriter: JsonWriter | undefined;
let reader: JsonReader | undefined;

/**
 * The UTF-8 of a JSON value, members in their own order; only until the next call.
 * @throws {Fault} where the value is not plain JSON of the kind.
 */
export function openJsonBytes(value: unknown, of: OpenJson): Uint8Array {
  const writer = idleWriter ?? new JsonWriter();
  // A getter of the value may encode another message meanwhile.
  idleWriter = undefined;
  try {
    writer.reset();
    if (of === 'any') writer.plain(value);
    else if (of === 'array') writer.plainArray(value);
    else writer.plainObject(value);
    return writer.written();
  } finally {
    idleWriter = writer;
  }
}

/**
 * The value of UTF-8 bytes.
 * @throws {Fault} where they are not JSON of the kind, with an offset into the bytes.
 */
export function openJsonOf(bytes: Uint8Array, of: OpenJson, options: DecodeOptions): unknown {
  reader ??= new JsonReader();
  reader.begin(bytes, options);
  try {
    const kind = reader.kind();
    if (of !== 'any' && kind !== of) throw new Fault(kindWords[of], 0);
    const value = reader.json<unknown>();
    reader.finish();
    return value;
  } catch (error) {
    if (!(error instanceof Fault) || error.limit || error.message === kindWords[of]) throw error;
    throw new Fault(`bytes that are not JSON: ${error.message}`, error.offset);
  } finally {
    reader.release();
  }
}

const kindWords = { any: 'not JSON', object: 'not a JSON object', array: 'not a JSON list' } as const;
