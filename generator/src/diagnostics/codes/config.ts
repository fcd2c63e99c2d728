import { row } from '../row.js';

/** AW11xx: `agentwire.yaml`. */
export const configCodes = {
  AW1101: row<{ key: string; place: string }>({
    severity: 'error',
    title: 'An unknown key in the configuration',
    message: (p) => `unknown key ${JSON.stringify(p.key)} ${p.place}`,
    why: 'A key that is not understood is refused, since a setting that silently does nothing is found weeks later. The keys are listed in the configuration\'s JSON Schema, which editors read from the line "# yaml-language-server: $schema=...".',
    wrong: 'output: generated',
    right: 'out: generated',
  }),
  AW1102: row<{ key: string; found: string; expected: string }>({
    severity: 'error',
    title: 'A value of the configuration has the wrong type',
    message: (p) => `${p.key}: found ${p.found}, expected ${p.expected}`,
    why: 'The setting takes another kind of value, or one of a closed list of words.',
    wrong: 'emit: javascript',
    right: 'emit: js',
  }),
  AW1103: row<{ key: string; path: string }>({
    severity: 'error',
    title: 'A path of the configuration leaves the project',
    message: (p) => `${p.key}: ${JSON.stringify(p.path)} is outside the project`,
    why: 'Schemas and manifest are read from the folder of agentwire.yaml and below, so that a build reads the same files on every machine. Copy them in, or put agentwire.yaml into the folder above both. Only `out` may leave.',
    wrong: 'schemas: [../shared/schemas]',
    right: 'schemas: [shared/schemas]',
  }),
  AW1104: row<{ key: string; path: string }>({
    severity: 'error',
    title: 'A path of the configuration does not exist',
    message: (p) => `${p.key}: there is no file or folder ${JSON.stringify(p.path)}`,
    why: 'Paths are relative to the folder of agentwire.yaml, not to the working directory.',
  }),
  AW1105: row<{ folder: string }>({
    severity: 'error',
    title: 'Nothing to generate from',
    message: (p) => `there is neither agentwire.yaml nor a folder schemas/ in ${p.folder}`,
    why: 'Without configuration, agentwire reads every schema in the folder schemas/ beside it. `agentwire init` writes a small project to start from.',
  }),
  AW1106: row<{ first: string; second: string }>({
    severity: 'error',
    title: 'Two configurations',
    message: (p) => `${p.first} and ${p.second} stand side by side, and only one can count`,
    why: 'Which one is read would otherwise depend on an order that nobody remembers. Delete one, or name one by --config.',
  }),
  AW1107: row<{ path: string; limit: number }>({
    severity: 'error',
    title: 'Too many schema files',
    message: (p) => `${JSON.stringify(p.path)} holds more than ${p.limit} files`,
    why: 'The folder is most likely not a folder of schemas. Name the folders that are under `schemas`.',
  }),
  AW1108: row<{ key: string; name: string }>({
    severity: 'error',
    title: 'A name is no identifier',
    message: (p) => `names: ${JSON.stringify(p.name)} for ${p.key} cannot be the name of a TypeScript type`,
    why: 'The name becomes an exported type and the beginning of its codecs: a capital letter, then letters and digits.',
    wrong: 'names: { "proto/a.proto#Status": agent-status }',
    right: 'names: { "proto/a.proto#Status": AgentStatus }',
  }),
  AW1110: row<{ setting: string; key: string; missing: string }>({
    severity: 'error',
    title: 'The configuration names a type that does not exist',
    message: (p) => `${p.setting}: ${JSON.stringify(p.key)} means nothing: there is ${p.missing}`,
    why: 'Keys under `names` and `unknown` are FILE#Name: the schema file relative to agentwire.yaml, and the name of the type in it, as a manifest refers to it: a Protobuf or Avro name, a `$defs` key, a JSON pointer. A key that means nothing would be a setting that silently does nothing.',
    wrong: 'names: { "agent.proto#Status": AgentStatus }',
    right: 'names: { "schemas/proto/agent.proto#Status": AgentStatus }',
  }),
  AW1111: row<{ key: string; reason: string }>({
    severity: 'error',
    title: 'Undeclared members of a type are not for the configuration to decide',
    message: (p) => `unknown: ${p.key} cannot be chosen: ${p.reason}`,
    why: 'A schema with `additionalProperties: false` says itself that other members are invalid, and unions may be told apart by it; open it in the schema. Only objects with declared members have undeclared ones, and the envelope is read by the runtime.',
  }),
  AW1112: row<{ name: string; reason: string }>({
    severity: 'error',
    title: 'A 64-bit integer cannot be held as a number',
    message: (p) => `types.int64: ${p.name} cannot be a number: ${p.reason}`,
    why: 'With `types: { int64: number }` a value is refused past 2^53 - 1, so a default beyond it could never be read; and where a union tells its branches apart by bigint and number, both would become numbers. Leave int64 as bigint, or change the schema.',
  }),
  AW1109: row<{ paths: string }>({
    severity: 'error',
    title: 'No schema was found',
    message: (p) => `there is no schema in ${p.paths}`,
    why: 'The folders of schemas hold no file that ends in .json, .yaml, .proto, .avsc, .avdl or .avpr, and there is no manifest that names one. Generating would remove everything that was generated before, so it stops here.',
  }),
} as const;
