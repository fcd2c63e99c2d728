/** Presence, openness, packing and delimiting: by syntax, or by the features of an edition. */
import type { Outline } from './outline.js';
import type { ParsedFacts } from './parser.js';

export interface Features {
  readonly presence: 'EXPLICIT' | 'IMPLICIT' | 'LEGACY_REQUIRED';
  readonly enums: 'OPEN' | 'CLOSED';
  readonly repeated: 'PACKED' | 'EXPANDED';
  readonly messages: 'LENGTH_PREFIXED' | 'DELIMITED';
}

/** The defaults of descriptor.proto's `edition_defaults`. */
const bySyntax: Readonly<Record<Outline['syntax'], Features>> = {
  proto2: { presence: 'EXPLICIT', enums: 'CLOSED', repeated: 'EXPANDED', messages: 'LENGTH_PREFIXED' },
  proto3: { presence: 'IMPLICIT', enums: 'OPEN', repeated: 'PACKED', messages: 'LENGTH_PREFIXED' },
  editions: { presence: 'EXPLICIT', enums: 'OPEN', repeated: 'PACKED', messages: 'LENGTH_PREFIXED' },
};

export function baseFeatures(syntax: Outline['syntax']): Features {
  return bySyntax[syntax];
}

/** The features of a declaration within those around it. */
export function within(outer: Features, facts: ParsedFacts | undefined): Features {
  if (facts === undefined) return outer;
  return {
    presence: chosen(facts, 'field_presence', ['EXPLICIT', 'IMPLICIT', 'LEGACY_REQUIRED'], outer.presence),
    enums: chosen(facts, 'enum_type', ['OPEN', 'CLOSED'], outer.enums),
    repeated: chosen(facts, 'repeated_field_encoding', ['PACKED', 'EXPANDED'], outer.repeated),
    messages: chosen(facts, 'message_encoding', ['LENGTH_PREFIXED', 'DELIMITED'], outer.messages),
  };
}

function chosen<T extends string>({ options }: ParsedFacts, name: string, words: readonly T[], otherwise: T): T {
  const found = options.get(`features.${name}`) ?? inside(options.get('features'), name);
  return words.find((word) => word === found) ?? otherwise;
}

/** `option features = { field_presence: IMPLICIT };` */
function inside(features: unknown, name: string): unknown {
  if (typeof features !== 'object' || features === null || !Object.hasOwn(features, name)) return undefined;
  return (features as Readonly<Record<string, unknown>>)[name];
}
