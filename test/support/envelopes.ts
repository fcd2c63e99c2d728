/** Envelopes taken apart as docs/wire.md says, by nothing of the runtime: what another implementation would write. */
import type { Encoding } from '@agentwire/runtime';

export interface EnvelopeParts {
  readonly header: Uint8Array;
  readonly data: Uint8Array;
  readonly metadata?: Uint8Array;
}

export function taken(encoding: Encoding, bytes: Uint8Array): EnvelopeParts {
  switch (encoding) {
    case 'json': {
      const { header, payload } = JSON.parse(new TextDecoder().decode(bytes)) as Record<
        string,
        Record<string, unknown>
      >;
      const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
      const metadata = payload?.['metadata'];
      return withMetadata(text(header), text(payload?.['data']), metadata === undefined ? undefined : text(metadata));
    }
    case 'protobuf': {
      const top = fieldsOf(bytes);
      const payload = fieldsOf(top.get(2) ?? new Uint8Array());
      return withMetadata(top.get(1), payload.get(1), payload.get(2));
    }
    case 'avro': {
      const header = sized(bytes, 0);
      const data = sized(bytes, header.end);
      const metadata = bytes[data.end] === 2 ? sized(bytes, data.end + 1) : undefined;
      return withMetadata(header.value, data.value, metadata?.value);
    }
  }
}

function withMetadata(header?: Uint8Array, data?: Uint8Array, metadata?: Uint8Array): EnvelopeParts {
  if (header === undefined || data === undefined) throw new Error('an envelope without header or data');
  return metadata === undefined ? { header, data } : { header, data, metadata };
}

function varint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

/** Length-delimited fields by number. */
function fieldsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length;) {
    const tag = varint(bytes, at);
    const size = varint(bytes, tag.end);
    at = size.end + size.value;
    fields.set(tag.value >> 3, bytes.subarray(size.end, at));
  }
  return fields;
}

/** Avro bytes: a zigzag length, then the bytes. */
function sized(bytes: Uint8Array, start: number): { value: Uint8Array; end: number } {
  const size = varint(bytes, start);
  const end = size.end + size.value / 2;
  return { value: bytes.subarray(size.end, end), end };
}
