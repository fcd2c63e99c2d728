import { row } from '../row.js';

type Change = { readonly change: string };
const change = (p: Change): string => p.change;

/** AW60xx: sides that cannot be compared. AW61xx to AW64xx: what a change breaks. */
export const compatCodes = {
  AW6001: row<{ path: string }>({
    severity: 'error',
    title: 'There is nothing to compare',
    message: (p) => `${p.path} holds no schema`,
    why: 'A side is a schema file, or a folder with .proto, .avsc or JSON Schema files somewhere below it.',
  }),
  AW6002: row<{ old: string; new: string }>({
    severity: 'error',
    title: 'Both sides are the same file',
    message: (p) => `${p.old} is compared with itself`,
    why: 'A file is always compatible with itself, so the answer would mean nothing. Keep the old text in another file, or name a git revision: --against git:main.',
  }),
  AW6003: row<{ old: string; new: string }>({
    severity: 'error',
    title: 'The sides are of different kinds',
    message: (p) => `the old side is ${p.old}, the new side is ${p.new}`,
    why: 'A file is compared with a file of the same schema language, a folder with a folder. --format says the language where names and texts do not tell.',
  }),
  AW6004: row<{ ref: string; reason: string }>({
    severity: 'error',
    title: 'A git revision cannot be read',
    message: (p) => `${p.ref}: ${p.reason}`,
    why: 'The revision is a branch, a tag or a commit of the repository that the project lies in. A shallow clone of a CI run may lack it: fetch it first.',
  }),
  AW6101: row<Change>({
    severity: 'error',
    title: 'A JSON value is refused by the other side',
    message: change,
    why: 'The writer of the one side accepts the value and the reader of the other refuses it. A member that an open object does not declare may hold anything already, so declaring it narrows what is taken: by the policy `roles` only what a generated writer sends counts.',
  }),
  AW6102: row<Change>({
    severity: 'error',
    title: 'A change of a JSON Schema is neither proven nor refuted',
    message: change,
    why: 'The two schemas are compared by what they accept. Where neither a proof nor a counter-example is found, the answer is `unknown`, never `compatible`; a person has to look, and --allow-unknown says that one did.',
  }),
  AW6103: row<Change>({
    severity: 'error',
    title: 'A keyword that is not known changed',
    message: change,
    why: 'The drafts ignore unknown keywords, and so do validators; yet somebody wrote it to mean something.',
  }),
  AW6104: row<Change>({
    severity: 'error',
    title: 'A JSON Schema is gone',
    message: change,
    why: 'Whoever still writes by the old schema finds no reader.',
  }),
  AW6201: row<Change>({
    severity: 'error',
    title: 'A Protobuf field has another number',
    message: change,
    why: 'A field is its number on the wire. Under another one the old value is passed over as unknown, and the new field looks as if it was not sent.',
    wrong: 'string note = 3; // was 2',
    right: 'string note = 2;',
  }),
  AW6202: row<Change>({
    severity: 'error',
    title: 'A Protobuf field has a type that does not read the other',
    message: change,
    why: 'Only some types share an encoding: int32, int64, uint32, uint64, bool and enums; sint32 and sint64; fixed32 and sfixed32; fixed64 and sfixed64; string and bytes, as far as they are UTF-8.',
  }),
  AW6203: row<Change>({
    severity: 'error',
    title: 'A Protobuf field is repeated on one side only',
    message: change,
    why: 'A packed list is no single number. Of an unpacked one, and of texts and messages, a reader of a single value keeps the last.',
  }),
  AW6204: row<Change>({
    severity: 'error',
    title: 'A Protobuf field is gone and its number is free',
    message: change,
    why: 'Old messages still carry it. Whoever uses the number again reads them as something else; `reserved` prevents that.',
    wrong: 'message Order { string id = 1; } // 2 was note',
    right: 'message Order { string id = 1; reserved 2; reserved "note"; }',
  }),
  AW6205: row<Change>({
    severity: 'error',
    title: 'A Protobuf name changed',
    message: change,
    why: 'Names do not travel in binary, so nothing breaks there; in JSON they do.',
  }),
  AW6206: row<Change>({
    severity: 'error',
    title: 'A Protobuf field is required on one side only',
    message: change,
    why: 'A reader refuses a message that lacks a required field, at once and as a whole.',
  }),
  AW6207: row<Change>({
    severity: 'error',
    title: 'Protobuf fields moved into a oneof',
    message: change,
    why: 'A oneof keeps the member that was read last, so values that were sent together are lost. A single field may move into a new oneof.',
  }),
  AW6208: row<Change>({
    severity: 'error',
    title: 'A Protobuf enum means other words',
    message: change,
    why: 'An enum is its number on the wire. A closed enum (proto2) refuses numbers that it does not list; an open one hands them on as numbers.',
  }),
  AW6209: row<Change>({
    severity: 'error',
    title: 'A Protobuf value may be cut',
    message: change,
    why: 'The types share an encoding, and one holds less than the other: the guide calls them compatible, and what does not fit is cut as by a cast.',
  }),
  AW6210: row<Change>({
    severity: 'error',
    title: 'A Protobuf message is gone',
    message: change,
    why: 'Whoever still writes it finds no reader: no field and no rpc of the new side leads to it any more.',
  }),
  AW6211: row<Change>({
    severity: 'error',
    title: 'An rpc is gone',
    message: change,
    why: 'Clients of the old side still call it, and a server answers UNIMPLEMENTED to what it does not know.',
  }),
  AW6212: row<Change>({
    severity: 'error',
    title: 'An rpc streams in another way',
    message: change,
    why: 'A stream is framed otherwise than a single message, so the two sides do not understand each other.',
  }),
  AW6301: row<Change>({
    severity: 'error',
    title: 'An Avro reader lacks a default',
    message: change,
    why: 'A field that the writer does not have is filled with the default of the reader (Avro 1.12, "Schema Resolution"); without one the message cannot be read.',
    wrong: '{ "name": "note", "type": "string" }',
    right: '{ "name": "note", "type": "string", "default": "" }',
  }),
  AW6302: row<Change>({
    severity: 'error',
    title: 'An Avro type cannot be read as the other',
    message: change,
    why: 'Only int, long, float and double promote, in this order, and string and bytes both ways. Arrays go with arrays, maps with maps, named types with types of the same name.',
  }),
  AW6303: row<Change>({
    severity: 'error',
    title: 'An Avro name changed',
    message: change,
    why: 'Records, enums and fixed match by their unqualified name or by an alias of the reader.',
    wrong: '{ "type": "record", "name": "Purchase", ... }',
    right: '{ "type": "record", "name": "Purchase", "aliases": ["Order"], ... }',
  }),
  AW6304: row<Change>({
    severity: 'error',
    title: 'An Avro enum has symbols that its reader does not know',
    message: change,
    why: "A symbol that the reader lacks is read as the default of the reader's enum; without one it is refused. The default of a field does not help.",
  }),
  AW6305: row<Change>({
    severity: 'error',
    title: 'An Avro union has branches that its reader does not know',
    message: change,
    why: "Every branch that a writer may send has to match some branch of the reader's union.",
  }),
  AW6306: row<Change>({
    severity: 'error',
    title: 'An Avro logical type changed its meaning',
    message: change,
    why: 'Two logical types on the two sides have to mean the same: milliseconds read as microseconds, or decimals of another scale, are other values.',
  }),
  AW6307: row<Change>({
    severity: 'error',
    title: 'An Avro schema is gone',
    message: change,
    why: 'Whoever still writes by the old schema finds no reader.',
  }),
  AW6308: row<Change>({
    severity: 'warning',
    title: 'Avro bytes are read as text',
    message: change,
    why: 'The specification lets bytes be read as a string, which they are only where they hold UTF-8.',
  }),
} as const;
