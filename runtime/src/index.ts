export type { Codec, CodecError, DecodeOptions, Encoding, Issue } from './codec/codec.js';
