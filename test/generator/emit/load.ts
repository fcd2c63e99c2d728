/** Runs generated code against the runtime's sources: printed as js, linked to the runtime through a global. */
import * as runtime from '@agentwire/runtime/codegen/v1';
import { emitJson } from '../../../generator/src/emit/json.js';
import type { SourceFile } from '../../../generator/src/emit/parts.js';
import { printFile } from '../../../generator/src/emit/print.js';
import { emitShape } from '../../../generator/src/emit/shape.js';
import { createSymbols } from '../../../generator/src/emit/symbols.js';
import type { Declaration } from '../../../generator/src/model/types.js';
import type { JsonCodec } from '../../../runtime/src/codec/json/codec.js';
import { unit } from './model.js';

export const settings = { importExtension: 'js', generator: 'agentwire 0.0.0' } as const;

const slot = '__agentwireUnderTest';
Object.assign(globalThis, { [slot]: runtime });

function linked(file: SourceFile, shapeUrl = ''): string {
  return printFile(file, 'js', settings)
    .replace(
      /import \{([^}]*)\} from '@agentwire\/runtime\/codegen\/v1';/,
      (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = globalThis.${slot};`,
    )
    .replace("'./shape.js'", `'${shapeUrl}'`);
}

function dataUrl(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

/** The codecs of declarations, by declaration name. */
export async function loadJson(...declarations: Declaration[]): Promise<Record<string, JsonCodec<unknown>>> {
  const one = unit('messages/x', ...declarations);
  const symbols = createSymbols([one]);
  const shapeUrl = dataUrl(linked(emitShape(one, symbols)));
  const module = (await import(/* @vite-ignore */ dataUrl(linked(emitJson(one, symbols), shapeUrl)))) as Record<
    string,
    JsonCodec<unknown>
  >;
  return Object.fromEntries(declarations.map(({ name }) => [name, module[`${name}Json`] as JsonCodec<unknown>]));
}

/** The codec of the first declaration. */
export async function codecOf(...declarations: [Declaration, ...Declaration[]]): Promise<JsonCodec<unknown>> {
  return (await loadJson(...declarations))[declarations[0].name] as JsonCodec<unknown>;
}
