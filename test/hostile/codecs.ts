/** The codecs that bad bytes are given to: all of the shipped protocol, and those of schemas that strangers wrote. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Codec, Encoding } from '@agentwire/runtime';
import { EnvelopeAvro, HeaderAvro } from 'dora-protocol/envelope/avro';
import { EnvelopeJson, HeaderJson } from 'dora-protocol/envelope/json';
import { EnvelopeProtobuf, HeaderProtobuf } from 'dora-protocol/envelope/protobuf';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { generate } from '../../generator/src/pipeline.js';
import { project } from '../strangers/project.js';
import { hospital } from '../strangers/two-hundred.js';

type Codecs = readonly Codec<unknown>[];

const envelopes = {
  json: [HeaderJson, EnvelopeJson],
  protobuf: [HeaderProtobuf, EnvelopeProtobuf],
  avro: [HeaderAvro, EnvelopeAvro],
};

export function shipped(encoding: Encoding): Codecs {
  const messages = Object.values(GapAssessment.messages).flatMap((message) => {
    const parts = message[encoding];
    return [parts?.data, parts?.metadata].filter((part) => part !== undefined);
  });
  return [...envelopes[encoding], ...messages];
}

const strangers = fileURLToPath(new URL('../strangers/', import.meta.url));
const read = (path: string): string => readFileSync(join(strangers, path), 'utf8');

/** Generated once into folders that last as long as the tests of the file. */
export async function strange(): Promise<(encoding: Encoding) => Promise<Codecs>> {
  const folders = [
    // So long a chain of definitions that Avro, which writes each where it is first used, would nest too deep.
    project({ 'schemas/hospital.schema.json': JSON.stringify(hospital), 'agentwire.yaml': 'out: ts\n' }),
    project({
      'schemas/telemetry.avsc': read('avro/telemetry.avsc'),
      'schemas/shop/catalog.proto': read('proto/shop/catalog.proto'),
      'schemas/shop/common.proto': read('proto/shop/common.proto'),
      'schemas/legacy/invoice.proto': read('proto/legacy/invoice.proto'),
      'agentwire.yaml': 'out: ts\nencodings: [json, avro]\n',
    }),
  ];
  for (const cwd of folders) await generate({ cwd });
  const files = folders.flatMap((folder) =>
    readdirSync(join(folder, 'ts'), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, 'ts', path)),
  );
  return async (encoding) => {
    const modules = files.filter((path) => path.endsWith(`/${encoding}.ts`)).toSorted();
    const exported = modules.map(
      async (path) => (await import(pathToFileURL(path).href)) as Record<string, Codec<unknown>>,
    );
    return (await Promise.all(exported))
      .flatMap((module) => Object.values(module))
      .filter((one) => typeof one === 'object' && 'encode' in one);
  };
}
