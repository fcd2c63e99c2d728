import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { parseManifest, referencedPath, splitReference } from '../../../generator/src/manifest/index.js';
import { runtimeReasons } from '../../../generator/src/manifest/reasons.js';
import { reasons } from '../../../runtime/src/error.js';
import { load, protoModule, record, schemas } from './support.js';

const manifest = `protocol: shop
version: 1.0.0
envelope: envelope.schema.json
services: [proto/a.proto, proto/b.proto]
messages:
  order: order.schema.json
  figures: { schema: proto/agents.proto#Figures, metadata: meta.schema.json, encodings: [json] }
errors:
  sold_out: { code: not_found, detail: receipt.schema.json }
  gone: not_found
`;

describe('references to schemas', () => {
  it('are listed before anything is linked, in the order of the text', () => {
    const diagnostics = createDiagnostics();
    const parsed = parseManifest({ path: 'protocol.yaml', text: manifest }, diagnostics);
    expect(parsed?.references.map(({ reference }) => reference)).toEqual([
      'envelope.schema.json',
      'proto/a.proto',
      'proto/b.proto',
      'order.schema.json',
      'proto/agents.proto#Figures',
      'meta.schema.json',
      'receipt.schema.json',
    ]);
    const [first] = parsed?.references ?? [];
    expect(manifest.slice(first?.span.start, first?.span.end)).toBe('envelope.schema.json');
  });

  it('are relative to the manifest and stay in the project', () => {
    expect(referencedPath('json/a.schema.json#/$defs/b', 'schemas/protocol.yaml')).toBe('schemas/json/a.schema.json');
    expect(referencedPath('../a.avsc', 'schemas/protocol.yaml')).toBe('a.avsc');
    expect(referencedPath('../../a.avsc', 'schemas/protocol.yaml')).toBeUndefined();
    expect(referencedPath('/etc/passwd', 'schemas/protocol.yaml')).toBeUndefined();
    expect(referencedPath('https://example.com/a.json', 'protocol.yaml')).toBeUndefined();
    expect(splitReference('a.proto#B')).toEqual({ path: 'a.proto', name: 'B' });
  });

  it('need a name where a file has several types', () => {
    const span = { source: { path: 'proto/agents.proto', text: '' }, start: 0, end: 0 };
    const name = { name: 'name', type: { kind: 'string' }, presence: 'implicit', span } as const;
    const modules = [protoModule('shop.Orders', [], [record('Figures', [name]), record('Other', [])])];
    const text = 'protocol: shop\nversion: 1.0.0\nmessages: { a: proto/agents.proto, b: proto/agents.proto#Figures }\n';
    const { findings, protocol } = load(text, schemas, { modules });
    expect(findings).toEqual([
      'protocol.yaml:3:16 AW2103 proto/agents.proto has no type that stands for the whole file / name one: proto/agents.proto#Figures',
    ]);
    expect(protocol?.messages.map(({ key, encodings }) => [key, encodings])).toEqual([['b', ['protobuf']]]);
  });

  it('give way to the built-in envelope where the manifest names none', () => {
    const { findings, protocol } = load('protocol: shop\nversion: 1.0.0\n');
    expect(findings).toEqual([]);
    expect(protocol?.envelope.origin.path).toBe('envelope.schema.json');
  });
});

describe('reserved names', () => {
  it('are the reasons of the runtime', () => {
    expect([...runtimeReasons].toSorted()).toEqual(Object.keys(reasons).toSorted());
  });
});
