/** Models written by hand: declarations without a schema text behind them. */
import type {
  AliasDeclaration,
  Branch,
  Declaration,
  EnumDeclaration,
  Format,
  Member,
  RecordDeclaration,
  Type,
} from '../../../generator/src/model/types.js';
import type { Unit } from '../../../generator/src/emit/symbols.js';
import { wholeOf } from '../../../generator/src/source/text.js';

const span = wholeOf({ path: 'schemas/x.json', text: '' });

function declared<K extends string>(kind: K, name: string, format: Format = 'json-schema') {
  return { kind, name, span, origin: { format, path: 'schemas/x.json', name: `#/$defs/${name}` } } as const;
}

export function record(
  name: string,
  members: readonly Member[],
  facts: Partial<Pick<RecordDeclaration, 'unknown' | 'origin'>> = {},
): RecordDeclaration {
  return { ...declared('record', name), members, unknown: 'drop', ...facts };
}

type MemberFacts = Partial<Omit<Member, 'name' | 'type' | 'span'>>;

export function member(name: string, type: Type, facts: MemberFacts = {}): Member {
  return { name, type, presence: 'required', span, ...facts };
}

export function words(
  name: string,
  list: readonly string[],
  open: EnumDeclaration['open'] = 'closed',
  format: Format = 'json-schema',
): EnumDeclaration {
  return {
    ...declared('enum', name, format),
    open,
    words: list.map((word, number) => ({ name: word, span, ...(format === 'protobuf' ? { number } : {}) })),
  };
}

export function alias(name: string, type: Type): AliasDeclaration {
  return { ...declared('alias', name), type };
}

export function branch(name: string, type: Type, tag?: Branch['tag']): Branch {
  return { name, type, span, ...(tag === undefined ? {} : { tag }) };
}

export function ref(target: Declaration): Type {
  return { kind: 'ref', target };
}

export function unit(base: string, ...declarations: Declaration[]): Unit {
  return { base, declarations, encodings: new Set(['json']), sources: ['schemas/x.json'] };
}
