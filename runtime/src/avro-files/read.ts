import type { AvroCodec } from '../codec/avro/codec.js';
import { valueSplitter } from '../codec/avro/split.js';
import type { DecodeOptions } from '../codec/codec.js';
import { blockCodec, broken } from './compression.js';
import { type FileHeader, markerSize, readHeader } from './header.js';
import { sourceOf } from './source.js';

export interface ReadOptions extends DecodeOptions {
  /** Bytes of one block, compressed or not, that are still accepted (default 64 MiB). */
  readonly maxBlock?: number;
  /** Told once, before the first value. */
  readonly onHeader?: (header: FileHeader) => void;
}

/**
 * The values of a file, one after the other, whoever wrote it: by Avro's schema resolution where its schema is not the
 * codec's.
 * @throws {CodecError} `invalid_bytes` where the file is none or breaks off, `schema_unknown` where its schema cannot be
 * reconciled with the codec's, `limit_exceeded`, and as `decode`
 * @example for await (const order of readContainer(OrderAvro, createReadStream('orders.avro'))) handle(order);
 */
export async function* readContainer<T>(
  codec: AvroCodec<T>,
  chunks: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<T, void, undefined> {
  const { maxBlock = 64 * 1024 * 1024, maxItems = 100_000 } = options;
  const source = sourceOf(chunks);
  const header = await readHeader(source);
  const { schema, compression, marker } = header;
  const blocks = await blockCodec(compression);
  const split = valueSplitter(schema);
  options.onHeader?.(header);
  while (!(await source.ended())) {
    const count = await source.long();
    if (count < 0) throw broken('a block has a negative count');
    const body = blocks.decompress(await source.bytes(maxBlock), maxBlock);
    const found = await source.take(markerSize);
    if (found.some((byte, index) => byte !== marker[index])) throw broken('a block does not end with the marker');
    // Values may take no bytes at all, and then the count is only what the file says.
    if (count > Math.max(body.length, maxItems)) throw broken('a block has fewer values than it says');
    for (const value of split(body, count, options)) yield codec.decodeWith(schema, value, options);
  }
}
