/** A text that meets all lengths, patterns and formats, or the proof that there is none. */
import { compileSchema } from '@agentwire/runtime/inspect';
import type { Json } from '../../../model/types.js';
import {
  alphabet,
  type Automaton,
  automatonOf,
  automatonOfText,
  begin,
  matches,
  read,
  type Reading,
} from './automaton.js';
import type { StringFacets } from './clause.js';
import type { Found } from './found.js';
import { Unproven } from './unproven.js';

/** Longer texts are not looked for step by step. */
const longest = 400;
const mostReadings = 20_000;

export function findString(facets: StringFacets, excluded: readonly Json[]): Found {
  const { min, max } = facets;
  if (min > max) return { kind: 'none' };
  const formats = facets.formats.filter(isAsserted);
  const notFormats = facets.notFormats;
  // A format that nobody asserts always holds.
  if (notFormats.some((format) => !isAsserted(format) || formats.includes(format))) return { kind: 'none' };
  const ruled = excluded.filter((value) => typeof value === 'string');
  if (formats.length + notFormats.length > 0) return withFormats({ ...facets, formats }, ruled);
  if (facets.patterns.length + facets.notPatterns.length === 0) return plain(min, max, ruled);
  try {
    return search(facets, ruled);
  } catch (error) {
    if (!(error instanceof Unproven)) throw error;
    return tried(facets, ruled);
  }
}

/** One character more than what is ruled out always helps, where the length allows it. */
function plain(min: number, max: number, ruled: readonly string[]): Found {
  for (let length = min; length <= Math.min(max, min + ruled.length + 1); length++) {
    if (length > 100_000) return { kind: 'unknown' };
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      const text = letter.repeat(length);
      if (!ruled.includes(text)) return { kind: 'value', value: text };
      if (length === 0) break;
    }
  }
  return max === 0 ? { kind: 'none' } : { kind: 'unknown' };
}

interface Step {
  readonly readings: readonly Reading[];
  readonly text: string;
}

function search({ min, max, patterns, notPatterns }: StringFacets, ruled: readonly string[]): Found {
  const wanted = patterns.map(automatonOf);
  const unwanted = [...notPatterns.map(automatonOf), ...ruled.map(automatonOfText)];
  const automata: readonly Automaton[] = [...wanted, ...unwanted];
  const codes = alphabet(automata);
  let layer: readonly Step[] = [{ readings: automata.map(begin), text: '' }];
  // Once long enough, a state met before leads nowhere new.
  const met = new Set<string>();
  let seen = 0;
  for (let length = 0; length <= max && layer.length > 0; length++) {
    if (length >= min) {
      const done = layer.find(({ readings }) =>
        automata.every((automaton, index) => {
          const reading = readings[index];
          return reading !== undefined && matches(automaton, reading, length === 0) === index < wanted.length;
        }),
      );
      if (done !== undefined) return { kind: 'value', value: done.text };
    }
    if (length > longest || seen > mostReadings) throw new Unproven('the patterns are too long to be compared');
    const next = new Map<string, Step>();
    for (const { readings, text } of layer) {
      for (const code of codes) {
        const after = automata.map((automaton, index) => read(automaton, readings[index] ?? begin(automaton), code));
        // What must not match has matched.
        if (after.some((one, index) => index >= wanted.length && one.found)) continue;
        const key = after.map(({ states, found }) => (found ? '!' : states.join())).join(';');
        if (next.has(key) || (length + 1 >= min && met.has(key))) continue;
        if (length + 1 >= min) met.add(key);
        next.set(key, { readings: after, text: text + String.fromCodePoint(code) });
        seen++;
      }
    }
    layer = [...next.values()];
  }
  return { kind: 'none' };
}

const samples: readonly string[] = [
  '',
  'a',
  'A',
  '0',
  ' ',
  'ab',
  'abc',
  '-',
  '_',
  'a b',
  'aaaaaaaaaa',
  '0123456789',
  '2024-01-17',
  '2024-01-17T10:30:00Z',
  '2024-01-17T10:30:00.123+02:00',
  '10:30:00Z',
  'P1D',
  'PT5M',
  'a@b.example',
  'someone@example.com',
  'example.com',
  'a.b',
  '127.0.0.1',
  '10.0.0.255',
  '::1',
  '2001:db8::1',
  'https://example.com/a?b=c#d',
  'urn:a:b',
  '/a/b',
  'a/b',
  '#a',
  '1/a',
  '00000000-0000-4000-8000-000000000000',
  '123e4567-e89b-12d3-a456-426614174000',
  '^a+$',
  '(',
  '%',
  '{a}',
  'http://[::1]/',
  'not a date',
  '2024-02-30',
  'é',
  '\u{1f600}',
];

function withFormats(facets: StringFacets, ruled: readonly string[]): Found {
  const found = tried(facets, ruled);
  if (found.kind === 'value' || facets.formats.length > 0) return found;
  // Only formats are to be missed: whatever the rest allows will hardly be of one.
  const rest = findString({ ...facets, formats: [], notFormats: [] }, ruled);
  return rest.kind === 'value' && typeof rest.value === 'string' && isFine(facets, ruled, rest.value)
    ? rest
    : rest.kind === 'none'
      ? rest
      : found;
}

function tried(facets: StringFacets, ruled: readonly string[]): Found {
  const padded = samples.flatMap((one) =>
    one.length === 1 && facets.min > 1 ? [one, one.repeat(Math.min(facets.min, 10_000))] : [one],
  );
  const value = padded.find((one) => isFine(facets, ruled, one));
  return value === undefined ? { kind: 'unknown' } : { kind: 'value', value };
}

function isFine(facets: StringFacets, ruled: readonly string[], text: string): boolean {
  const length = Array.from(text).length;
  if (length < facets.min || length > facets.max || ruled.includes(text)) return false;
  const test = (pattern: string): boolean => new RegExp(pattern, 'u').test(text);
  if (!facets.patterns.every(test) || facets.notPatterns.some(test)) return false;
  const isOf = (format: string): boolean => judgeOf(format)(text).length === 0;
  return facets.formats.every(isOf) && !facets.notFormats.some(isOf);
}

const judges = new Map<string, ReturnType<typeof compileSchema>>();

function judgeOf(format: string): ReturnType<typeof compileSchema> {
  let judge = judges.get(format);
  if (judge === undefined) judges.set(format, (judge = compileSchema({ format })));
  return judge;
}

/** A format that refuses none of these is one that the validator does not know. */
function isAsserted(format: string): boolean {
  return ['', ' ', '\u0000', 'a b', '('].some((probe) => judgeOf(format)(probe).length > 0);
}
