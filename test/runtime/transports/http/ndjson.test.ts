import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf, lineReader, type LineKind } from '../../../../runtime/src/transports/http/ndjson.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('lines', () => {
  it('are read back as they were written, however they are cut', () => {
    const line = fc.record({
      kind: fc.constantFrom<LineKind>('accepted', 'update', 'reply', 'error'),
      value: fc.json(),
    });
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (lines, sizes) => {
        const all = Buffer.concat(lines.map(({ kind, value }) => lineOf(kind, bytes(value))));
        const reader = lineReader(100_000);
        const seen: { kind: LineKind; value: string }[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          for (const { kind, value } of reader.push(all.subarray(at, at + size)))
            seen.push({ kind, value: text(value) });
          at += size;
        }
        expect(seen).toEqual(lines);
      }),
      { seed: 20, numRuns: 200 },
    );
  });

  it('are refused when they grow past the limit, before they end', () => {
    const reader = lineReader(20);
    reader.push(bytes('{"update":'));
    expect(() => reader.push(bytes('12345678901'))).toThrow('more than 20 bytes');
  });
});
