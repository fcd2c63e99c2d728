import { row } from '../row.js';

/** AW31xx: JSON Schema. */
export const jsonSchemaCodes = {
  AW3101: row<{ keyword: string; draft: string }>({
    severity: 'error',
    title: 'A keyword that JSON Schema does not know',
    message: (p) => `${quoted(p.keyword)} is no keyword of JSON Schema ${p.draft}`,
    why: 'Validators ignore what they do not know, so a misspelled keyword silently checks nothing. Own annotations start with x-.',
    wrong: '{ "type": "string", "maxLenght": 10 }',
    right: '{ "type": "string", "maxLength": 10, "x-owner": "risk" }',
  }),
  AW3102: row<{ keyword: string; found: string; expected: string }>({
    severity: 'error',
    title: 'A keyword has a value of the wrong kind',
    message: (p) => `${p.keyword} is ${p.found}, expected ${p.expected}`,
    why: "The draft's metaschema says what each keyword takes.",
    wrong: '{ "type": "object", "required": "id" }',
    right: '{ "type": "object", "required": ["id"] }',
  }),
  AW3103: row<{ ref: string; reason: string }>({
    severity: 'error',
    title: 'A reference leads nowhere',
    message: (p) => `${quoted(p.ref)} leads nowhere: ${p.reason}`,
    why: '$ref takes a JSON pointer (#/$defs/finding), an anchor (#finding), the $id of a schema that is loaded, or the path of another file of the project relative to this one.',
  }),
  AW3105: row<{ id: string }>({
    severity: 'error',
    title: 'Two schemas claim the same identifier',
    message: (p) => `${quoted(p.id)} is taken already`,
    why: '$id, $anchor and $dynamicAnchor name one schema each; a reference to a name that two claim would depend on the order of loading.',
  }),
  AW3106: row<{ found: string }>({
    severity: 'error',
    title: 'A draft that is not supported',
    message: (p) => `$schema is ${quoted(p.found)}, expected draft 2020-12 or draft-07`,
    why: 'Drafts differ in what keywords mean. Supported are https://json-schema.org/draft/2020-12/schema (also the default without $schema) and http://json-schema.org/draft-07/schema#.',
  }),
  AW3107: row<{ pattern: string; reason: string }>({
    severity: 'error',
    title: 'A pattern that cannot be used',
    message: (p) => `the pattern ${quoted(p.pattern)} ${p.reason}`,
    why: 'Patterns are regular expressions by ECMA-262 with Unicode rules. One that can match the same text in exponentially many ways lets a message of a few dozen characters stop the process, and one with four or more repetitions in a row that read the same characters does so with a few thousand: both are refused when the schema is read.',
    wrong: '{ "type": "string", "pattern": "^(a+)+$" }',
    right: '{ "type": "string", "pattern": "^a+$" }',
  }),
  AW3108: row<{ reason: string }>({
    severity: 'error',
    title: 'The branches of a union cannot be told apart',
    message: (p) => `the branches cannot be told apart: ${p.reason}`,
    why: 'A decoder must know which branch a value belongs to without trying them in turn. Branches are told apart by JSON kind (string, object, ...), by a required property that is a different const in each, or by a property that one requires and the closed others do not have.',
    wrong: '{ "oneOf": [{ "$ref": "#/$defs/cat" }, { "$ref": "#/$defs/dog" }] }',
    right: '"cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "cat" } } }',
  }),
  AW3109: row<{ keyword: string; kind: string }>({
    severity: 'warning',
    title: 'A keyword that says nothing here',
    message: (p) => `${p.keyword} says nothing about ${p.kind}`,
    why: 'JSON Schema applies each keyword to one kind of value and passes all others. Beside a type that excludes this kind it has no effect, which is hardly what was meant.',
  }),
  AW3110: row<{ format: string; kind: string }>({
    severity: 'warning',
    title: 'A format that is not asserted',
    message: (p) => `the format ${quoted(p.format)} of ${p.kind} is not checked`,
    why: 'Asserted are date-time, date, time, duration, uuid, email, hostname, ipv4, ipv6, uri, uri-reference, json-pointer, regex, decimal, int32, uint32, int64, uint64, float and double. Others are kept as annotations.',
  }),
  AW3111: row<{ keyword: string; kind: string }>({
    severity: 'warning',
    title: 'A schema without a type',
    message: (p) => `${p.keyword} without a type lets everything else than ${p.kind} through`,
    why: 'JSON Schema checks properties of objects only, and passes numbers and strings. Without a type the value is open JSON in TypeScript.',
    wrong: '{ "properties": { "id": { "type": "string" } } }',
    right: '{ "type": "object", "properties": { "id": { "type": "string" } } }',
  }),
  AW3112: row<{ ref: string }>({
    severity: 'error',
    title: 'A reference that only leads back to itself',
    message: (p) => `${quoted(p.ref)} leads back here without a value in between`,
    why: 'A recursive type needs a step into a value: a property, a list item or a map value. A schema that is only another name for itself describes nothing.',
  }),
  AW3113: row<{ keyword: string }>({
    severity: 'warning',
    title: 'Draft-07 ignores what stands beside $ref',
    message: (p) => `${p.keyword} beside $ref is ignored in draft-07`,
    why: 'Until draft 2019-09 a $ref replaced the schema that held it. Put both in an allOf, or say draft 2020-12 by $schema.',
  }),
  AW3114: row<{ lower: string; upper: string }>({
    severity: 'error',
    title: 'Bounds that no value meets',
    message: (p) => `${p.lower} is above ${p.upper}`,
    why: 'No value can satisfy both bounds, so every message would be refused.',
  }),
  AW3115: row<{ limit: number }>({
    severity: 'error',
    title: 'Too much open JSON',
    message: (p) => `the schemas that stay open JSON have more than ${p.limit} parts`,
    why: 'A schema that the model cannot lower is validated by itself and carries everything that it refers to. Hundreds of them that refer to each other would multiply; lower some of them: give each a type and plain members.',
  }),
  AW3116: row<{ name: string }>({
    severity: 'error',
    title: 'A closed object requires a property that it does not have',
    message: (p) => `${quoted(p.name)} is required, and the closed object has no such property`,
    why: 'additionalProperties: false refuses every property that is not declared, and required refuses every object without it: no value can satisfy both. Declare the property, or correct its name.',
    wrong: '{ "type": "object", "properties": { "id": {} }, "required": ["ID"], "additionalProperties": false }',
    right: '{ "type": "object", "properties": { "id": {} }, "required": ["id"], "additionalProperties": false }',
  }),
  AW3117: row<{ pattern: string; longest: number }>({
    severity: 'warning',
    title: 'A pattern that long texts are not tried on',
    message: (p) =>
      `texts of more than ${p.longest} characters are refused, as the pattern ${quoted(p.pattern)} would take too long`,
    why: 'Two repetitions in a row that read the same characters, or one behind a beginning that is searched for, take time by the square of the text or its cube. Such a pattern is used, on texts that it is done with in milliseconds; longer ones are refused in every encoding. Anchor it, exclude from each repetition what separates it from the next one, or state maxLength.',
    wrong: '{ "type": "string", "pattern": "^.*/.*$" }',
    right: '{ "type": "string", "pattern": "^[^/]*/[^/]*$" }',
  }),
} as const;

function quoted(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 117)}...` : text);
}
