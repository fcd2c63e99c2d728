/** A `.proto` text as generated codecs, and as @bufbuild/protobuf's messages. */
import { create, createFileRegistry, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { Codec } from '../../../../runtime/src/codec/codec.js';
import type { JsonCodec } from '../../../../runtime/src/codec/json/codec.js';
import { loadJson } from '../../emit/load.js';
import { loadProtobuf, modulesOf } from '../../emit/protobuf/load.js';

export interface Both {
  readonly json: JsonCodec<unknown>;
  readonly protobuf: Codec<unknown>;
  readonly peer: DescMessage;
}

/** The message `name` of a text that has a service: its descriptors are what the peer reads. */
export async function bothOf(text: string, name: string): Promise<Both> {
  const modules = modulesOf(text);
  const declarations = modules.flatMap((module) => module.declarations);
  const [service] = modules.flatMap((module) => module.services);
  const file = (service?.descriptors ?? []).map((one) =>
    fromBinary(FileDescriptorProtoSchema, Buffer.from(one, 'base64')),
  );
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file }));
  const peer = [...registry].find((one) => one.kind === 'message' && one.name === name);
  const json = (await loadJson(...declarations))[name];
  const protobuf = (await loadProtobuf(declarations))[name];
  if (peer?.kind !== 'message' || json === undefined || protobuf === undefined) throw new Error(`no message ${name}`);
  return { json, protobuf, peer };
}
