/** Generated Avro codecs of `.avsc` texts or of declarations, linked to the runtime's sources. */
import * as runtime from '@agentwire/runtime/codegen/v1';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { emitAvro } from '../../../../generator/src/emit/avro.js';
import type { SourceFile } from '../../../../generator/src/emit/parts.js';
import { printFile, type Target } from '../../../../generator/src/emit/print.js';
import { emitShape } from '../../../../generator/src/emit/shape.js';
import { createSymbols, type Unit } from '../../../../generator/src/emit/symbols.js';
import { emitTypes } from '../../../../generator/src/emit/types.js';
import { planAvro } from '../../../../generator/src/encodings/avro.js';
import { avro } from '../../../../generator/src/formats/avro/index.js';
import { emptyLock, type Lock } from '../../../../generator/src/lock/lock.js';
import type { SchemaModule } from '../../../../generator/src/model/model.js';
import type { Declaration } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import type { AvroCodec } from '../../../../runtime/src/codec/avro/codec.js';

const settings = { importExtension: 'js', generator: 'agentwire 0.0.0' } as const;

const slot = '__agentwireAvroUnderTest';
Object.assign(globalThis, { [slot]: runtime });

/** The modules of some files; fails on any error. */
export function modulesOf(files: Readonly<Record<string, unknown>>): readonly SchemaModule[] {
  const diagnostics = createDiagnostics();
  const sources = Object.entries(files).map(([path, schema]) => ({
    path,
    text: typeof schema === 'string' && /^\s*[{[]/.test(schema) ? schema : JSON.stringify(schema),
  }));
  const modules = avro.load(sources, memoryWorkspace({}), diagnostics);
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map((d) => `${d.code} ${d.message}`).join('\n'));
  return modules;
}

export function rootOf(schema: unknown): Declaration {
  const root = modulesOf({ 'test.avsc': schema })[0]?.root;
  if (root === undefined) throw new Error('the schema has no root');
  return root;
}

export function printed(
  declarations: readonly Declaration[],
  target: Target,
  lock: Lock = emptyLock,
): Record<'types' | 'shape' | 'avro', string> {
  const unit: Unit = { base: 'messages/x', declarations, encodings: new Set(['avro']), sources: ['test.avsc'] };
  const symbols = createSymbols([unit]);
  const diagnostics = createDiagnostics();
  const { layouts } = planAvro(declarations, lock, diagnostics, { namespace: 'test' });
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map((d) => `${d.code} ${d.message}`).join('\n'));
  const print = (file: SourceFile): string => printFile(file, target, settings);
  return {
    types: print(emitTypes(unit, symbols)),
    shape: print(emitShape(unit, symbols)),
    avro: print(emitAvro(unit, symbols, layouts)),
  };
}

/** Codecs by declaration name. */
export async function loadAvro(
  declarations: readonly Declaration[],
  lock?: Lock,
): Promise<Readonly<Record<string, AvroCodec<unknown>>>> {
  const { shape, avro: code } = printed(declarations, 'js', lock);
  const module = (await import(/* @vite-ignore */ dataUrl(linked(code, dataUrl(linked(shape, '')))))) as Record<
    string,
    AvroCodec<unknown>
  >;
  return Object.fromEntries(declarations.map(({ name }) => [name, module[`${name}Avro`] as AvroCodec<unknown>]));
}

/** The codec of a schema as a whole. */
export async function codecOf(schema: unknown): Promise<AvroCodec<unknown>> {
  const modules = modulesOf({ 'test.avsc': schema });
  const root = modules[0]?.root;
  if (root === undefined) throw new Error('the schema has no root');
  return (await loadAvro(modules.flatMap((module) => module.declarations)))[root.name] as AvroCodec<unknown>;
}

function linked(code: string, shapeUrl: string): string {
  return code
    .replace(
      /import \{([^}]*)\} from '@agentwire\/runtime\/codegen\/v1';/,
      (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = globalThis.${slot};`,
    )
    .replace("'./shape.js'", `'${shapeUrl}'`);
}

function dataUrl(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}
