/** How blocks are compressed. `null` and `deflate` every reader has; the others are the specification's options. */
import * as zlib from 'node:zlib';
import { CodecError } from '../codec/codec.js';
import { loadSnappy } from '../compression/snappy.js';

export type Compression = 'null' | 'deflate' | 'snappy' | 'zstandard';

export interface BlockCodec {
  compress(block: Uint8Array): Uint8Array;
  /** @throws {CodecError} `invalid_bytes`, or `limit_exceeded` beyond `most` bytes: a small block may unfold to any size. */
  decompress(block: Uint8Array, most: number): Uint8Array;
}

/** @throws {CodecError} `invalid_bytes` where the name is unknown, or the platform has no such codec. */
export async function blockCodec(name: string): Promise<BlockCodec> {
  switch (name) {
    case 'null':
      return { compress: (block) => block, decompress: (block) => block };
    case 'deflate':
      return {
        compress: (block) => zlib.deflateRawSync(block),
        decompress: (block, most) =>
          unfolded('deflate', () => zlib.inflateRawSync(block, { maxOutputLength: Math.max(1, most) })),
      };
    case 'snappy':
      return snappyBlocks();
    case 'zstandard':
      return zstandardBlocks();
    default:
      throw broken(`blocks are compressed as ${JSON.stringify(name.slice(0, 40))}, which is not known`);
  }
}

/** Snappy's block format and four bytes of CRC-32 of what was compressed, big-endian. */
async function snappyBlocks(): Promise<BlockCodec> {
  const { compress, decompress } = await loadSnappy();
  return {
    compress(block) {
      const small = compress(block);
      const out = new Uint8Array(small.length + 4);
      out.set(small);
      new DataView(out.buffer).setUint32(small.length, crc32(block));
      return out;
    },
    decompress(block, most) {
      const body = block.subarray(0, -4);
      if (block.length < 5) throw broken('a snappy block has no checksum');
      const out = unfolded('snappy', () => decompress(body, most));
      const sum = new DataView(block.buffer, block.byteOffset + body.length, 4).getUint32(0);
      if (crc32(out) !== sum) throw broken('the checksum of a snappy block is wrong');
      return out;
    },
  };
}

/** Node has it from 22.15 on. */
interface Zstandard {
  readonly zstdCompressSync: (block: Uint8Array) => Uint8Array;
  readonly zstdDecompressSync: (block: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;
}

function zstandardBlocks(): BlockCodec {
  const { zstdCompressSync, zstdDecompressSync } = zlib as Partial<Zstandard>;
  if (zstdCompressSync === undefined || zstdDecompressSync === undefined)
    throw broken('zstandard needs Node 22.15 or newer; deflate and snappy work on every Node');
  return {
    compress: (block) => zstdCompressSync(block),
    decompress: (block, most) =>
      unfolded('zstandard', () => zstdDecompressSync(block, { maxOutputLength: Math.max(1, most) })),
  };
}

function unfolded(name: string, run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch (error) {
    if (error instanceof CodecError) throw error;
    if (error instanceof RangeError || (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(undefined);
    throw broken(`a block is no ${name}`);
  }
}

export function broken(message: string): CodecError {
  return new CodecError('invalid_bytes', [{ path: '', message }]);
}

export function tooLarge(most: number | undefined): CodecError {
  const limit = most === undefined ? 'the limit' : `${most} bytes`;
  return new CodecError('limit_exceeded', [{ path: '', message: `a block is larger than ${limit}` }]);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum >>> 0;
});

/** Node's own came with 22.2. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] as number);
  return (sum ^ 0xffffffff) >>> 0;
}
