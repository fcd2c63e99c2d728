/** `cloud-events.proto.ts`: one import for everything of a mirrored schema file. */
import type { PlannedUnit } from '../plan/units.js';
import type { SourceFile } from './parts.js';
import type { Symbols } from './symbols.js';

export function emitEntry(unit: PlannedUnit, symbols: Symbols): SourceFile {
  const codecs = [...unit.encodings].flatMap(([encoding, declarations]) =>
    declarations.map((declaration) => symbols.codec(declaration, encoding)),
  );
  return {
    path: unit.base,
    sources: [unit.module.source.path],
    statements: [{ kind: 're-export', symbols: [...unit.module.declarations.map((d) => symbols.type(d)), ...codecs] }],
  };
}
