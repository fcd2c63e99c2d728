import type { Diagnostics } from '../diagnostics/index.js';
import type { Encoding, Message } from '../model/model.js';
import type { Declaration, Format, Type } from '../model/types.js';
import type { Node } from '../source/node.js';
import type { Span } from '../source/text.js';
import type { MessageDraft } from './context.js';
import { resolved } from './members.js';
import { oneOrMore, readObject, readRequired, readText, readWord, withoutRepeats } from './read.js';
import type { SchemaResolver } from './references.js';
import { readTable, type Table } from './table.js';

export const encodings = ['json', 'protobuf', 'avro'] as const satisfies readonly Encoding[];
const requirements = ['signed', 'non_repudiable', 'encrypted'] as const;

const ownEncoding: Readonly<Record<Format, Encoding>> = { 'json-schema': 'json', protobuf: 'protobuf', avro: 'avro' };

/** `messages`: each a schema, or `{ schema, metadata, encodings, requires, description }`. */
export function readMessages(
  node: Node | undefined,
  defaults: readonly Encoding[],
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Table<MessageDraft> {
  return readTable(node, 'messages', 'message', diagnostics, (key, { keySpan, value }) => {
    if (key.startsWith('agentwire.')) {
      diagnostics.report('AW2106', keySpan, { kind: 'message', name: key });
      return undefined;
    }
    return readMessage(key, keySpan, value, defaults, resolver, diagnostics);
  });
}

function readMessage(
  key: string,
  span: Span,
  node: Node,
  defaults: readonly Encoding[],
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): MessageDraft | undefined {
  if (node.kind === 'string') {
    const data = schemaOf(node, `the message ${key}`, resolver, diagnostics);
    return data === undefined ? undefined : draftOf({ key, data, requires: [], span }, defaults, false);
  }
  const where = `the message ${key}`;
  const known = ['schema', 'metadata', 'encodings', 'requires', 'description'];
  const object = readObject(node, where, known, diagnostics);
  if (object === undefined) return undefined;
  const schema = readRequired(object, 'schema', where, diagnostics);
  const data = schema === undefined ? undefined : schemaOf(schema, where, resolver, diagnostics);
  const metadataNode = object.get('metadata');
  const metadata =
    metadataNode === undefined ? undefined : schemaOf(metadataNode, `the metadata of ${key}`, resolver, diagnostics);
  const listed = object.get('encodings');
  const own = listed === undefined ? defaults : readEncodings(listed, `encodings of ${key}`, diagnostics);
  const requires = readRequirements(object.get('requires'), `requires of ${key}`, diagnostics);
  const text = object.get('description');
  const description = text === undefined ? undefined : readText(text, `the description of ${key}`, diagnostics)?.value;
  if (data === undefined || (metadataNode !== undefined && metadata === undefined)) return undefined;
  const facts = {
    key,
    data,
    requires,
    span,
    ...(metadata === undefined ? {} : { metadata }),
    ...(description === undefined ? {} : { description }),
  };
  return draftOf(facts, own, listed !== undefined);
}

export function readEncodings(node: Node, what: string, diagnostics: Diagnostics): readonly Encoding[] {
  const read = oneOrMore(node).flatMap((item) => {
    const value = readWord(item, `an entry of ${what}`, encodings, diagnostics);
    return value === undefined ? [] : [{ node: item, value, name: value }];
  });
  return withoutRepeats(read, what, diagnostics);
}

function readRequirements(node: Node | undefined, what: string, diagnostics: Diagnostics): Message['requires'] {
  const read = (node === undefined ? [] : oneOrMore(node)).flatMap((item) => {
    const value = readWord(item, `an entry of ${what}`, requirements, diagnostics);
    return value === undefined ? [] : [{ node: item, value, name: value }];
  });
  return withoutRepeats(read, what, diagnostics);
}

/** The declaration that a message's schema names, if it describes objects. */
function schemaOf(
  node: Node,
  what: string,
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Declaration | undefined {
  const reference = readText(node, `the schema of ${what}`, diagnostics);
  const data = reference === undefined ? undefined : resolver.resolve(reference.value, reference.span);
  if (data === undefined) return undefined;
  const kind = notAnObject({ kind: 'ref', target: data });
  if (kind === undefined) return data;
  diagnostics.report('AW2104', node.span, { message: what, found: kind });
  return undefined;
}

function notAnObject(type: Type, seen: ReadonlySet<Type> = new Set()): string | undefined {
  const plain = resolved(type);
  // A union may name itself.
  if (seen.has(plain)) return undefined;
  switch (plain.kind) {
    case 'ref':
      return plain.target.kind === 'enum' ? 'an enum' : undefined;
    case 'json':
      return plain.of === 'array' ? 'a list' : undefined;
    case 'map':
      return undefined;
    case 'union':
      return plain.branches
        .map((branch) => notAnObject(branch.type, new Set([...seen, plain])))
        .find((reason) => reason !== undefined);
    default:
      return `of kind ${plain.kind}`;
  }
}

/** `explicit` where the message lists its encodings itself: then bindings may not add to them. */
function draftOf(facts: Omit<Message, 'encodings'>, listed: readonly Encoding[], explicit: boolean): MessageDraft {
  const own = ownEncoding[facts.data.origin.format];
  const list: Encoding[] = encodings.filter((encoding) => listed.includes(encoding) || (!explicit && encoding === own));
  return {
    message: { ...facts, encodings: list },
    need(encoding) {
      if (list.includes(encoding)) return true;
      if (explicit) return false;
      list.push(encoding);
      list.sort((a, b) => encodings.indexOf(a) - encodings.indexOf(b));
      return true;
    },
  };
}
