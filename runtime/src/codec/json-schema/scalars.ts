/** Keywords about any value, numbers and strings (JSON Schema Validation, sections 6.1 to 6.3, and 7). */
import { matchesFormat } from '../formats.js';
import { isMultiple } from '../multiple.js';
import { regexOf } from './regex.js';
import { own } from './resources.js';
import { type Judge, problem } from './run.js';
import { counted, equal, type JsonObject, kindOf, lengthOf, shown } from './values.js';

export function anyKeywords(node: JsonObject, formats: boolean): Judge[] {
  const judges: Judge[] = [];
  const type = own(node, 'type');
  if (type !== undefined) judges.push(ofType(Array.isArray(type) ? type.map(String) : [String(type)]));
  const list = own(node, 'enum');
  if (Array.isArray(list)) judges.push(oneOfValues(list));
  if (Object.hasOwn(node, 'const')) judges.push(constant(node['const']));
  const format = own(node, 'format');
  if (formats && typeof format === 'string') {
    judges.push((value, run) => {
      if (typeof value !== 'string' || matchesFormat(format, value) !== false) return true;
      return problem(run, `${shown(value)} is not of the format ${format}`);
    });
  }
  return judges;
}

function ofType(types: readonly string[]): Judge {
  const words = types
    .map((type) => (type === 'null' ? type : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`))
    .join(' or ');
  return (value, run) => {
    const kind = kindOf(value);
    if (kind !== undefined && types.includes(kind)) return true;
    if (kind === 'number' && Number.isInteger(value) && types.includes('integer')) return true;
    return problem(run, `${shown(value)} is not ${words}`);
  };
}

function oneOfValues(list: readonly unknown[]): Judge {
  const scalars = new Set(list.filter((item) => typeof item !== 'object' || item === null));
  const others = list.filter((item) => typeof item === 'object' && item !== null);
  const words = list.length <= 8 ? list.map(shown).join(', ') : `the ${list.length} listed values`;
  return (value, run) => {
    // A Set takes 0 and -0 for the same, as JSON Schema does.
    if (scalars.has(value) || others.some((item) => equal(item, value))) return true;
    return problem(run, `${shown(value)} is not one of ${words}`);
  };
}

function constant(expected: unknown): Judge {
  return (value, run) => equal(value, expected) || problem(run, `${shown(value)} is not ${shown(expected)}`);
}

export function numberKeywords(node: JsonObject): Judge[] {
  const bound = (key: string, fails: (value: number, bound: number) => boolean, words: string): Judge[] => {
    const limit = own(node, key);
    if (typeof limit !== 'number') return [];
    return [
      (value, run) => typeof value !== 'number' || !fails(value, limit) || problem(run, `${value} ${words} ${limit}`),
    ];
  };
  return [
    ...bound('minimum', (value, limit) => value < limit, 'is below'),
    ...bound('maximum', (value, limit) => value > limit, 'is above'),
    ...bound('exclusiveMinimum', (value, limit) => value <= limit, 'is not above'),
    ...bound('exclusiveMaximum', (value, limit) => value >= limit, 'is not below'),
    ...bound('multipleOf', (value, of) => !isMultiple(value, of), 'is not a multiple of'),
  ];
}

export function stringKeywords(node: JsonObject): Judge[] {
  const judges: Judge[] = [];
  const min = own(node, 'minLength');
  const max = own(node, 'maxLength');
  if (typeof min === 'number') {
    judges.push((value, run) => {
      if (typeof value !== 'string' || value.length >= 2 * min || lengthOf(value) >= min) return true;
      return problem(run, `${counted(lengthOf(value), 'character')}, at least ${min} expected`);
    });
  }
  if (typeof max === 'number') {
    judges.push((value, run) => {
      if (typeof value !== 'string' || value.length <= max || lengthOf(value) <= max) return true;
      return problem(run, `${counted(lengthOf(value), 'character')}, at most ${max} expected`);
    });
  }
  const pattern = own(node, 'pattern');
  if (typeof pattern === 'string') {
    const regex = regexOf(pattern, node);
    judges.push(
      (value, run) =>
        typeof value !== 'string' ||
        regex.test(value, run) ||
        problem(run, `${shown(value)} does not match ${pattern}`),
    );
  }
  return judges;
}
