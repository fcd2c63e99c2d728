/** The entry of a mirrored schema file exports types and codecs side by side: none may be named like another. */
import type { Diagnostics } from '../diagnostics/index.js';
import { codecName } from './names.js';
import type { PlannedUnit } from './units.js';

/** Reports AW4004. */
export function refuseCodecNames({ module, encodings, mirrored }: PlannedUnit, diagnostics: Diagnostics): void {
  if (!mirrored) return;
  const types = new Map(module.declarations.map((declaration) => [declaration.name, declaration]));
  for (const [encoding, declarations] of encodings) {
    for (const { name: other, span } of declarations) {
      const symbol = codecName(other, encoding);
      const type = types.get(symbol);
      if (type === undefined) continue;
      const hint = `name one of them under names: in agentwire.yaml`;
      const related = [{ span, message: `the codec of ${other}` }];
      diagnostics.report('AW4004', type.span, { type: type.origin.name, other, symbol }, { hint, related });
    }
  }
}
