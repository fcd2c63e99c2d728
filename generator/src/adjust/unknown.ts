/** `unknown:`: what decoders do with members that are not declared. */
import type { UnknownChoices, UnknownPolicy } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import type { SchemaModule } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import { findByKey } from './find.js';
import { edited } from './modules.js';

/**
 * A schema that is closed stays closed: its author said which members are valid, and unions may be told apart by it.
 * Avro's binary form has no undeclared members; there the word counts for a record's other encodings only. Reports
 * AW1110 and AW1111.
 */
export function chooseUnknown(
  modules: readonly SchemaModule[],
  choices: UnknownChoices,
  kept: ReadonlySet<Declaration>,
  diagnostics: Diagnostics,
): readonly SchemaModule[] {
  const { everywhere } = choices;
  const chosen = new Map<Declaration, UnknownPolicy>();
  for (const [key, { value, span }] of choices.of) {
    const declaration = findByKey(modules, key, { setting: 'unknown', span }, diagnostics);
    if (declaration === undefined) continue;
    const reason = obstacle(declaration, value, kept);
    if (reason === undefined) chosen.set(declaration, value);
    else diagnostics.report('AW1111', span, { key, reason });
  }
  return edited(modules, (declaration) => {
    const unknown = chosen.get(declaration) ?? everywhere;
    if (unknown === undefined || declaration.kind !== 'record' || declaration.unknown === unknown) return declaration;
    return obstacle(declaration, unknown, kept) === undefined ? { ...declaration, unknown } : declaration;
  });
}

function obstacle(declaration: Declaration, wanted: UnknownPolicy, kept: ReadonlySet<Declaration>): string | undefined {
  if (declaration.kind !== 'record') return 'it is no record with declared members';
  if (kept.has(declaration)) return 'it is part of the envelope, which the runtime reads itself';
  return declaration.unknown === 'refuse' && wanted !== 'refuse' ? 'its schema is closed' : undefined;
}
