/** A codec of `{ "n": integer }` whose "Protobuf" is one byte: commands are tested without any schema machinery. */
import { type Codec, CodecError, type Encoding, type Issue } from '@agentwire/runtime';
import type { LoadedCodec } from '../../../generator/src/codec/load-codec.js';

const shape = { kind: 'json', of: 'any' } as const;

function issuesOf(value: unknown): Issue[] {
  const issues: Issue[] = [];
  const { n, ...rest } = value as Record<string, unknown>;
  if (n === undefined) issues.push({ path: '/n', message: 'is missing' });
  else if (typeof n !== 'number') issues.push({ path: '/n', message: `${JSON.stringify(n)} is not an integer` });
  for (const key of Object.keys(rest)) issues.push({ path: `/${key}`, message: 'is not declared' });
  return issues;
}

function codec(
  encoding: Encoding,
  encode: (n: number) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): Codec<unknown> {
  return {
    encoding,
    name: 'Number',
    shape,
    encode: (value) => encode((value as { n: number }).n),
    encodeInto: () => 0,
    decode: (bytes) => {
      const value = decode(bytes);
      const issues = issuesOf(value);
      if (issues.length > 0) throw new CodecError('invalid_bytes', issues, 0);
      return value;
    },
  };
}

const json = codec(
  'json',
  (n) => new TextEncoder().encode(`{"n":${n}}`),
  (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
);

const protobuf = codec(
  'protobuf',
  (n) => Uint8Array.of(0xca, n),
  (bytes) => {
    if (bytes.length !== 2)
      throw new CodecError('invalid_bytes', [{ path: '/n', message: 'the bytes end early' }], bytes.length);
    return { n: bytes[1] };
  },
);

export const fakeCodec: LoadedCodec = {
  name: 'Number',
  json,
  protobuf,
  because: (encoding) => (encoding === 'avro' ? 'it is a fake' : undefined),
  validate: issuesOf,
  is: () => true,
};
