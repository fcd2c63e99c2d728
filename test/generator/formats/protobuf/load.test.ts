import { describe, expect, it } from 'vitest';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { protobuf } from '../../../../generator/src/formats/protobuf/index.js';
import type { SchemaModule } from '../../../../generator/src/model/model.js';
import type { EnumDeclaration, Member, RecordDeclaration } from '../../../../generator/src/model/types.js';
import { locate } from '../../../../generator/src/source/text.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';

interface Loaded {
  readonly modules: readonly SchemaModule[];
  /** `path:line:column code message (hint)` */
  readonly findings: readonly string[];
}

function load(text: string, others: Record<string, string> = {}, path = 'test.proto'): Loaded {
  const diagnostics = createDiagnostics();
  const modules = protobuf.load([{ path, text }], memoryWorkspace({ ...others, [path]: text }), diagnostics);
  const findings = diagnostics.all.map(
    (d) => `${locate(d.span)} ${d.code} ${d.message}${d.hint === undefined ? '' : ` (${d.hint})`}`,
  );
  return { modules, findings };
}

function record(loaded: Loaded, name: string): RecordDeclaration {
  const found = loaded.modules[0]?.exports.get(name);
  if (found?.kind !== 'record') throw new Error(`no record ${name}: ${loaded.findings.join('\n')}`);
  return found;
}

function enumOf(loaded: Loaded, name: string): EnumDeclaration {
  const found = loaded.modules[0]?.exports.get(name);
  if (found?.kind !== 'enum') throw new Error(`no enum ${name}`);
  return found;
}

function member(of: RecordDeclaration, name: string): Member {
  const found = of.members.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no member ${name}`);
  return found;
}

function facts(of: RecordDeclaration, name: string): Pick<Member, 'presence' | 'type' | 'default' | 'proto' | 'alias'> {
  const { span: _span, description: _description, name: _name, nullIsAbsent: _null, ...rest } = member(of, name);
  return rest;
}

const p3 = 'syntax = "proto3";\n';

describe('members', () => {
  const loaded = load(`${p3}package a.b;
/* What it is. */
message Task {
  // Above.
  string task_id = 1;
  optional int32 size = 2; // Behind.
  repeated sint64 wide = 3;
  repeated string words = 4;
  map<int32, bool> flags = 5;
  Inner inner = 6;
  message Inner { enum Kind { NONE = 0; SOME = 3; } Kind kind = 1; }
  Inner.Kind kind = 7 [deprecated = true, json_name = "what", debug_redact = true];
  fixed64 number = 8 [jstype = JS_NUMBER];
  repeated int32 loose = 9 [packed = false];
}
`);
  const task = record(loaded, 'Task');

  it('lowers without findings', () => expect(loaded.findings).toEqual([]));

  it.each([
    [
      'task_id',
      {
        presence: 'implicit',
        type: { kind: 'string' },
        default: '',
        proto: { number: 1, scalar: 'string' },
        alias: 'taskId',
      },
    ],
    [
      'size',
      { presence: 'optional', type: { kind: 'integer', width: 'int32' }, proto: { number: 2, scalar: 'int32' } },
    ],
    [
      'wide',
      {
        presence: 'implicit',
        type: { kind: 'list', items: { kind: 'integer', width: 'int64' } },
        default: [],
        proto: { number: 3, scalar: 'sint64', packed: true },
      },
    ],
    [
      'words',
      {
        presence: 'implicit',
        type: { kind: 'list', items: { kind: 'string' } },
        default: [],
        proto: { number: 4, scalar: 'string' },
      },
    ],
    [
      'flags',
      {
        presence: 'implicit',
        type: { kind: 'map', keys: 'int32', values: { kind: 'boolean' } },
        default: {},
        proto: { number: 5, key: 'int32', scalar: 'bool' },
      },
    ],
    [
      'number',
      {
        presence: 'implicit',
        type: { kind: 'integer', width: 'safe' },
        default: '0',
        proto: { number: 8, scalar: 'fixed64' },
      },
    ],
    [
      'loose',
      {
        presence: 'implicit',
        type: { kind: 'list', items: { kind: 'integer', width: 'int32' } },
        default: [],
        proto: { number: 9, scalar: 'int32', packed: false },
      },
    ],
  ])('reads %s', (name, wanted) => expect(facts(task, name)).toEqual(wanted));

  it('takes comments above and behind as descriptions', () => {
    expect(task.description).toBe('What it is.');
    expect(member(task, 'task_id').description).toBe('Above.');
    expect(member(task, 'size').description).toBe('Behind.');
    expect(member(task, 'wide').description).toBeUndefined();
  });

  it('joins the names of nested types, and finds them by every name', () => {
    const inner = record(loaded, 'TaskInner');
    expect(record(loaded, 'a.b.Task.Inner')).toBe(inner);
    expect(record(loaded, 'Task.Inner')).toBe(inner);
    expect(member(task, 'inner')).toMatchObject({ presence: 'optional', type: { kind: 'ref', target: inner } });
  });

  it('honours deprecated, json_name and debug_redact', () => {
    expect(member(task, 'kind')).toMatchObject({ deprecated: true, alias: 'what', sensitive: true, default: 'NONE' });
  });

  it('knows where every name stands', () => {
    expect(locate(member(task, 'size').span)).toBe('test.proto:7:18');
    expect(locate(enumOf(loaded, 'TaskInnerKind').span)).toBe('test.proto:12:24');
  });
});

describe('syntaxes', () => {
  it('reads proto2: required, optional with default, groups, closed enums, unpacked lists', () => {
    const loaded = load(`syntax = "proto2";
message A {
  required string a = 1;
  optional int32 b = 2 [default = 41];
  repeated int32 c = 3;
  optional group Result = 4 { optional string url = 1; }
  enum E { X = 1; Y = 2; }
  optional E e = 5 [default = Y];
  extensions 100 to max;
  reserved 7, 9 to 11;
  reserved "old";
}
extend A { optional int32 more = 100; }
`);
    const a = record(loaded, 'A');
    expect(loaded.findings).toEqual([
      'test.proto:13:8 AW3210 extensions of A are not part of its type; they are kept as unknown fields',
    ]);
    expect(a.members.map(({ name, presence }) => `${name} ${presence}`)).toEqual([
      'a required',
      'b optional',
      'c implicit',
      'result optional',
      'e optional',
    ]);
    expect(member(a, 'b').default).toBe(41);
    expect(member(a, 'e').default).toBe('Y');
    expect(member(a, 'c').proto).toMatchObject({ packed: false });
    expect(member(a, 'result')).toMatchObject({
      proto: { number: 4, group: true },
      type: { target: { name: 'AResult' } },
    });
    expect(enumOf(loaded, 'AE').open).toBe('closed');
    expect(a.unknown).toBe('keep');
    expect(a.proto).toEqual({
      reserved: [
        { from: 7, to: 7 },
        { from: 9, to: 11 },
      ],
      reservedNames: ['old'],
      syntax: 'proto2',
    });
  });

  it('reads the features of edition 2023, from file to field', () => {
    const loaded = load(`edition = "2023";
option features.field_presence = IMPLICIT;
message A {
  int32 a = 1;
  int32 b = 2 [features.field_presence = EXPLICIT];
  int32 c = 3 [features.field_presence = LEGACY_REQUIRED];
  B d = 4 [features.message_encoding = DELIMITED];
  repeated int32 e = 5 [features.repeated_field_encoding = EXPANDED];
  repeated int32 f = 6;
}
message B {}
enum Open { ZERO = 0; }
enum Closed { option features.enum_type = CLOSED; ONE = 1; }
`);
    expect(loaded.findings).toEqual([]);
    const a = record(loaded, 'A');
    expect(a.members.map(({ name, presence }) => `${name} ${presence}`)).toEqual([
      'a implicit',
      'b optional',
      'c required',
      'd optional',
      'e implicit',
      'f implicit',
    ]);
    expect(member(a, 'd').proto?.group).toBe(true);
    expect([member(a, 'e').proto?.packed, member(a, 'f').proto?.packed]).toEqual([false, true]);
    expect([enumOf(loaded, 'Open').open, enumOf(loaded, 'Closed').open]).toEqual(['numbers', 'closed']);
  });

  it('lowers a oneof to one member', () => {
    const a = record(load(`${p3}message A { oneof choice { string text = 1; A again = 2; } }`), 'A');
    expect(a.members).toHaveLength(1);
    expect(member(a, 'choice')).toMatchObject({
      presence: 'optional',
      type: { kind: 'union', style: 'oneof', branches: [{ name: 'text', proto: { number: 1 } }, { name: 'again' }] },
    });
  });

  it('reads services with their streams', () => {
    const loaded = load(`${p3}package s;
import "google/protobuf/empty.proto";
// Talks.
service Talk {
  // One.
  rpc One (A) returns (stream A);
  rpc Two (stream .s.A) returns (google.protobuf.Empty) { option deprecated = true; }
}
message A {}
`);
    const [service] = loaded.modules[0]?.services ?? [];
    expect(service).toMatchObject({ name: 's.Talk', description: 'Talks.' });
    expect(service?.methods.map((m) => [m.name, m.clientStreaming, m.serverStreaming, m.output.name])).toEqual([
      ['One', false, true, 'A'],
      ['Two', true, false, 'Empty'],
    ]);
    expect(loaded.modules.map((module) => module.source.path)).toEqual(['test.proto', 'google/protobuf/empty.proto']);
  });

  it('turns well-known types into types in place', () => {
    const loaded = load(`${p3}import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/struct.proto";
message A {
  google.protobuf.Timestamp at = 1;
  google.protobuf.Int64Value wide = 2;
  google.protobuf.Struct any = 3;
}`);
    const a = record(loaded, 'A');
    expect(loaded.modules).toHaveLength(1);
    expect(a.members.map(({ type, presence }) => [type, presence])).toEqual([
      [{ kind: 'timestamp', unit: 'proto' }, 'optional'],
      [{ kind: 'integer', width: 'int64' }, 'optional'],
      [{ kind: 'json', of: 'object' }, 'optional'],
    ]);
    expect(member(a, 'wide').proto).toEqual({ number: 2, scalar: 'int64', wrapper: true });
  });
});

describe('imports', () => {
  it('finds files from the project, beside the importer and in the folders above it', () => {
    const others = {
      'x/y/beside.proto': `${p3}message Beside {}`,
      'x/above.proto': `${p3}import public "y/public.proto";`,
      'x/y/public.proto': `${p3}message Public {}`,
      'top.proto': `${p3}message Top {}`,
    };
    const loaded = load(
      `${p3}import "beside.proto"; import "above.proto"; import "top.proto";
message A { Beside a = 1; Public b = 2; Top c = 3; }`,
      others,
      'x/y/a.proto',
    );
    expect(loaded.findings).toEqual([]);
    expect(loaded.modules.map((module) => module.source.path)).toEqual([
      'x/y/a.proto',
      'x/y/beside.proto',
      'x/y/public.proto',
      'x/above.proto',
      'top.proto',
    ]);
  });

  it.each([
    ['a missing file', 'import "gone.proto";', 'AW3206', 'test.proto:2:1'],
    ['a file above the project', 'import "../secret.proto";', 'AW1004', 'test.proto:2:1'],
    ['an absolute path', 'import "/etc/passwd";', 'AW1004', 'test.proto:2:1'],
    ['a network address', 'import "https://example.org/a.proto";', 'AW1004', 'test.proto:2:1'],
    ['a built-in file that is none', 'import "google/protobuf/timestmp.proto";', 'AW3206', 'test.proto:2:1'],
    ['itself', 'import "test.proto";', 'AW3207', 'test.proto:2:1'],
  ])('refuses %s', (_, line, code, place) => {
    expect(load(p3 + line).findings[0]).toMatch(new RegExp(`^${place} ${code} `));
  });

  it('refuses a circle of files', () => {
    const { findings } = load(`${p3}import "b.proto";`, { 'b.proto': `${p3}import "test.proto";` });
    expect(findings).toEqual(['b.proto:2:1 AW3207 test.proto imports itself, directly or through others']);
  });

  it('does not see what an import imports privately', () => {
    const { findings } = load(`${p3}import "b.proto"; message A { C c = 1; }`, {
      'b.proto': `${p3}import "c.proto";`,
      'c.proto': `${p3}message C {}`,
    });
    expect(findings[0]).toContain('AW3202 c refers to C, which is not declared');
  });
});

describe('mistakes', () => {
  it.each([
    [
      'an unknown type',
      'message A { Detial d = 1; }\nmessage Detail {}',
      '2:13 AW3202 d refers to Detial, which is not declared (did you mean Detail?)',
    ],
    [
      'a number twice',
      'message A { string a = 1; string b = 1; }',
      '2:38 AW3203 b has number 1, which a has already (2 is free)',
    ],
    [
      'a number twice beside the highest one',
      'message A { string a = 1; string b = 1; string c = 18999; string d = 536870911; }',
      '2:38 AW3203 b has number 1, which a has already (2 is free)',
    ],
    [
      'a number twice before the ones of the implementations',
      'message A { reserved 4 to 18999; string a = 1; string b = 1; string c = 19000; }',
      '2:59 AW3203 b has number 1, which a has already (20000 is free)',
    ],
    ['a name twice', 'message A { string a = 1; string a = 2; }', '2:34 AW3204 A declares a twice'],
    ['a message twice', 'message A {}\nmessage A {}', '3:9 AW3204 the file declares A twice'],
    ['number zero', 'message A { string a = 0; }', '2:24 AW3205 a has number 0: field numbers begin at 1'],
    [
      'a number too high',
      'message A { string a = 536870912; }',
      '2:24 AW3205 a has number 536870912: the highest field number is 536870911',
    ],
    [
      'an implementation number',
      'message A { string a = 19500; }',
      '2:24 AW3205 a has number 19500: 19000 to 19999 belong to the Protobuf implementations',
    ],
    [
      'a reserved number',
      'message A { reserved 2 to 4; string a = 3; }',
      '2:41 AW3205 a has number 3: it is reserved in A',
    ],
    ['a reserved name', 'message A { reserved "a"; string a = 3; }', '2:34 AW3211 a: the name is reserved in A'],
    ['an enum without zero', 'enum E { X = 1; }', '2:14 AW3208 the first word of E has number 1, not 0'],
    ['a word twice', 'enum E { X = 0; Y = 0; }', '2:21 AW3203 Y has number 0, which X has already'],
    [
      'an unknown option',
      'message A { string a = 1 [(mine).x = 3]; }',
      '2:27 AW3209 option (mine).x is not known and has no effect',
    ],
    [
      'required in proto3',
      'message A { required string a = 1; }',
      '2:29 AW3211 a: required fields exist in proto2 only',
    ],
    [
      'clashing JSON names',
      'message A { string a_b = 1; string aB = 2; }',
      '2:20 AW3204 A declares the JSON name aB twice',
    ],
    ['a float as key', 'message A { map<float, string> a = 1; }', '2:17 AW3211 a: float cannot be the key of a map'],
    ['a missing number', 'message A {\n  string a;\n}', '3:11 AW3201 found ";", expected ='],
    ['a missing brace', 'message A {\n  string a = 1;\n', '4:1 AW3201 found the end of the file, expected }'],
    ['a brace too many', 'message A {} }', '2:14 AW3201 found a "}" that closes nothing'],
    ['an odd character', 'message A { string a = 1; § }', '2:27 AW3201 found "§"'],
    ['a syntax that is none', 'syntax = "proto4";', 'neither proto2, proto3 nor edition 2023'],
  ])('tells %s with its place', (_, text, finding) => {
    const { findings } = load(p3 + text);
    expect(findings.join('\n')).toContain(finding);
  });

  it('tells of one full name in two files that are imported together', () => {
    const others = { 'a.proto': `${p3}package p;\nmessage A {}`, 'b.proto': `${p3}package p;\nmessage A {}` };
    const { findings } = load(`${p3}package p;\nimport "a.proto";\nimport "b.proto";\nmessage C { A a = 1; }`, others);
    expect(findings).toEqual(['b.proto:3:9 AW3204 what is imported together declares p.A twice']);
  });

  it('tells all mistakes of a file in one run', () => {
    const { findings } = load(`${p3}message A {
  string a 1;
  string b = 2;
  int32 c 3;
}
message B { string = 4; }
`);
    expect(findings.map((finding) => finding.split(' ')[0])).toEqual([
      'test.proto:3:12',
      'test.proto:5:11',
      'test.proto:7:20',
    ]);
  });

  it('tells the rules of several messages together', () => {
    const { findings } = load(`${p3}message A { Foo a = 1; string b = 1; }
message B { string a = 19000; Bar b = 2; }
enum E { X = 1; }
`);
    expect(findings.map((finding) => finding.split(' ')[1]).toSorted()).toEqual([
      'AW3202',
      'AW3202',
      'AW3203',
      'AW3205',
      'AW3208',
    ]);
  });

  it('stays sane with names that JavaScript has plans for', () => {
    const loaded = load(`${p3}message A { string constructor = 1; string toString = 2; string hasOwnProperty = 3; }
message constructor { string valueOf = 1; }`);
    expect(record(loaded, 'A').members.map(({ name }) => name)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
    expect(load(`${p3}message A { string __proto__ = 1; }`).findings.join()).toContain('AW3211 __proto__');
  });

  it('reads deep nesting and long files in bounded time, and refuses bottomless ones', () => {
    const deep = `${'message A {'.repeat(5000)}${'}'.repeat(5000)}`;
    expect(load(p3 + deep).findings[0]).toContain('nest deeper than 64');
    const long = Array.from(
      { length: 3000 },
      (_, i) => `message M${i} { string a = 1; M${(i * 7) % 3000} b = 2; }`,
    ).join('\n');
    expect(load(p3 + long).findings).toEqual([]);
    expect(load(`${p3}/*${'*'.repeat(50_000)}`).findings[0]).toContain('AW3201');
  });
});
