/** What a refusal says: of a text that ends, of a key, of lengths. */
import { describe, expect, it } from 'vitest';
import { loadCodec } from 'agentwire';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a refusal', () => {
  it('of a text that ends says so', async () => {
    const { json } = await loadCodec('{"type":"object","properties":{"id":{"type":"string","format":"uuid"}}}');
    expect(() => json.decode(bytes('{"id":'))).toThrow('/id: the text ends, expected a uuid');
    expect(() => json.decode(bytes('{"id":"x"}'))).toThrow('/id: "x" is not a uuid');
  });

  it('has the right article and the right plural', async () => {
    const { json } = await loadCodec('syntax = "proto3"; message A { map<int32, bool> m = 1; }');
    expect(() => json.decode(bytes('{"m":{"x":true}}'))).toThrow('the key is not an int32');
    const { avro } = await loadCodec('{"type":"record","name":"R","fields":[{"name":"a","type":"boolean"}]}');
    const frame = avro?.encode({ a: true }) ?? new Uint8Array();
    expect(() => avro?.decode(Uint8Array.of(...frame, 0))).toThrow('1 byte after the value');
  });
});
