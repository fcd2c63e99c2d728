/** Protobuf files that mean harm: every text at every place, and structures that lead out, round or down for ever. */
import { everywhere, type Hostile, type Places } from './texts.js';

const proto3 = (body: string): string => `syntax = "proto3";\npackage it;\n${body}\n`;
const proto2 = (body: string): string => `syntax = "proto2";\npackage it;\n${body}\n`;

/** A literal as the grammar has it: what stands in it is the text and nothing else. */
const quoted = (it: string): string =>
  `"${[...new TextEncoder().encode(it)].map((byte) => (/[A-Za-z0-9 ]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)).join('')}"`;

const places: Places = {
  'a remark in front': (it) => proto3(`// ${it}\nmessage A {\n  // ${it}\n  string a = 1; // ${it}\n}`),
  'a remark of many lines': (it) => proto3(`/* ${it} */\nmessage A {\n  /** ${it} */\n  string a = 1;\n}`),
  'a package': (it) => `syntax = "proto3";\npackage ${it};\nmessage A { string a = 1; }\n`,
  'a message': (it) => proto3(`message ${it} { string a = 1; }\nmessage B { ${it} a = 1; repeated ${it} b = 2; }`),
  'a message in a message': (it) => proto3(`message A { message ${it} { A a = 1; } ${it} b = 1; }`),
  'a field': (it) => proto3(`message A { optional int64 ${it} = 1; repeated string b = 2; }`),
  'a field of messages': (it) => proto3(`message A { A ${it} = 1; map<string, A> m = 2; }`),
  'a oneof': (it) => proto3(`message A { oneof ${it} { string a = 1; A b = 2; } }`),
  'a branch of a oneof': (it) => proto3(`message A { oneof o { string ${it} = 1; A b = 2; } }`),
  'a map': (it) => proto3(`message A { map<int32, string> ${it} = 1; }`),
  'an enum': (it) => proto3(`enum ${it} { ZERO = 0; }\nmessage A { ${it} a = 1; }`),
  'a word of an enum': (it) => proto3(`enum E { ${it} = 0; ONE = 1; }\nmessage A { E a = 1; repeated E b = 2; }`),
  'a service and its method': (it) => proto3(`message A {}\nservice ${it} { rpc ${it}(A) returns (stream A); }`),
  'a default': (it) => proto2(`message A { optional string a = 1 [default = ${quoted(it)}]; }`),
  'a default of bytes': (it) => proto2(`message A { optional bytes a = 1 [default = ${quoted(it)}]; }`),
  'a default as it is': (it) => proto2(`message A { optional string a = 1 [default = "${it}"]; }`),
  'a default word': (it) => proto2(`enum E { Z = 0; ${it} = 1; }\nmessage A { optional E a = 1 [default = ${it}]; }`),
  'a default number': (it) => proto2(`message A { optional double a = 1 [default = ${it}]; }`),
  'a name in JSON': (it) => proto3(`message A { string a = 1 [json_name = ${quoted(it)}]; }`),
  'a reserved name': (it) => proto3(`message A { reserved ${quoted(it)}; string a = 1; }`),
  'the value of an option': (it) =>
    proto3(`option java_package = ${quoted(it)};\nmessage A { string a = 1 [(x) = ${quoted(it)}]; }`),
  'the name of an option': (it) => proto3(`message A { option (${it}) = true; string a = 1 [${it} = 1]; }`),
  'an import': (it) => proto3(`import ${quoted(it)};\nmessage A { string a = 1; }`),
  'a type': (it) => proto3(`message A { ${it} a = 1; }`),
  'a syntax': (it) => `syntax = ${quoted(it)};\nmessage A { string a = 1; }`,
  'a number': (it) => proto3(`message A { string a = ${it}; }`),
};

const nested = (levels: number): string =>
  proto3(`${'message A { '.repeat(levels)}string a = 1; ${'}'.repeat(levels)}`);
const chain = (length: number): string =>
  proto3(
    Array.from({ length }, (_, i) => `message M${i} { ${i + 1 < length ? `M${i + 1}` : 'string'} a = 1; }`).join('\n'),
  );
const field = (text: string): string => proto3(`message A { ${text} }`);

const structures: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [20, 150, 2000].flatMap((levels) => [
      [`${levels} messages in messages`, nested(levels)],
      [`${levels} messages in a row`, chain(levels)],
    ]),
  ),
  'braces for ever': proto3('message A {'.repeat(50_000)),
  'an option for ever': proto3(`option (a) = ${'{ a: '.repeat(50_000)}`),
  'a string never closed': proto3('option a = "'),
  'a remark never closed': proto3('/* message A {}'),
  'a message within itself': field('A a = 1; repeated A b = 2; map<string, A> c = 3;'),
  'itself, required': proto2('message A { required A a = 1; }'),
  'a group': proto2('message A { optional group G = 1 { optional A a = 1; } }'),
  'an import of itself': proto3('import "it.proto";\nmessage A { A a = 1; }'),
  'an import from outside': proto3('import "../../../../etc/passwd";\nmessage A {}'),
  'number none': field('string a = 0;'),
  'a number too high': field('string a = 536870912;'),
  'a number of the grammar': field('string a = 19000;'),
  'a number twice': field('string a = 1; string b = 1;'),
  'a name twice': field('string a = 1; string a = 2;'),
  'names that fold into one': field('string a_b = 1; string aB = 2; string A_B = 3;'),
  'messages that fold into one': proto3('message Ab { }\nmessage AB { }\nmessage A_b { }'),
  'messages with one name in TypeScript': proto3('message A { message B { } }\nmessage A_B { }\nmessage AB { }'),
  'three hundred fields': field(Array.from({ length: 300 }, (_, i) => `string f${i} = ${i + 1};`).join(' ')),
  'words of one number': proto3('enum E { option allow_alias = true; A = 0; B = 0; }'),
  'a word below all': proto2('enum E { A = -2147483648; B = 2147483647; }\nmessage M { optional E e = 1; }'),
  'an enum of nothing': proto3('enum E { }'),
  'extensions without end': proto2('message A { extensions 4 to max; }\nextend A { optional string x = 5; }'),
  'a default out of range': proto2('message A { optional int32 a = 1 [default = 99999999999]; }'),
  'defaults without end': proto2(
    'message A { optional float a = 1 [default = -inf]; optional double b = 2 [default = nan]; }',
  ),
  'an edition to come': 'edition = "2099";\nmessage A { string a = 1; }',
  'a well-known name of its own': 'syntax = "proto3";\npackage google.protobuf;\nmessage Timestamp { string a = 1; }',
  'bytes that are no text': '\u0000\u0001\ufffd',
  nothing: '',
};

export const protobufs: readonly Hostile[] = [
  ...everywhere(places, '.proto', proto3('message A { string a = 1; }')),
  ...Object.entries(structures).map(([name, schema]) => ({ name, files: { 'schemas/it.proto': schema } })),
  {
    name: 'imports in a circle',
    files: {
      'schemas/a.proto': 'syntax = "proto3";\nimport "b.proto";\nmessage A { B b = 1; }',
      'schemas/b.proto': 'syntax = "proto3";\nimport "a.proto";\nmessage B { A a = 1; }',
    },
  },
  {
    name: 'files whose names fold into one',
    files: { 'schemas/It.proto': proto3('message A { }'), 'schemas/iT.proto': proto3('message B { }') },
  },
];
