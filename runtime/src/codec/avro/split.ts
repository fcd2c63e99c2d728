/** Values that stand one behind the other, as in the blocks of a file, told apart by their writer's schema. */
import { CodecError, type DecodeOptions, Fault } from '../codec.js';
import { linkSchema } from './link.js';
import { AvroReader } from './reader.js';
import { type AvroJson, SchemaError } from './schema.js';
import { skipValue } from './skip.js';

/**
 * What tells the bytes of `count` values apart.
 * @throws {CodecError} `schema_unknown` where the schema is none; the function throws `invalid_bytes` and `limit_exceeded`.
 */
export function valueSplitter(
  schema: AvroJson,
): (bytes: Uint8Array, count: number, options?: DecodeOptions) => readonly Uint8Array[] {
  const node = linked(schema);
  const reader = new AvroReader();
  return (bytes, count, options) => {
    reader.open(bytes, options);
    try {
      const values: Uint8Array[] = [];
      for (let index = 0; index < count; index++) {
        const start = reader.position;
        skipValue(node, reader);
        values.push(bytes.subarray(start, reader.position));
      }
      reader.finish();
      return values;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const code = error.limit ? 'limit_exceeded' : 'invalid_bytes';
      throw new CodecError(code, [{ path: '', message: error.message }], error.offset);
    } finally {
      reader.close();
    }
  };
}

function linked(schema: AvroJson): ReturnType<typeof linkSchema> {
  try {
    return linkSchema(schema);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new CodecError('schema_unknown', [{ path: '', message: error.message }]);
  }
}
