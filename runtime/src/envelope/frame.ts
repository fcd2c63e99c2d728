/** A framed envelope, taken apart and put together, per encoding: one row each. */
import type { Encoding } from '../codec/codec.js';
import { avroFrame } from './avro.js';
import type { FrameFormat } from './format.js';
import { jsonFrame } from './json.js';
import { protobufFrame } from './protobuf.js';

const formats: Readonly<Record<Encoding, FrameFormat>> = { json: jsonFrame, protobuf: protobufFrame, avro: avroFrame };

export function frameFormat(encoding: Encoding): FrameFormat {
  return formats[encoding];
}

/** The encoding that a content type names, or undefined. */
export function encodingOf(contentType: string): Encoding | undefined {
  for (const encoding of Object.keys(formats) as Encoding[]) {
    if (formats[encoding].contentType === contentType) return encoding;
  }
  return undefined;
}
