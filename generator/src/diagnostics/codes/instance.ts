import { row } from '../row.js';

/** AW70xx: instances and messages given to the command line. */
export const instanceCodes = {
  AW7001: row<{ issue: string }>({
    severity: 'error',
    title: 'An instance does not match its schema',
    message: (p) => p.issue,
    why: 'The value at this place is not what the schema allows. Every problem of the instance is listed; the pointer names the member as in RFC 6901.',
  }),
  AW7002: row<{ issue: string }>({
    severity: 'error',
    title: 'Bytes do not decode',
    message: (p) => p.issue,
    why: 'The bytes are not an encoding of the type: they were cut, belong to another type or encoding, or pass a limit. The offset counts bytes from the start of the input.',
  }),
  AW7003: row<{ encoding: string; type: string; reason: string }>({
    severity: 'error',
    title: 'A type has no codec of this encoding',
    message: (p) => `${p.type} has no ${p.encoding} encoding: ${p.reason}`,
    why: 'Not every schema can be carried by every encoding. `agentwire generate --explain-encodings` lists which can, and why the others cannot.',
  }),
  AW7004: row<{ name: string; path: string }>({
    severity: 'error',
    title: 'A schema has no type of this name',
    message: (p) => `${p.path} has no type ${JSON.stringify(p.name)}`,
    why: 'The part behind # names a type of the file: a message or record by its local or full name, or a definition by its key or JSON pointer.',
  }),
  AW7005: row<{ path: string }>({
    severity: 'error',
    title: 'A type has to be named',
    message: (p) => `${p.path} has several types, and none stands for the whole file`,
    why: 'A .proto file, a protocol or a schema that only holds definitions describes many types: say which one, as in FILE#Name.',
  }),
  AW7006: row<{ encoding: string; reason: string }>({
    severity: 'error',
    title: 'The input is not in the spelling that was announced',
    message: (p) => `the input is not ${p.encoding}: ${p.reason}`,
    why: 'With --hex or --base64 the input of `decode` is text. White space in it is ignored.',
  }),
  AW7007: row<{ path: string }>({
    severity: 'error',
    title: 'The format of a schema is not known',
    message: (p) => `${p.path} is neither JSON Schema nor Protobuf nor Avro, as far as its name and text tell`,
    why: 'The format follows from the name (.proto, .avsc, .schema.json) and the text. A schema from a pipe, or with another name, needs to be told.',
  }),
} as const;
