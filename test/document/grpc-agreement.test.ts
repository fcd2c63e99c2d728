/**
 * schemas/proto/agent_communication.proto is written by hand, and gRPC carries the encoding derived from the JSON
 * schemas: both have to lay out the same fields, down to the last one.
 */
import { readFileSync } from 'node:fs';
import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../generator/src/diagnostics/index.js';
import { printProto } from '../../generator/src/encodings/print-proto.js';
import { planProtobuf } from '../../generator/src/encodings/protobuf.js';
import { jsonSchema } from '../../generator/src/formats/json-schema/index.js';
import { emptyLock } from '../../generator/src/lock/lock.js';
import type { Declaration } from '../../generator/src/model/types.js';
import { openWorkspace } from '../../generator/src/source/workspace.js';

const root = new URL('../../', import.meta.url).pathname;
const scope = 'dora.agent.communication';

/** Authored message to the schema whose derived layout it has to have. */
const pairs: Readonly<Record<string, readonly [file: string, type: string]>> = {
  MessageHeader: ['envelope', 'Header'],
  TaskRequestData: ['task_request', 'TaskRequest'],
  TaskMetadata: ['task_metadata', 'TaskMetadata'],
  ResponseData: ['response', 'Response'],
  StatusQueryData: ['status_request', 'StatusRequest'],
  StatusReportData: ['status_report', 'StatusReport'],
  EventData: ['event', 'Event'],
  CommandData: ['command', 'Command'],
};

function derived(): protobufjs.Root {
  const diagnostics = createDiagnostics();
  const workspace = openWorkspace(root);
  const paths = [...new Set(Object.values(pairs).map(([file]) => `schemas/json/${file}.schema.json`))];
  const sources = paths.flatMap((path) => workspace.read(path, undefined, diagnostics) ?? []);
  const modules = jsonSchema.load(sources, workspace, diagnostics);
  const roots = Object.values(pairs).map(([file, type]): Declaration => {
    const module = modules.find(({ source }) => source.path === `schemas/json/${file}.schema.json`);
    const declaration = module?.declarations.find(({ name }) => name === type);
    if (declaration === undefined) throw new Error(`${file} has no ${type}`);
    return declaration;
  });
  const { layouts } = planProtobuf(roots, emptyLock, diagnostics);
  expect(diagnostics.all).toEqual([]);
  return parse(printProto(layouts, { namespace: scope }));
}

function parse(text: string): protobufjs.Root {
  const { root: parsed } = protobufjs.parse(text, { keepCase: true });
  parsed.resolveAll();
  return parsed;
}

/** Names, numbers and types all the way down; what messages are called does not matter on the wire. */
function layout(message: protobufjs.Type): unknown {
  return message.fieldsArray.map((field) => {
    const map = field instanceof protobufjs.MapField ? `map<${field.keyType}> ` : '';
    const type = field.resolvedType instanceof protobufjs.Type ? layout(field.resolvedType) : field.type;
    return [`${field.name} = ${field.id}`, `${field.repeated ? 'repeated ' : map}`, type];
  });
}

describe('agent_communication.proto', () => {
  const authored = parse(readFileSync(`${root}schemas/proto/agent_communication.proto`, 'utf8'));
  const fromJson = derived();

  for (const [message, [file, type]] of Object.entries(pairs)) {
    it(`lays out ${message} as ${file}.schema.json is carried`, () => {
      const ours = layout(authored.lookupType(`${scope}.${message}`));
      expect(ours).toEqual(layout(fromJson.lookupType(`${scope}.${type}`)));
    });
  }
});
