/** One type and all that it refers to, planned and printed as a unit of JavaScript of its own. */
import { createDiagnostics, type Diagnostics, DiagnosticsError } from '../diagnostics/index.js';
import { emitAvro } from '../emit/avro.js';
import { emitJson } from '../emit/json.js';
import type { SourceFile } from '../emit/parts.js';
import { printFile } from '../emit/print.js';
import { emitProtobuf } from '../emit/protobuf.js';
import { emitShape } from '../emit/shape.js';
import { createSymbols, type Symbols, type Unit } from '../emit/symbols.js';
import { planAvro } from '../encodings/avro.js';
import { planProtobuf } from '../encodings/protobuf.js';
import type { Encoding } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import { reachable } from '../model/walk.js';
import type { PrintedModule } from './link-modules.js';
import type { OpenSchema } from './open-schema.js';
import { uniquelyNamed } from './unique-names.js';

export interface PrintedCodec {
  readonly modules: readonly PrintedModule[];
  /** The type itself, as it was printed. */
  readonly root: Declaration;
  readonly symbols: Symbols;
  /** Why an encoding was not printed. */
  readonly because: ReadonlyMap<Encoding, string>;
}

export const base = 'codec';
const settings = { importExtension: 'js', generator: 'agentwire' } as const;

/** @throws {DiagnosticsError} where the format that authored the type cannot carry it. */
export function printCodec({ declaration, format, namespace, lock }: OpenSchema): PrintedCodec {
  const declarations = uniquelyNamed([...reachable([declaration])]);
  const [root = declaration] = declarations;
  const unit: Unit = { base, declarations, encodings: new Set(['json', 'protobuf', 'avro']), sources: [] };
  const symbols = createSymbols([unit]);
  const files: SourceFile[] = [emitShape(unit, symbols), emitJson(unit, symbols)];
  const because = new Map<Encoding, string>();

  attempt('protobuf', (diagnostics) => {
    const { layouts } = planProtobuf([root], lock, diagnostics);
    return () => emitProtobuf(unit, symbols, layouts);
  });
  attempt('avro', (diagnostics) => {
    const { layouts } = planAvro([root], lock, diagnostics, { namespace });
    return () => emitAvro(unit, symbols, layouts);
  });
  const modules = files.map((file) => ({ path: file.path, text: printFile(file, 'js', settings) }));
  return { modules, root, symbols, because };

  function attempt(encoding: Encoding, plan: (diagnostics: Diagnostics) => () => SourceFile): void {
    const diagnostics = createDiagnostics();
    const emit = plan(diagnostics);
    const reason = diagnostics.all.find((one) => one.severity === 'error')?.message;
    if (reason === undefined) files.push(emit());
    else if (format.format === encoding) throw new DiagnosticsError(diagnostics.all);
    else because.set(encoding, reason);
  }
}
