/** Members whose names Object.prototype has too: an object without such a member must not seem to have it. */
import { type Part, t } from './parts.js';
import { rt } from './symbols.js';
import { access, literal } from './text.js';
import type { Member } from '../model/types.js';

export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** `object.name`, or what the object itself has by that name. */
export function getProperty(object: string, member: Member): Part {
  if (!isInherited(member.name)) return `${object}${access(member.name)}`;
  const own: Part = [rt('own'), `(${object}, ${literal(member.name)})`];
  return member.presence === 'optional' ? own : [own, t('!')];
}

/** `object.name = value`; the setter of `__proto__` would take a value for the object's prototype. */
export function setProperty(object: string, name: string, value: string): Part {
  if (name === '__proto__') return [rt('define'), `(${object}, ${literal(name)}, ${value});`];
  return `${object}${access(name)} = ${value};`;
}

/**
 * What an optional member may be besides its own type: TypeScript knows what every object inherits by that name, and
 * would take no object without the member.
 */
export function inheritedType(name: string): string | undefined {
  return typed.has(name) ? `Object[${literal(name)}]` : undefined;
}

/** Those of Object.prototype's names that TypeScript's `Object` declares. */
const typed: ReadonlySet<string> = new Set([
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]);
