/** Whether what a source gives is always a value of the member that it fills. */
import type { Declaration, Member, Type } from '../model/types.js';
import { describe } from './fits.js';
import { resolved } from './members.js';

export type SourceType =
  | { readonly kind: 'uuid' }
  | { readonly kind: 'time' }
  /** Seconds with a fraction. */
  | { readonly kind: 'elapsed' }
  | { readonly kind: 'text' }
  | { readonly kind: 'texts' }
  /** A number from 0 to 1. */
  | { readonly kind: 'fraction' }
  | { readonly kind: 'count' }
  | { readonly kind: 'object' }
  /** An update of a task: one of the manifest's messages. */
  | { readonly kind: 'update'; readonly messages: readonly Declaration[] }
  | { readonly kind: 'member'; readonly type: Type; readonly optional: boolean };

/** What the source is, where it does not fit; undefined where it does. */
export function sourceTypeUnfit(source: SourceType, member: Member): string | undefined {
  const target = withoutNull(member.type);
  if (target.kind === 'json' && target.of === 'any') return undefined;
  switch (source.kind) {
    case 'uuid':
      return takesText(target, 36, 'uuid') ? undefined : 'text of format uuid';
    case 'time':
      return target.kind === 'timestamp' && target.unit === 'millis' ? undefined : 'a time';
    case 'elapsed':
      return target.kind === 'float' && (target.maximum ?? Infinity) === Infinity ? undefined : 'a number of seconds';
    case 'text':
      return takesText(target, 100, undefined) ? undefined : 'text';
    case 'texts':
      return target.kind === 'list' && takesText(resolved(target.items), 100, undefined) ? undefined : 'a list of text';
    case 'fraction':
      return target.kind === 'float' ? undefined : 'a number from 0 to 1';
    case 'count':
      return isNumber(target) ? undefined : 'a whole number';
    case 'object':
      return isObject(target) ? undefined : 'an object';
    case 'update':
      return target.kind === 'ref' && source.messages.includes(target.target) ? undefined : 'the update of a task';
    case 'member':
      if (source.optional && member.presence === 'required') return 'a member that may be absent';
      return sameKind(resolved(source.type), target) ? undefined : describe(source.type);
  }
}

function takesText(type: Type, length: number, format: 'uuid' | undefined): boolean {
  if (type.kind === 'ref') return type.target.kind === 'enum' && type.target.open === 'words';
  if (type.kind !== 'string') return false;
  const roomy = (type.maxLength ?? Infinity) >= length;
  return roomy && (type.format === undefined || type.format === format) && patternTakes(type.pattern, format);
}

/** A pattern that takes one UUID is taken to be about UUIDs; of other text nothing is known. */
function patternTakes(pattern: string | undefined, format: 'uuid' | undefined): boolean {
  if (pattern === undefined) return true;
  return format === 'uuid' && new RegExp(pattern, 'u').test('3f2c8f0e-9d3b-4a51-8c4e-0b6d2f6a1c11');
}

function sameKind(source: Type, target: Type): boolean {
  if (source.kind === 'ref' && target.kind === 'ref' && source.target === target.target) return true;
  const sourceIsText = source.kind === 'string' || (source.kind === 'ref' && source.target.kind === 'enum');
  if (sourceIsText) {
    if (source.kind === 'string' && target.kind === 'string') return stringFits(source, target);
    return takesText(target, 100, undefined);
  }
  if (source.kind === 'integer' && target.kind === 'integer') return source.width === target.width;
  if (source.kind === 'integer' && target.kind === 'float')
    return source.width !== 'int64' && source.width !== 'uint64';
  if (source.kind === 'timestamp' && target.kind === 'timestamp') return source.unit === target.unit;
  if (source.kind === 'ref' || target.kind === 'ref') return false;
  return source.kind === target.kind;
}

type Text = Extract<Type, { readonly kind: 'string' }>;

function stringFits(source: Text, target: Text): boolean {
  if (target.format !== undefined && target.format !== source.format) return false;
  return target.pattern === undefined || target.pattern === source.pattern;
}

function withoutNull(type: Type): Type {
  const plain = resolved(type);
  return plain.kind === 'nullable' ? resolved(plain.of) : plain;
}

function isNumber(type: Type): boolean {
  return type.kind === 'float' || (type.kind === 'integer' && type.width !== 'int64' && type.width !== 'uint64');
}

function isObject(type: Type): boolean {
  return type.kind === 'map' || type.kind === 'json' || (type.kind === 'ref' && type.target.kind === 'record');
}
