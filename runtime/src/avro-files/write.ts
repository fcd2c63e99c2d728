import type { AvroCodec } from '../codec/avro/codec.js';
import { selfContained } from '../codec/avro/self-contained.js';
import { AvroWriter } from '../codec/avro/writer.js';
import { blockCodec, broken, type BlockCodec, type Compression } from './compression.js';
import { markerSize, printHeader } from './header.js';

export interface WriteOptions {
  /** Default `deflate`. */
  readonly compression?: Compression;
  /** Bytes of a block before it is compressed (default 64 KiB); a larger value has a block of its own. */
  readonly blockSize?: number;
  /** What is said of the file. Names that begin with `avro.` are the format's own. */
  readonly metadata?: Readonly<Record<string, Uint8Array | string>>;
  /** Sixteen bytes that stand between blocks (default: random). */
  readonly marker?: Uint8Array;
}

/**
 * The values as a file, piece by piece; nothing is kept but one block.
 * @throws {CodecError} `invalid_value` with the path, after the blocks before the value have been given.
 * @example await writeFile('orders.avro', writeContainer(OrderAvro, orders));
 */
export async function* writeContainer<T>(
  codec: AvroCodec<T>,
  values: Iterable<T> | AsyncIterable<T>,
  options: WriteOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { compression = 'deflate', blockSize = 64 * 1024 } = options;
  const blocks = await blockCodec(compression);
  const marker = options.marker ?? globalThis.crypto.getRandomValues(new Uint8Array(markerSize));
  if (marker.length !== markerSize) throw new RangeError(`a marker has ${markerSize} bytes`);
  yield printHeader({
    schema: selfContained(codec.schema, codec.definitions),
    compression,
    metadata: bytesOf(options.metadata ?? {}),
    marker,
  });
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const value of values) {
    const bytes = codec.encode(value);
    if (size > 0 && size + bytes.length > blockSize) {
      yield blockOf(pending, size, blocks, marker);
      pending = [];
      size = 0;
    }
    pending.push(bytes);
    size += bytes.length;
  }
  if (pending.length > 0) yield blockOf(pending, size, blocks, marker);
}

function blockOf(values: readonly Uint8Array[], size: number, codec: BlockCodec, marker: Uint8Array): Uint8Array {
  const body = new Uint8Array(size);
  let at = 0;
  for (const value of values) {
    body.set(value, at);
    at += value.length;
  }
  const w = new AvroWriter();
  w.reset();
  w.long(values.length);
  w.bytesValue(codec.compress(body));
  w.raw(marker);
  return w.written().slice();
}

const encoder = new TextEncoder();

function bytesOf(metadata: Readonly<Record<string, Uint8Array | string>>): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => {
      if (name.startsWith('avro.')) throw broken(`${name} is a name of the format's own`);
      return [name, typeof value === 'string' ? encoder.encode(value) : value];
    }),
  );
}
