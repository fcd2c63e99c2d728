import { row } from '../row.js';

/** AW32xx: `.proto` files. AW33xx: Protobuf as a derived encoding, and agentwire.lock. */
export const protobufCodes = {
  AW3201: row<{ found: string }>({
    severity: 'error',
    title: 'Protobuf syntax',
    message: (p) => p.found,
    why: 'The text is not a .proto file of syntax proto2, proto3 or edition 2023, so nothing in it was looked at.',
    wrong: 'syntax = "proto3";\nmessage A { string name 1; }',
    right: 'syntax = "proto3";\nmessage A { string name = 1; }',
  }),
  AW3202: row<{ name: string; within: string }>({
    severity: 'error',
    title: 'An unknown Protobuf type',
    message: (p) => `${p.within} refers to ${p.name}, which is not declared`,
    why: 'The name is neither a scalar nor a message or enum of this file, of its imports or of what those import publicly. Names are looked up from the innermost message outwards, then by package.',
    wrong: 'message A { Detial detail = 1; }\nmessage Detail {}',
    right: 'message A { Detail detail = 1; }\nmessage Detail {}',
  }),
  AW3203: row<{ number: number; name: string; other: string }>({
    severity: 'error',
    title: 'A number is used twice',
    message: (p) => `${p.name} has number ${p.number}, which ${p.other} has already`,
    why: 'The number is all that is on the wire; two fields with one number would be read as each other. Enums may repeat a number where they say option allow_alias = true.',
    wrong: 'message A { string a = 1; string b = 1; }',
    right: 'message A { string a = 1; string b = 2; }',
  }),
  AW3204: row<{ name: string; within: string }>({
    severity: 'error',
    title: 'A name is used twice',
    message: (p) => `${p.within} declares ${p.name} twice`,
    why: 'Messages, enums, fields and oneofs of one scope share their names; so do the words of all enums of one scope.',
  }),
  AW3205: row<{ number: number; name: string; reason: string }>({
    severity: 'error',
    title: 'A number that may not be used',
    message: (p) => `${p.name} has number ${p.number}: ${p.reason}`,
    why: 'Field numbers go from 1 to 536,870,911 without 19,000 to 19,999, which belong to the Protobuf implementations. What a message or enum declares reserved stays free, so that old data is never misread.',
    wrong: 'message A { reserved 2; string b = 2; }',
    right: 'message A { reserved 2; string b = 3; }',
  }),
  AW3206: row<{ path: string }>({
    severity: 'error',
    title: 'An import is missing',
    message: (p) => `${p.path} is not in the project`,
    why: 'Imports are looked up from the project, then from the folder of the importing file. The files of google/protobuf are built in.',
  }),
  AW3207: row<{ path: string }>({
    severity: 'error',
    title: 'Imports in a circle',
    message: (p) => `${p.path} imports itself, directly or through others`,
    why: 'Protobuf does not allow circles of imports. Move what both files need into a third one.',
  }),
  AW3208: row<{ name: string; found: number }>({
    severity: 'error',
    title: 'An open enum that does not begin with zero',
    message: (p) => `the first word of ${p.name} has number ${p.found}, not 0`,
    why: 'Where a field of an open enum is missing on the wire, it has the value zero; so the first word must have that number. By custom it is called UNSPECIFIED.',
    wrong: 'enum Level { LOW = 1; }',
    right: 'enum Level { LEVEL_UNSPECIFIED = 0; LOW = 1; }',
  }),
  AW3209: row<{ name: string }>({
    severity: 'warning',
    title: 'A Protobuf option that means nothing here',
    message: (p) => `option ${p.name} is not known and has no effect`,
    why: 'Custom options belong to other tools. Of the built-in ones those that change the wire or the types are honoured.',
  }),
  AW3210: row<{ name: string }>({
    severity: 'warning',
    title: 'Protobuf extensions',
    message: (p) => `extensions of ${p.name} are not part of its type; they are kept as unknown fields`,
    why: 'An extension declared elsewhere does not appear in the generated type. Its bytes survive decoding and encoding.',
  }),
  AW3211: row<{ name: string; reason: string }>({
    severity: 'error',
    title: 'A construct that its syntax does not have',
    message: (p) => `${p.name}: ${p.reason}`,
    why: 'Each syntax of Protobuf has its own rules: required fields and groups exist in proto2 only, default values neither in proto3 nor for messages and lists.',
  }),
  AW3301: row<{ name: string; reason: string }>({
    severity: 'error',
    title: 'Protobuf cannot carry this',
    message: (p) => `Protobuf cannot carry ${p.name}: ${p.reason}`,
    why: 'An encoding that a binding or the manifest asks for must carry every value of the type. Change the type, or do not ask for Protobuf.',
  }),
  AW3302: row<{ found: string }>({
    severity: 'error',
    title: 'agentwire.lock cannot be used',
    message: (p) => p.found,
    why: 'The lock keeps the numbers of derived encodings for ever, so a broken one is never guessed at. Take the last good one from version control; do not edit it by hand.',
  }),
} as const;
