/** Texts that stand ready as bytes: the words of open enums, and what came before at the same place. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnownAt, knownOf, putKnown } from '../../../runtime/src/codec/core/known.js';
import { memorize, memory, recall, recallAt } from '../../../runtime/src/codec/core/memory.js';
import { openWords, wordAt, wordOf } from '../../../runtime/src/codec/core/words.js';

const bytesOf = (text: string): DataView =>
  new DataView(new Uint8Array([...Buffer.from(text), 0xff, 0xff, 0xff]).buffer);

describe('a text that stands ready', () => {
  it('is written as its own bytes, and found in them', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!#-[\]-~]{1,63}$/), fc.nat(9), (text, at) => {
        const known = knownOf(text);
        if (known === undefined) throw new Error(`not known: ${text}`);
        const view = new DataView(new ArrayBuffer(80));
        putKnown(view, at, known);
        expect(Buffer.from(view.buffer, at, text.length).toString()).toBe(text);
        expect(isKnownAt(view, at, known)).toBe(true);
        view.setUint8(at + text.length - 1, 0xff);
        expect(isKnownAt(view, at, known)).toBe(false);
      }),
    );
  });

  it.each([
    ['an empty text', ''],
    ['a text of 64 characters', 'x'.repeat(64)],
    ['a quote', 'a"b'],
    ['a backslash', 'a\\b'],
    ['a control character', 'a\nb'],
    ['a character beyond ASCII', 'é'],
  ])('is never %s', (_, text) => {
    expect(knownOf(text)).toBeUndefined();
  });
});

describe('the words of an open enum', () => {
  it('are found by text and by bytes, and no other text is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}$/)),
        fc.stringMatching(/^[a-c]{1,3}$/),
        (list, text) => {
          const words = openWords(...list);
          const expected = list.includes(text) ? text : undefined;
          expect(wordOf(words, text)?.text).toBe(expected);
          expect(wordAt(words, bytesOf(text), 0, text.length)?.text).toBe(expected);
        },
      ),
    );
  });

  it('may be any text, which is then no word that stands ready', () => {
    const words = openWords('', 'a"b', 'x'.repeat(200), 'plain');
    expect(['', 'a"b', 'x'.repeat(200), 'plain'].map((text) => wordOf(words, text)?.text)).toEqual([
      undefined,
      undefined,
      undefined,
      'plain',
    ]);
    expect(wordAt(words, bytesOf(''), 0, 0)).toBeUndefined();
  });
});

describe('a memory of texts', () => {
  it('knows a text that keeps coming, beside ids that never do', () => {
    const names = memory();
    let found = 0;
    for (let i = 0; i < 100; i++) {
      for (const text of ['policy-analyzer-001', `id-${i}-${i * 7}`]) {
        const known = recall(names, text);
        if (known !== undefined) expect(known.text).toBe(text);
        else memorize(names, text);
        if (known?.text === 'policy-analyzer-001') found++;
      }
    }
    expect(found).toBeGreaterThan(70);
  });

  it('finds by its bytes what it learnt as text', () => {
    const names = memory();
    for (let i = 0; i < 24; i++) if (recall(names, 'kind') === undefined) memorize(names, 'kind');
    expect(recallAt(names, bytesOf('kind'), 0, 4)?.text).toBe('kind');
    expect(recallAt(names, bytesOf('kinds'), 0, 5)).toBeUndefined();
    expect(recallAt(names, bytesOf('kine'), 0, 4)).toBeUndefined();
  });

  it('stops looking where nothing comes again, and starts anew later', () => {
    const ids = memory();
    const write = (text: string): boolean => {
      if (recall(ids, text) !== undefined) return true;
      memorize(ids, text);
      return false;
    };
    for (let i = 0; i < 5000; i++) expect(write(`${i}`.padStart(12, '0'))).toBe(false);
    const again = Array.from({ length: 9000 }, () => write('now-always-the-same'));
    expect(again.at(-1)).toBe(true);
  });
});
