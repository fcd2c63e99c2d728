/** Stage four: the planned files as text. Pure: the same plan gives the same bytes anywhere. */
import type { Config } from './config/config.js';
import { emitAgent, emitDescriptors, emitIndex, emitProtocol } from './emit/agents.js';
import { emitAvro } from './emit/avro.js';
import { emitEntry } from './emit/entry.js';
import { emitJson } from './emit/json.js';
import { emitOperation } from './emit/operations.js';
import type { SourceFile } from './emit/parts.js';
import { printDeclarations, printFile } from './emit/print.js';
import { emitProtobuf } from './emit/protobuf.js';
import { emitShape } from './emit/shape.js';
import { createSymbols, type Symbols, type Unit } from './emit/symbols.js';
import { emitTypes } from './emit/types.js';
import type { Encoding } from './model/model.js';
import type { Declaration } from './model/types.js';
import type { Plan } from './plan/plan.js';
import type { PlannedUnit } from './plan/units.js';
import { generatorName } from './version.js';
import type { Output } from './write.js';

/** What the configuration says about text. */
export interface RenderOptions extends Pick<Config, 'emit' | 'importExtension'> {
  /** From the output folder to the folder of the configuration, posix. */
  readonly toRoot: string;
}

export function render(plan: Plan, config: RenderOptions): readonly Output[] {
  const symbols = createSymbols(plan.units.map((unit) => unitOf(unit, unit.module.declarations)));
  const { protocol } = plan.model;
  const print = (files: readonly SourceFile[]): readonly Output[] => files.flatMap((file) => printAll(file, config));
  // Unit by unit: a tree weighs many times its text, and nobody asks for it again.
  const outputs = plan.units.flatMap((unit) => print(renderUnit(unit, plan, symbols)));
  if (protocol === undefined) return outputs;
  return [
    ...outputs,
    ...print([
      emitProtocol(protocol),
      ...emitDescriptors(protocol),
      ...protocol.operations.map((operation) => emitOperation(operation, symbols)),
      ...protocol.agents.flatMap((agent) => emitAgent(agent, protocol, symbols)),
      emitIndex(protocol, symbols),
    ]),
  ];
}

function renderUnit(unit: PlannedUnit, plan: Plan, symbols: Symbols): readonly SourceFile[] {
  const all = unitOf(unit, unit.module.declarations);
  const of = (encoding: Encoding): Unit | undefined => {
    const declarations = unit.encodings.get(encoding);
    return declarations === undefined ? undefined : unitOf(unit, declarations);
  };
  const [json, protobuf, avro] = [of('json'), of('protobuf'), of('avro')];
  return [
    emitTypes(all, symbols),
    emitShape(all, symbols),
    ...(json === undefined ? [] : [emitJson(json, symbols)]),
    ...(protobuf === undefined ? [] : [emitProtobuf(protobuf, symbols, plan.protobuf)]),
    ...(avro === undefined ? [] : [emitAvro(avro, symbols, plan.avro)]),
    ...(unit.mirrored ? [emitEntry(unit, symbols)] : []),
  ];
}

function unitOf(unit: PlannedUnit, declarations: readonly Declaration[]): Unit {
  return {
    base: unit.base,
    declarations,
    encodings: new Set(unit.encodings.keys()),
    sources: [unit.module.source.path],
  };
}

function printAll(file: SourceFile, { emit, importExtension, toRoot }: RenderOptions): readonly Output[] {
  const settings = { importExtension, generator: generatorName(), toRoot };
  if (emit === 'ts') return [{ path: `${file.path}.ts`, text: printFile(file, 'ts', settings) }];
  const { text, map } = printDeclarations(file, settings);
  return [
    { path: `${file.path}.js`, text: printFile(file, 'js', settings) },
    { path: `${file.path}.d.ts`, text },
    { path: `${file.path}.d.ts.map`, text: map },
  ];
}
