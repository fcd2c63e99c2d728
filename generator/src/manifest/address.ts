/**
 * Which values may become part of a name that brokers and servers act on (wire.md, "Placeholders"): proven from the type
 * alone, so that no message of a stranger reaches a topic, queue or path it should not.
 */
import type { EnumDeclaration, Type } from '../model/types.js';
import { resolved } from './members.js';
import { patternReach } from './pattern-reach.js';

/** A place that takes placeholders. */
export interface Place {
  /** As a message says it, with the text around: `the topic`. */
  readonly name: string;
  readonly alphabet: RegExp;
  readonly described: string;
  /** Characters of one placeholder's value. */
  readonly longest: number;
  /** `.` and `..` mean something else there. */
  readonly dots: boolean;
}

const letters = { alphabet: /^[A-Za-z0-9_.-]$/, described: 'up to 200 of A-Z a-z 0-9 _ . -', longest: 200 };

export const places = {
  path: { ...letters, name: 'the path', alphabet: /^[A-Za-z0-9_.~-]$/, dots: true },
  topic: { ...letters, name: 'the topic', dots: true },
  routingKey: { ...letters, name: 'the routing key', dots: false },
} as const satisfies Readonly<Record<string, Place>>;

/** Why a value of this type may not stand in that place; undefined where it may. */
export function unfit(type: Type, place: Place): string | undefined {
  const plain = resolved(type);
  switch (plain.kind) {
    case 'boolean':
    case 'integer':
      return undefined;
    case 'literal':
      return wordUnfit(String(plain.value), place);
    case 'string':
      return stringUnfit(plain, place);
    case 'ref':
      return plain.target.kind === 'enum' ? enumUnfit(plain.target, place) : 'is an object';
    default:
      return 'is not text';
  }
}

function enumUnfit(target: EnumDeclaration, place: Place): string | undefined {
  if (target.open === 'words') return 'is an open word list, so any text';
  for (const word of target.words) {
    const reason = wordUnfit(word.name, place);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function wordUnfit(word: string, place: Place): string | undefined {
  if (word === '') return 'may be empty';
  if (place.dots && /^\.{1,2}$/.test(word)) return `may be ${JSON.stringify(word)}`;
  if (word.length > place.longest) return `may be ${word.length} characters long`;
  const strange = [...word].find((character) => !place.alphabet.test(character));
  return strange === undefined ? undefined : `may hold ${JSON.stringify(strange)}`;
}

function stringUnfit(type: Extract<Type, { readonly kind: 'string' }>, place: Place): string | undefined {
  if (type.format === 'uuid' || type.format === 'date') return undefined;
  if (type.pattern === undefined) return 'may be any text';
  const reach = patternReach(type.pattern);
  if (reach === undefined) return 'has a pattern that does not hold it to an alphabet from ^ to $';
  const strange = reach.characters.find((character) => !place.alphabet.test(character));
  if (strange !== undefined) return `may hold ${JSON.stringify(strange)}`;
  if (Math.min(reach.longest, type.maxLength ?? Infinity) > place.longest) return 'may be of any length';
  const pattern = new RegExp(type.pattern, 'u');
  const odd = ['', ...(place.dots ? ['.', '..'] : [])].find((text) => pattern.test(text));
  return odd === undefined || odd.length < (type.minLength ?? 0) ? undefined : `may be ${JSON.stringify(odd)}`;
}
