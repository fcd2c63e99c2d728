/** `types:`: how values of some logical types are held in TypeScript. What lies on the wire stays as it was. */
import type { TypeChoices } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule } from '../model/model.js';
import { withTypes } from '../model/rebuild.js';
import type { Declaration, IntegerType, Json, Member, TimestampType, Type, UnionType } from '../model/types.js';
import { edited } from './modules.js';

/** Reports AW1112. */
export function chooseTypes(
  modules: readonly SchemaModule[],
  choices: TypeChoices,
  kept: ReadonlySet<Declaration>,
  diagnostics: Diagnostics,
): readonly SchemaModule[] {
  return edited(modules, (declaration) => {
    if (kept.has(declaration)) return declaration;
    const authored = declaration.origin.format === 'json-schema';
    if (choices.int64 === 'number') refuseNumbers(declaration, diagnostics);
    return withTypes(declaration, (type) => {
      if (type.kind === 'integer' && choices.int64 === 'number') return asNumber(type);
      if (type.kind !== 'timestamp') return type;
      if (type.unit === 'millis') return authored && choices.dateTime === 'string' ? dateTimeText : type;
      return choices.timestamp === 'Date' ? asDate(type) : type;
    });
  });
}

/** The spelling is kept, and asserted. */
const dateTimeText: Type = { kind: 'string', format: 'date-time' };

/** Finer digits are cut on reading. */
function asDate({ unit, ...rest }: TimestampType): TimestampType {
  return unit === 'millis' ? { ...rest, unit } : { ...rest, unit: 'millis', wire: unit };
}

function asNumber(type: IntegerType): IntegerType {
  if (type.width !== 'int64' && type.width !== 'uint64') return type;
  const { minimum, maximum, multipleOf, ...rest } = type;
  const least = minimum ?? (type.width === 'uint64' ? 0n : undefined);
  return {
    ...rest,
    width: 'safe',
    wide: type.width,
    ...(least === undefined ? {} : { minimum: nearest(least) }),
    ...(maximum === undefined ? {} : { maximum: nearest(maximum) }),
    ...(multipleOf === undefined ? {} : { multipleOf: Number(multipleOf) }),
  };
}

/** A bound beyond what a double counts exactly is none: the width has that bound itself. */
function nearest(bound: number | bigint): number {
  return Math.min(Math.max(Number(bound), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** What would no longer mean the same: unions that tell bigint from number, and defaults that no double holds. */
function refuseNumbers(declaration: Declaration, diagnostics: Diagnostics): void {
  const refuse = (place: Member | Declaration, reason: string): void =>
    diagnostics.report('AW1112', place.span, { name: place.name, reason });
  const clash = (place: Member | Declaration) => (type: Type) => {
    if (type.kind === 'union' && tellsByNumber(type)) refuse(place, 'its union holds 64-bit integers beside numbers');
    return type;
  };
  switch (declaration.kind) {
    case 'record':
      for (const member of declaration.members) {
        withTypes({ ...declaration, members: [member] }, clash(member));
        if (isWide(member.type) && member.presence === 'implicit' && isBeyond(member.default))
          refuse(member, 'its default is beyond 2^53 - 1');
      }
      return;
    case 'alias':
      withTypes(declaration, clash(declaration));
      return;
    case 'enum':
  }
}

function tellsByNumber({ style, branches }: UnionType): boolean {
  if (style === 'oneof' || style === 'tagged') return false;
  const types = branches.map((branch) => inPlace(branch.type));
  const isNumber = (type: Type): boolean =>
    type.kind === 'float' ||
    (type.kind === 'integer' && !isWide(type)) ||
    (type.kind === 'time-of-day' && type.unit === 'millis');
  return types.some(isWide) && types.some(isNumber);
}

function isWide(type: Type): boolean {
  const here = inPlace(type);
  return here.kind === 'integer' && (here.width === 'int64' || here.width === 'uint64');
}

function inPlace(type: Type, depth = 0): Type {
  if (depth > 32) return type;
  if (type.kind === 'nullable') return inPlace(type.of, depth + 1);
  return type.kind === 'ref' && type.target.kind === 'alias' ? inPlace(type.target.type, depth + 1) : type;
}

function isBeyond(value: Json | undefined): boolean {
  return (typeof value === 'string' || typeof value === 'number') && !Number.isSafeInteger(Number(value));
}
