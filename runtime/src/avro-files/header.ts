/** The head of a file: `Obj` and 1, a map of bytes (schema, compression, the user's own), sixteen bytes of marker. */
import type { AvroJson } from '../codec/avro/schema.js';
import { AvroWriter } from '../codec/avro/writer.js';
import { decodeUtf8 } from '../codec/core/text.js';
import { broken } from './compression.js';
import type { Source } from './source.js';

const magic = Uint8Array.of(0x4f, 0x62, 0x6a, 0x01);
export const markerSize = 16;
/** Bytes of one name or value of the map. */
const longest = 1024 * 1024;
const mostEntries = 1000;

export interface FileHeader {
  readonly schema: AvroJson;
  readonly compression: string;
  /** What else the writer said of the file; names that begin with `avro.` are the format's own. */
  readonly metadata: Readonly<Record<string, Uint8Array>>;
  /** Stands behind every block. */
  readonly marker: Uint8Array;
}

const encoder = new TextEncoder();

export function printHeader({ schema, compression, metadata, marker }: FileHeader): Uint8Array {
  const w = new AvroWriter();
  w.reset();
  const entries = Object.entries({
    'avro.codec': encoder.encode(compression),
    'avro.schema': encoder.encode(JSON.stringify(schema)),
    ...metadata,
  });
  w.raw(magic);
  w.long(entries.length);
  for (const [name, value] of entries) {
    w.string(name);
    w.bytesValue(value);
  }
  w.long(0);
  w.raw(marker);
  return w.written().slice();
}

/** @throws {CodecError} `invalid_bytes` where the bytes are no such file */
export async function readHeader(source: Source): Promise<FileHeader> {
  const start = await source.take(magic.length);
  if (start.some((byte, index) => byte !== magic[index]))
    throw broken('no Avro file: it does not begin with Obj and 1');
  const map = await readMap(source);
  const marker = new Uint8Array(await source.take(markerSize));
  const { 'avro.schema': schema, 'avro.codec': compression, ...metadata } = Object.fromEntries(map);
  if (schema === undefined) throw broken('the file names no schema');
  return {
    schema: schemaOf(textOf(schema)),
    compression: compression === undefined ? 'null' : textOf(compression),
    metadata,
    marker,
  };
}

async function readMap(source: Source): Promise<ReadonlyMap<string, Uint8Array>> {
  const map = new Map<string, Uint8Array>();
  for (;;) {
    const count = await source.long();
    if (count === 0) return map;
    // A negative count stands before the size of the block, which only matters to who skips it.
    if (count < 0) await source.long();
    for (let left = Math.abs(count); left > 0; left--) {
      if (map.size >= mostEntries) throw broken(`the head of the file has more than ${mostEntries} entries`);
      const name = textOf(await source.bytes(longest));
      map.set(name, new Uint8Array(await source.bytes(longest)));
    }
  }
}

function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes, 0, bytes.length);
  if (text === undefined) throw broken('the head of the file is not UTF-8');
  return text;
}

function schemaOf(text: string): AvroJson {
  try {
    return JSON.parse(text) as AvroJson;
  } catch {
    throw broken('the schema of the file is not JSON');
  }
}
