import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { printProto } from '../../../../generator/src/encodings/print-proto.js';
import { planProtobuf } from '../../../../generator/src/encodings/protobuf.js';
import { protobuf } from '../../../../generator/src/formats/protobuf/index.js';
import { emptyLock } from '../../../../generator/src/lock/lock.js';
import type { Declaration, Member } from '../../../../generator/src/model/types.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { wholeOf } from '../../../../generator/src/source/text.js';
import { declarationsOf, loadProtobuf, modulesOf } from './load.js';

const words = [
  'w r value end tag start stop inner out unknown nested conforms emptyMap mapEntries unknownFields',
  'readA writeA aNames readInner writeInner class function await constructor toString hasOwnProperty number at',
]
  .join(' ')
  .split(' ');

describe('generated codecs', () => {
  it('survive members that are called like their own parts', async () => {
    const fields = words.map((word, index) => `string ${word} = ${index + 1};`).join(' ');
    const codecs = await loadProtobuf(
      declarationsOf(
        `syntax = "proto3"; message A { ${fields} Inner i = 99; repeated Inner j = 100; } message Inner { int32 r = 1; }`,
      ),
    );
    const value = { ...Object.fromEntries(words.map((word) => [word, `is ${word}`])), i: { r: 1 }, j: [{ r: 2 }] };
    const codec = codecs['A'];
    expect(codec?.decode(codec.encode(value))).toEqual(value);
  });

  it('carry derived members of any name', async () => {
    const span = wholeOf({ path: 'a.json', text: '' });
    const odd = ['a b', "it's", '`${x}`', '*/', '</script>', '\n', 'é', '1', '-', '_', '', '__proto__'];
    const members = odd.map((name): Member => ({ name, type: { kind: 'string' }, presence: 'required', span }));
    const origin = { format: 'json-schema', path: 'a.json', name: '#' } as const;
    const declaration: Declaration = { kind: 'record', name: 'A', origin, span, members, unknown: 'drop' };
    const codec = (await loadProtobuf([declaration]))['A'];
    const value = {};
    for (const name of odd) {
      Object.defineProperty(value, name, { value: `is ${name}`, enumerable: true, configurable: true, writable: true });
    }
    const read = codec?.decode(codec.encode(value)) as object;
    expect(Object.entries(read)).toEqual(Object.entries(value));
    const { layouts } = planProtobuf([declaration], emptyLock, createDiagnostics());
    const text = printProto(layouts, { namespace: 'odd' });
    const diagnostics = createDiagnostics();
    protobuf.load([{ path: 'b.proto', text }], memoryWorkspace({ 'b.proto': text }), diagnostics);
    expect(diagnostics.all.map((d) => d.message)).toEqual([]);
  });
});

describe('a printed file with a service', () => {
  it('loads to the same methods', () => {
    const [module] = modulesOf(`syntax = "proto3"; package s;
// Talks.
service Talk { rpc One (A) returns (stream B); rpc Two (stream A) returns (B); }
message A {} message B { A a = 1; }`);
    const { layouts } = planProtobuf(module?.declarations ?? [], emptyLock, createDiagnostics());
    const text = printProto(layouts, { namespace: 's', services: module?.services ?? [] });
    const [again] = modulesOf(text);
    const plain = (one: typeof module): unknown =>
      one?.services.map(({ name, description, methods }) => [
        name,
        description,
        methods.map((m) => [m.name, m.input.name, m.output.name, m.clientStreaming, m.serverStreaming]),
      ]);
    expect(plain(again)).toEqual(plain(module));
  });
});
