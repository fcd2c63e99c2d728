import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../../runtime/src/security/base64url.js';
import { canonicalJson } from '../../../runtime/src/security/canonical-json.js';
import { canonicalText, type Canonical } from '../../../runtime/src/security/jcs.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('canonical JSON', () => {
  test('sorts members by UTF-16 units, at every depth (RFC 8785 section 3.2.3)', () => {
    const given =
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":[{"b":1,"a":2}]}';
    expect(canonicalJson(bytes(given))).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":[{"a":2,"b":1}],"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test('writes text with the fewest escapes (RFC 8785 section 3.2.2)', () => {
    expect(canonicalJson(bytes('"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"'))).toBe(
      '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    );
  });

  test.each([
    ['a member twice', '{"a":1,"a":2}'],
    ['a member twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['a number in another spelling', '1.0'],
    ['a number that a double rounds', '9007199254740993'],
    ['a number beyond a double', '1e400'],
    ['minus zero', '-0'],
    ['a lone surrogate', '"\\ud800"'],
    ['a word that is none of JSON', 'NaN'],
    ['text after the value', '{} {}'],
    ['a comma at the end', '[1,]'],
    ['a member without a value', '{"a"}'],
    ['an end too early', '{"a":[1'],
    ['a line break in text', '"a\nb"'],
    ['nothing', ''],
    ['too many levels', `${'['.repeat(70)}${']'.repeat(70)}`],
  ])('refuses %s', (_, text) => {
    expect(canonicalJson(bytes(text))).toBeUndefined();
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(canonicalJson(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
  });

  test('is the same from text and from values, and its own canonical form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const canonical = canonicalText(value as Canonical);
        fc.pre(!/(?<![.\d])-0(?![.\d])/.test(JSON.stringify(value)));
        expect(canonicalJson(bytes(JSON.stringify(value, null, 1)))).toBe(canonical);
        expect(canonicalJson(bytes(canonical))).toBe(canonical);
      }),
    );
  });

  test('refuses numbers and times that JSON lacks', () => {
    expect(() => canonicalText(Number.NaN)).toThrow(RangeError);
    expect(() => canonicalText(new Date(8.64e15))).toThrow(RangeError);
    expect(() => canonicalText(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('base64url', () => {
  test('gives bytes back, as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (value) => {
        const text = toBase64url(value);
        expect(text).toBe(Buffer.from(value).toString('base64url'));
        expect(fromBase64url(text)).toEqual(value);
      }),
    );
  });

  test.each(['A', 'AA==', 'AB', 'AAB', 'A A', 'AA\n', '+/+/', 'AAAA=', 'é'])('takes %j for none', (text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });
});
