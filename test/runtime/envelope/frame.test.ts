import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodecError, type Encoding } from '@agentwire/runtime';
import { avroEnvelope } from '../../../runtime/src/envelope/avro.js';
import { contentTypes, encodingOf } from '../../../runtime/src/envelope/content-type.js';
import { jsonEnvelope } from '../../../runtime/src/envelope/json.js';
import { protobufEnvelope } from '../../../runtime/src/envelope/protobuf.js';

const encodings: readonly Encoding[] = ['json', 'protobuf', 'avro'];
const envelopes = { json: jsonEnvelope, protobuf: protobufEnvelope, avro: avroEnvelope };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

/** What splitting ends in: parts, or the one error that there may be. */
function outcome(encoding: Encoding, frame: Uint8Array): 'split' | 'refused' {
  try {
    envelopes[encoding].split(frame);
    return 'split';
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CodecError);
    expect((thrown as CodecError).code).toBe('invalid_bytes');
    return 'refused';
  }
}

const jsonText = fc.jsonValue().map((value) => utf8(JSON.stringify(value)));
const anyBytes = fc.uint8Array({ maxLength: 300 });

describe.each(encodings)('the %s envelope', (encoding) => {
  const format = envelopes[encoding];
  const part = encoding === 'json' ? jsonText : anyBytes;

  test('gives back the parts that were joined', () => {
    fc.assert(
      fc.property(part, part, fc.option(part, { nil: undefined }), (header, data, metadata) => {
        const parts = format.split(format.join(header, data, metadata));
        expect(parts.header).toEqual(header);
        expect(parts.data).toEqual(data);
        expect(parts.metadata).toEqual(metadata);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  test('is refused wherever it is cut, and with anything behind it', () => {
    const frame = format.join(utf8('{"h":1}'), utf8('{"d":[1,"}"]}'), utf8('{"m":{}}'));
    for (let end = 0; end < frame.length; end++) expect(outcome(encoding, frame.subarray(0, end))).toBe('refused');
    for (const tail of [[0x00], [0x7d], [0x31], [0xff, 0xff]])
      expect(outcome(encoding, Uint8Array.from([...frame, ...tail]))).toBe('refused');
    expect(outcome(encoding, frame)).toBe('split');
  });

  test('meets any bytes with parts or a CodecError, never with another exception', () => {
    const frame = format.join(utf8('{"h":1}'), utf8('{"d":[1,"}"]}'), utf8('{"m":{}}'));
    const mangled = fc
      .array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((edits) => {
        const bytes = frame.slice();
        for (const [at, byte] of edits) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(anyBytes, mangled), (bytes) => {
        expect(['split', 'refused']).toContain(outcome(encoding, bytes));
      }),
      { seed: 22, numRuns: 2000 },
    );
  });

  test('has a content type that names it', () => {
    expect(encodingOf(contentTypes[encoding])).toBe(encoding);
  });
});

test('no other content type names an encoding', () => {
  expect(encodingOf('text/html')).toBeUndefined();
  expect(encodingOf('constructor')).toBeUndefined();
});

describe('the JSON envelope, as others may write it', () => {
  const { split } = jsonEnvelope;

  test('may have spaces, escapes in names and any order of members', () => {
    const parts = split(
      utf8(' {\n "payload" : { "metadata":null , "d\\u0061ta" : [1, {"a":"\\"}"}] } ,\t"header":{"a":{}} }\r\n'),
    );
    expect([text(parts.header), text(parts.data), text(parts.metadata)]).toEqual([
      '{"a":{}}',
      '[1, {"a":"\\"}"}]',
      'null',
    ]);
  });

  test.each([
    ['a member twice', '{"header":{},"header":{},"payload":{"data":{}}}'],
    ['a member twice, once in disguise', '{"header":{},"he\\u0061der":{},"payload":{"data":{}}}'],
    ['data twice', '{"header":{},"payload":{"data":{},"data":{}}}'],
    ['an unknown member', '{"header":{},"payload":{"data":{}},"extra":1}'],
    ['an unknown member of the payload', '{"header":{},"payload":{"data":{},"__proto__":1}}'],
    ['no header', '{"payload":{"data":{}}}'],
    ['no payload', '{"header":{}}'],
    ['no data', '{"header":{},"payload":{"metadata":{}}}'],
    ['a payload that is no object', '{"header":{},"payload":[]}'],
    ['an array', '[]'],
    ['nothing', ''],
    ['a comma too many', '{"header":{},"payload":{"data":{}},}'],
    ['a missing comma', '{"header":{} "payload":{"data":{}}}'],
    ['a missing colon', '{"header" {},"payload":{"data":{}}}'],
    ['a missing value', '{"header":,"payload":{"data":{}}}'],
    ['a second document', '{"header":{},"payload":{"data":{}}}{}'],
    ['a byte order mark', '\ufeff{"header":{},"payload":{"data":{}}}'],
  ])('is refused with %s', (_, frame) => {
    expect(outcome('json', utf8(frame))).toBe('refused');
  });

  test('never shows parts that JSON.parse would see otherwise', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '1',
      'null',
      '"data"',
      '"header"',
      '"payload"',
      '"metadata"',
      '{}',
      '"}"',
    );
    const nearly = fc
      .tuple(fc.array(piece, { maxLength: 6 }), fc.array(piece, { maxLength: 6 }), fc.array(piece, { maxLength: 4 }))
      .map(([a, b, c]) => `{"header":{${a.join('')}},"payload":{"data":${b.join('') || '1'}${c.join('')}}}`);
    const parsed = (source: string | undefined): unknown => {
      try {
        return { value: JSON.parse(source ?? 'null') };
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(nearly, (source) => {
        if (outcome('json', utf8(source)) === 'refused') return;
        const parts = split(utf8(source));
        const spans = [parts.header, parts.payload, parts.data, parts.metadata].map((span) => parsed(text(span)));
        // Spans that no codec would take do not matter.
        if (spans.includes(undefined)) return;
        const whole = JSON.parse(source) as { header: unknown; payload: { data: unknown; metadata?: unknown } };
        const seen = [whole.header, whole.payload, whole.payload.data, whole.payload.metadata ?? null];
        expect(spans).toEqual(seen.map((value) => ({ value })));
      }),
      { seed: 23, numRuns: 5000 },
    );
  });
});

describe('the Protobuf envelope, as others may write it', () => {
  const field = (tag: number, ...bytes: number[]): number[] => [tag, bytes.length, ...bytes];
  const payload = field(0x12, ...field(0x0a, 7));
  const frame = [...field(0x0a, 1, 2), ...payload];

  test('may have its fields in any order and lengths in long form', () => {
    const parts = protobufEnvelope.split(Uint8Array.from([...payload, 0x0a, 0x82, 0x00, 1, 2]));
    expect([[...parts.header], [...parts.data]]).toEqual([[1, 2], [7]]);
  });

  test.each([
    ['a field twice', [...frame, ...field(0x0a, 1)]],
    ['an unknown field', [...frame, ...field(0x22, 1)]],
    ['an unknown field in the payload', [...field(0x0a, 1), ...field(0x12, ...field(0x0a, 7), ...field(0x1a, 1))]],
    ['a field of another wire type', [0x08, 1, ...frame]],
    ['a length past the end', [0x0a, 0x7f, ...frame]],
    ['a length of six bytes', [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00, ...frame]],
    ['a length beyond 32 bits', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f, ...frame]],
    ['no header', payload],
    ['no payload', field(0x0a, 1)],
    ['no data', [...field(0x0a, 1), ...field(0x12)]],
  ])('is refused with %s', (_, bytes) => {
    expect(outcome('protobuf', Uint8Array.from(bytes))).toBe('refused');
  });
});

describe('the Avro envelope, as others may write it', () => {
  test.each([
    ['a negative length', [0x01, 0x02, 7, 0x00]],
    ['a length past the end', [0x7e, 1, 2]],
    ['a length of 2^63', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0, 0, 0]],
    ['a third branch', [0x02, 1, 0x02, 7, 0x04, 0x02, 1]],
    ['a branch in long form', [0x02, 1, 0x02, 7, 0x80, 0x00]],
    ['no branch', [0x02, 1, 0x02, 7]],
  ])('is refused with %s', (_, bytes) => {
    expect(outcome('avro', Uint8Array.from(bytes))).toBe('refused');
  });
});
