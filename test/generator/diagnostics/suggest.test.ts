import { describe, expect, it } from 'vitest';
import { suggest } from '../../../generator/src/diagnostics/index.js';

describe('a suggestion', () => {
  it.each([
    ['#/$defs/findin', '#/$defs/finding'],
    ['google/protobuf/timestmp.proto', 'google/protobuf/timestamp.proto'],
    ['com.example.Ordr', 'com.example.Order'],
    ['genrate', 'generate'],
  ])('mends the slip %s', (found, known) => {
    expect(suggest(found, [known])).toBe(known);
  });

  it.each([
    ['#/$defs/Foo', '#/$defs/Baz'],
    ['google/protobuf/nope.proto', 'google/protobuf/any.proto'],
    ['com.example.commerce.Foo', 'com.example.commerce.Bar'],
  ])('for %s is not %s, which begins alike', (found, known) => {
    expect(suggest(found, [known])).toBeUndefined();
  });
});
