/** The names that encodings have in headers. */
import type { Encoding } from '../codec/codec.js';

export const contentTypes: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  protobuf: 'application/protobuf',
  avro: 'application/avro',
};

/** The encoding that a content type names, or undefined. */
export function encodingOf(contentType: string): Encoding | undefined {
  const encodings = Object.keys(contentTypes) as Encoding[];
  return encodings.find((encoding) => contentTypes[encoding] === contentType);
}
