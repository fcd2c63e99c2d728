import { row } from '../row.js';

/** AW40xx: from the model to files. */
export const planCodes = {
  AW4001: row<{ path: string }>({
    severity: 'error',
    title: 'Two sources would write one file',
    message: (p) => `${p.path} would be written twice`,
    why: 'Output paths follow from message keys, agent keys and schema file names in kebab-case, so names that differ only in case or punctuation meet. Rename one of them.',
  }),
  AW4002: row<{ path: string }>({
    severity: 'error',
    title: 'A file of no known format',
    message: (p) => `${p.path} is no schema of a format that agentwire reads`,
    why: 'Schemas are JSON Schema (.schema.json, .json, .yaml), Protobuf (.proto) or Avro (.avsc, .avpr, .avdl). Another file in a schema folder is either misnamed or belongs elsewhere.',
  }),
  AW4003: row<{ name: string; first: string; second: string }>({
    severity: 'error',
    title: 'Two types of a file get one name in TypeScript',
    message: (p) => `${p.first} and ${p.second} would both be named ${p.name}`,
    why: 'Types are named in PascalCase after their `$defs` key, the property that holds them, or their local Protobuf or Avro name; nested Protobuf types get the names around them joined: Outer.Inner becomes OuterInner. A silent number at the end would change when the schema is reordered, so one of the two has to be named: in the schema, or under `names` in agentwire.yaml.',
    wrong: 'message Outer { message Inner {} }\nmessage OuterInner {}',
    right: 'names: { "schemas/a.proto#Outer.Inner": InnerPart }',
  }),
  AW4004: row<{ type: string; other: string; symbol: string }>({
    severity: 'error',
    title: 'A type is named like the codec of another',
    message: (p) => `${p.type} is named like ${p.symbol}, the codec of ${p.other}`,
    why: 'The entry module of a schema file exports its types and, for each, the codecs: Status, StatusJson, StatusProtobuf, StatusAvro. Give one of the two another name in the schema, or under `names` in agentwire.yaml.',
    wrong: 'message Status {}\nmessage StatusJson {}',
    right: 'names: { "schemas/a.proto#StatusJson": StatusText }',
  }),
} as const;
