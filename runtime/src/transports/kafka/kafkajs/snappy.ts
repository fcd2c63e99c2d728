/** Snappy for kafkajs, which brings none of its own. */
import { loadSnappy, type Snappy } from '../../../compression/snappy.js';
import type { Library } from './load.js';
import { missing } from './missing.js';

/** Bytes of one batch of records: far above what brokers take, so that a bomb is told before it goes off. */
const longest = 32 * 1024 * 1024;
/** Java's clients write blocks behind this head (magic, version, compatible version), each with its length before it. */
const blockMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const headSize = 16;

/** Registers the codec, which kafkajs keeps for the whole process; one that is there already stays. */
export async function useSnappy({ CompressionCodecs, CompressionTypes }: Library, required: boolean): Promise<void> {
  if (isRegistered(CompressionCodecs[CompressionTypes.Snappy])) return;
  let snappy: Snappy;
  try {
    snappy = await loadSnappy();
  } catch (cause) {
    // Who only sends in the clear can do without, until somebody else sends snappy.
    if (required) throw missing('snappyjs', cause);
    return;
  }
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: async (encoder: { readonly buffer: Buffer }) => asBuffer(snappy.compress(encoder.buffer)),
    decompress: async (bytes: Buffer) => inflate(snappy, bytes),
  });
}

/** In place of a codec that is missing, kafkajs has a function that throws. */
function isRegistered(codec: () => unknown): boolean {
  try {
    codec();
    return true;
  } catch {
    return false;
  }
}

function inflate(snappy: Snappy, bytes: Buffer): Buffer {
  if (!bytes.subarray(0, blockMagic.length).equals(blockMagic)) return asBuffer(snappy.decompress(bytes, longest));
  const blocks: Uint8Array[] = [];
  let size = 0;
  for (let at = headSize; at < bytes.length;) {
    const end = at + 4 + bytes.readInt32BE(at);
    if (end > bytes.length || end <= at) throw new RangeError('a block of snappy is cut off');
    const block = snappy.decompress(bytes.subarray(at + 4, end), longest - size);
    size += block.length;
    blocks.push(block);
    at = end;
  }
  return Buffer.concat(blocks);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
