/** Generated Protobuf codecs of a `.proto` text or of declarations, linked to the runtime's sources. */
import * as runtime from '@agentwire/runtime/codegen/v1';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { emitProtobuf } from '../../../../generator/src/emit/protobuf.js';
import type { SourceFile } from '../../../../generator/src/emit/parts.js';
import { printFile, type Target } from '../../../../generator/src/emit/print.js';
import { emitShape } from '../../../../generator/src/emit/shape.js';
import { createSymbols, type Unit } from '../../../../generator/src/emit/symbols.js';
import { emitTypes } from '../../../../generator/src/emit/types.js';
import { planProtobuf } from '../../../../generator/src/encodings/protobuf.js';
import { protobuf } from '../../../../generator/src/formats/protobuf/index.js';
import { emptyLock, type Lock } from '../../../../generator/src/lock/lock.js';
import type { SchemaModule } from '../../../../generator/src/model/model.js';
import type { Declaration } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import type { Codec } from '../../../../runtime/src/codec/codec.js';

const settings = { importExtension: 'js', generator: 'agentwire 0.0.0' } as const;

const slot = '__agentwireProtobufUnderTest';
Object.assign(globalThis, { [slot]: runtime });

/** The modules of a `.proto` text; fails on any error. */
export function modulesOf(text: string, others: Record<string, string> = {}): readonly SchemaModule[] {
  const diagnostics = createDiagnostics();
  const root = { path: 'test.proto', text };
  const modules = protobuf.load([root], memoryWorkspace({ ...others, 'test.proto': text }), diagnostics);
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map((d) => `${d.code} ${d.message}`).join('\n'));
  return modules;
}

export function declarationsOf(text: string, others: Record<string, string> = {}): readonly Declaration[] {
  return modulesOf(text, others).flatMap((module) => module.declarations);
}

export function unitOf(declarations: readonly Declaration[]): Unit {
  return { base: 'messages/x', declarations, encodings: new Set(['protobuf']), sources: ['test.proto'] };
}

export interface Printed {
  readonly types: string;
  readonly shape: string;
  readonly protobuf: string;
}

export function printed(declarations: readonly Declaration[], target: Target, lock: Lock = emptyLock): Printed {
  const unit = unitOf(declarations);
  const symbols = createSymbols([unit]);
  const diagnostics = createDiagnostics();
  const { layouts } = planProtobuf(declarations, lock, diagnostics);
  if (diagnostics.hasErrors) throw new Error(diagnostics.all.map((d) => `${d.code} ${d.message}`).join('\n'));
  const print = (file: SourceFile): string => printFile(file, target, settings);
  return {
    types: print(emitTypes(unit, symbols)),
    shape: print(emitShape(unit, symbols)),
    protobuf: print(emitProtobuf(unit, symbols, layouts)),
  };
}

/** Codecs by declaration name. */
export async function loadProtobuf(
  declarations: readonly Declaration[],
  lock?: Lock,
): Promise<Readonly<Record<string, Codec<unknown>>>> {
  const { shape, protobuf: code } = printed(declarations, 'js', lock);
  const shapeUrl = dataUrl(linked(shape, ''));
  const module = (await import(/* @vite-ignore */ dataUrl(linked(code, shapeUrl)))) as Record<string, Codec<unknown>>;
  return Object.fromEntries(
    declarations.flatMap(({ name }) => {
      const codec = module[`${name}Protobuf`];
      return codec === undefined ? [] : [[name, codec] as const];
    }),
  );
}

export async function loadProto(text: string): Promise<Readonly<Record<string, Codec<unknown>>>> {
  return loadProtobuf(declarationsOf(text));
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
