/**
 * Server reflection, `grpc.reflection.v1` (and `v1alpha`, which is the same by an older name): a tool that has no
 * `.proto` asks the server for the files of its services. They come from the generator, with the agents that are served.
 */
import type { Member } from '../../membership.js';
import { bufferOf, identity, writeTo, type Grpc } from './grpc-js.js';
import { fieldsOf, Malformed, message, type Field, type Fields } from './wire.js';

interface ProtoFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly imports: readonly string[];
  /** Full names of services, methods, messages and enums. */
  readonly symbols: ReadonlySet<string>;
  readonly services: readonly string[];
}

const versions = ['v1', 'v1alpha'];

export function registerReflection(grpc: typeof Grpc, server: Grpc.Server, members: ReadonlySet<Member>): void {
  const answer = (call: Grpc.ServerDuplexStream<Buffer, Buffer>): void => {
    const known = filesOf(members);
    const reply = async (): Promise<void> => {
      try {
        for await (const request of call.iterator({ destroyOnReturn: false }))
          await writeTo(call, respond(request as Buffer, known));
        call.end();
      } catch (thrown) {
        if (call.destroyed || call.cancelled) return;
        const code = thrown instanceof Malformed ? grpc.status.INVALID_ARGUMENT : grpc.status.INTERNAL;
        call.emit('error', { code, details: 'the request cannot be read' });
      }
    };
    void reply();
  };
  for (const version of versions) {
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    server.register(path, answer, bufferOf, identity, 'bidi');
  }
}

/** Numbers of ServerReflectionRequest and ServerReflectionResponse. */
function respond(request: Buffer, files: readonly ProtoFile[]): Buffer {
  const asked = fieldsOf(request);
  const response = (...field: Field): Buffer => message([1, asked.text(1)], [2, request], field);
  const [byName, bySymbol, services] = [asked.bytes(3), asked.bytes(4), asked.bytes(7)];
  if (services !== undefined) {
    const names = [...new Set(files.flatMap((file) => file.services))].toSorted();
    return response(6, message(...names.map((name) => [1, message([1, name])] as const)));
  }
  const text = asked.text(byName === undefined ? 4 : 3);
  const found = files.find(({ name, symbols }) => (byName === undefined ? symbols.has(text) : name === text));
  if (bySymbol === undefined && byName === undefined) return response(7, failure(12, 'extensions are not told of'));
  if (found === undefined) return response(7, failure(5, 'no service here has a file of this name or symbol'));
  return response(4, message(...reachedFrom(found, files).map(({ bytes }) => [1, bytes] as const)));
}

function failure(code: number, words: string): Buffer {
  return message([1, code], [2, words]);
}

/** A file comes with all that it imports, itself first. */
function reachedFrom(file: ProtoFile, files: readonly ProtoFile[]): readonly ProtoFile[] {
  const seen = new Set([file]);
  for (const { imports } of seen) for (const other of files) if (imports.includes(other.name)) seen.add(other);
  return [...seen];
}

function filesOf(members: ReadonlySet<Member>): readonly ProtoFile[] {
  const texts = [...members].flatMap(({ host }) => (host.agent.descriptors ?? []).map((lines) => lines.join('')));
  return [...new Set(texts)].map((text) => fileOf(Buffer.from(text, 'base64')));
}

/** Numbers of google.protobuf.FileDescriptorProto. */
function fileOf(bytes: Uint8Array): ProtoFile {
  const file = fieldsOf(bytes);
  const home = file.text(2) === '' ? '' : `${file.text(2)}.`;
  const services = file.all(6).map(fieldsOf);
  const nameIn = (space: string, one: Fields): string => space + one.text(1);
  const declared = (space: string, messages: readonly Uint8Array[], enums: readonly Uint8Array[]): string[] => [
    ...enums.map((one) => nameIn(space, fieldsOf(one))),
    ...messages.map(fieldsOf).flatMap((one) => {
      const name = nameIn(space, one);
      return [name, ...declared(`${name}.`, one.all(3), one.all(4))];
    }),
  ];
  const methods = services.flatMap((one) =>
    one.all(2).map((method) => `${nameIn(home, one)}.${fieldsOf(method).text(1)}`),
  );
  const names = services.map((one) => nameIn(home, one));
  return {
    bytes,
    name: file.text(1),
    imports: file.all(3).map((name) => Buffer.from(name).toString('utf8')),
    symbols: new Set([...names, ...methods, ...declared(home, file.all(4), file.all(5))]),
    services: names,
  };
}
