/** `names:` gives types their TypeScript names, and no schema's names can break generated code. */
import { afterAll, describe, expect, it } from 'vitest';
import { project, removeProjects } from './project.js';

afterAll(removeProjects);

const nested =
  'syntax = "proto3";\nmessage Outer { message Inner { string a = 1; } Inner inner = 1; }\nmessage OuterInner { string b = 1; }\n';
const defs = '{ "$defs": {\n "task_step": { "type": "string" },\n "taskStep": { "type": "integer" } } }';
const fixed = '[{"type":"fixed","name":"a.Id","size":1},\n{"type":"fixed","name":"b.Id","size":1}]';

describe('names', () => {
  it('says in every format alike which two types have one name, and how to name one', async () => {
    const { found } = await project({ 'a.proto': nested, 'b.schema.json': defs, 'c.avsc': fixed });
    expect(found).toEqual([
      'schemas/a.proto:3 AW4003 Outer.Inner and OuterInner would both be named OuterInner (name one in agentwire.yaml: names: { "schemas/a.proto#OuterInner": OuterInner2 })',
      'schemas/b.schema.json:3 AW4003 #/$defs/task_step and #/$defs/taskStep would both be named TaskStep (name one in agentwire.yaml: names: { "schemas/b.schema.json#/$defs/taskStep": TaskStep2 })',
      'schemas/c.avsc:2 AW4003 a.Id and b.Id would both be named Id (name one in agentwire.yaml: names: { "schemas/c.avsc#b.Id": Id2 })',
    ]);
  });

  it('cures each of these clashes', async () => {
    const { found, files, compile } = await project(
      { 'a.proto': nested, 'b.schema.json': defs, 'c.avsc': fixed },
      'names:\n  schemas/a.proto#Outer.Inner: Part\n  schemas/b.schema.json#/$defs/taskStep: StepNumber\n  schemas/c.avsc#b.Id: OtherId\n',
    );
    expect(found).toEqual([]);
    expect(files.get('a.proto/types.ts')).toMatch(/inner\?: Part \| undefined;[^]*export interface Part \{/);
    expect(files.get('b.schema/types.ts')).toContain('export type StepNumber = number;');
    expect(files.get('c.avsc/types.ts')).toContain('export type OtherId = Uint8Array;');
    expect(compile()).toEqual([]);
  });

  it('reports keys that mean nothing, with the nearest that means something', async () => {
    const config =
      'names: { "schemas/a.proto#Outter": X, "schemas/b.proto#Outer": Y, "schemas/a.proto#Outer": Date }\n';
    const { found } = await project({ 'a.proto': 'syntax = "proto3";\nmessage Outer {}\n' }, config);
    expect(found).toEqual([
      'ts.yaml:2 AW1110 names: "schemas/a.proto#Outter" means nothing: there is no type "Outter" in schemas/a.proto (did you mean Outer?)',
      'ts.yaml:2 AW1110 names: "schemas/b.proto#Outer" means nothing: there is no schema schemas/b.proto (did you mean schemas/a.proto?)',
      'ts.yaml:2 AW1108 names: "Date" for schemas/a.proto#Outer cannot be the name of a TypeScript type',
    ]);
  });

  it('refuses a type that is named like the codec of another, and is cured by a name', async () => {
    const schema = {
      'a.proto': 'syntax = "proto3";\nmessage Status {}\nmessage StatusProtobuf {}\nmessage StatusAvro {}\n',
    };
    const { found } = await project(schema);
    // Nothing asks for Avro here, so StatusAvro is free.
    expect(found.map((one) => one.split(' (')[0])).toEqual([
      'schemas/a.proto:3 AW4004 StatusProtobuf is named like StatusProtobuf, the codec of Status',
    ]);
    const cured = await project(schema, 'names: { "schemas/a.proto#StatusProtobuf": StatusBytes }\n');
    expect(cured.found).toEqual([]);
    expect(cured.compile()).toEqual([]);
  });

  const global = (
    'Array Date Infinity NaN Number Object Record RegExp String Uint8Array Boolean BigInt Map Set Symbol Promise Error ' +
    'Function Json Codec Shape Issue Class Undefined Null Any Unknown Never ReadDate WriteDate DateShape DateNames ' +
    'JsonReader JsonWriter JsonCodec ProtobufReader AvroWriter AvroCodec UnknownFields JsonValue Partial Omit Value'
  ).split(' ');

  it('generates valid code for types named like those of the language, the runtime and the generated modules', async () => {
    const members = global.map((name, index) => `${name} ${name.toLowerCase()} = ${index + 1};`).join(' ');
    const messages = global.map(
      (name) => `message ${name} { bytes raw = 1; map<string, double> sizes = 2; repeated int64 longs = 3; }`,
    );
    const proto = `syntax = "proto3";\n${messages.join('\n')}\nmessage All { ${members} }\n`;
    const object = {
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, n: { type: 'number' } },
    };
    const $defs = Object.fromEntries(global.map((name) => [name, object]));
    const properties = Object.fromEntries(global.map((name) => [name, { $ref: `#/$defs/${name}` }]));
    const map = { type: 'object', additionalProperties: { type: 'array', items: { $ref: '#/$defs/Date' } } };
    const schema = JSON.stringify({ type: 'object', properties: { ...properties, map }, $defs });
    const { found, compile, files, load } = await project(
      { 'a.proto': proto, 'all.schema.json': schema },
      'encodings: [json, protobuf, avro]\n',
    );
    expect(found).toEqual([]);
    expect(compile()).toEqual([]);
    expect(files.get('all.schema/types.ts')).toMatch(/export interface Date_ \{\n {2}at\?: Date \| undefined;/);
    const { AllJson, AllProtobuf, AllAvro } = await load('all.schema');
    const value = { Date: { at: new Date(0) }, Array: { n: 1 }, map: { a: [{ at: new Date(5) }] } };
    for (const codec of [AllJson, AllProtobuf, AllAvro]) expect(codec?.decode(codec.encode(value))).toEqual(value);
  });

  it('lets two files name a type alike, and each module keep its own', async () => {
    const message = (member: string): string =>
      `{ "type": "object", "properties": { "${member}": { "$ref": "#/$defs/item" } }, "$defs": { "item": { "type": "object", "required": ["${member}"], "properties": { "${member}": { "type": "string" } } } } }`;
    const manifest =
      'protocol: a.b\nversion: 1.0.0\nmessages: { one: one.schema.json, two: two.schema.json }\noperations: { go: { request: one, reply: two, http: POST /go } }\nagents: { item: { serves: [go], transports: [http] } }\n';
    const { found, compile, files } = await project({
      'protocol.yaml': manifest,
      'one.schema.json': message('a'),
      'two.schema.json': message('b'),
    });
    expect(found).toEqual([]);
    expect(files.get('messages/one/types.ts')).toContain('export interface Item {');
    expect(files.get('messages/two/types.ts')).toContain('export interface Item {');
    expect(compile()).toEqual([]);
  });
});
