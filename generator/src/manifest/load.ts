/**
 * The manifest: agents, messages, operations, bindings and policies, checked against each other and against the schemas.
 * Sections are read in the order in which they need each other, whatever their order in the text.
 */
import type { Diagnostics } from '../diagnostics/index.js';
import type { Operation, Protocol } from '../model/model.js';
import { at, type Node, parseDocument, pointerTo } from '../source/document.js';
import type { ObjectNode } from '../source/node.js';
import { type SourceText, wholeOf } from '../source/text.js';
import { readAgents } from './agents.js';
import type { Context } from './context.js';
import { readEnvelope } from './envelope.js';
import { readErrors } from './errors.js';
import { readEncodings, readMessages } from './messages.js';
import { readOperations } from './operations.js';
import { oneOrMore, readObject, readRequired, readText } from './read.js';
import { schemaReferences, type SchemaReference, type SchemaResolver } from './references.js';
import { runtimeReasons } from './reasons.js';
import { readRetryPolicies } from './retry.js';
import { checkCancelUpdates } from './tasks.js';
import { readTopics } from './topics.js';

const keys = [
  'protocol',
  'version',
  'description',
  'envelope',
  'services',
  'encodings',
  'messages',
  'errors',
  'retry_policies',
  'topics',
  'operations',
  'agents',
];

/** A manifest whose text was read: what it refers to can be loaded before it is linked. */
export interface Manifest {
  readonly source: SourceText;
  readonly root: Node;
  readonly references: readonly SchemaReference[];
}

/** Reads the text. Undefined after AW1002 or AW1003. */
export function parseManifest(source: SourceText, diagnostics: Diagnostics): Manifest | undefined {
  const root = parseDocument(source, diagnostics);
  return root === undefined ? undefined : { source, root, references: schemaReferences(root) };
}

/** Reads, links and checks a manifest in one go, where its schemas are loaded already. */
export function loadManifest(
  source: SourceText,
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Protocol | undefined {
  const manifest = parseManifest(source, diagnostics);
  return manifest === undefined ? undefined : linkManifest(manifest, resolver, diagnostics);
}

/**
 * Links a manifest to its schemas and checks it: AW20xx its form, AW21xx names, AW22xx operations, AW23xx bindings,
 * AW24xx agents, all in one go. What is broken is left out of the protocol; without a usable envelope there is none.
 */
export function linkManifest(
  { source, root }: Manifest,
  resolver: SchemaResolver,
  diagnostics: Diagnostics,
): Protocol | undefined {
  const object = readObject(root, 'the manifest', keys, diagnostics);
  if (object === undefined) return undefined;
  const whole = wholeOf(source);
  const name = readProtocolName(object, diagnostics);
  const version = readVersion(object, diagnostics);
  const text = object.get('description');
  const description = text && readText(text, 'description', diagnostics)?.value;
  const envelopeNode = object.get('envelope');
  const envelopeName = envelopeNode && readText(envelopeNode, 'envelope', diagnostics);
  const usable = envelopeNode === undefined || envelopeName !== undefined;
  const envelope = usable ? readEnvelope(envelopeName, whole, resolver, diagnostics) : undefined;
  const encodingsNode = object.get('encodings');
  const defaults = encodingsNode === undefined ? [] : readEncodings(encodingsNode, 'encodings', diagnostics);
  const servicesNode = object.get('services');
  for (const item of servicesNode === undefined ? [] : oneOrMore(servicesNode)) {
    readText(item, 'an entry of services', diagnostics);
  }
  const messages = readMessages(object.get('messages'), defaults, resolver, diagnostics);
  const errors = readErrors(object.get('errors'), runtimeReasons, resolver, diagnostics);
  const retry = readRetryPolicies(object.get('retry_policies'), diagnostics);
  // With a broken envelope the rest is still looked at, by the members of the built-in one.
  const header = envelope?.header ?? readEnvelope(undefined, whole, resolver, diagnostics)?.header;
  if (header === undefined) return undefined;
  const context: Context = {
    protocol: name ?? 'protocol',
    diagnostics,
    resolver,
    header,
    messages,
    errors,
    retry,
    authoredServices: servicesNode !== undefined || resolver.services.length > 0,
    claimed: new Map(),
  };
  const operations = readOperations(object.get('operations'), context);
  checkCancelUpdates([...operations.values.values()], (operation) => cancelUpdate(root, operation), context);
  const agents = readAgents(object.get('agents'), operations, context);
  const topics = readTopics(object.get('topics'), [...operations.values.values()], diagnostics);
  if (name === undefined || version === undefined || envelope === undefined) return undefined;
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    envelope: envelope.root,
    messages: [...messages.values.values()].map((draft) => draft.message),
    operations: [...operations.values.values()],
    agents: [...agents.values.values()],
    errors: [...errors.values.values()],
    retry: [...retry.values.values()],
    topics,
    span: whole,
  };
}

/** The protocol's name is the package of derived Protobuf and the namespace of derived Avro. */
function readProtocolName(object: ObjectNode, diagnostics: Diagnostics): string | undefined {
  const node = readRequired(object, 'protocol', 'the manifest', diagnostics);
  const text = node && readText(node, 'protocol', diagnostics);
  if (text === undefined || /^[A-Za-z_]\w{0,99}(?:\.[A-Za-z_]\w{0,99}){0,15}$/.test(text.value)) return text?.value;
  const expected = 'names joined by dots, for example dora.agent.communication';
  diagnostics.report('AW2004', text.span, { what: 'protocol', found: JSON.stringify(text.value), expected });
  return undefined;
}

function readVersion(object: ObjectNode, diagnostics: Diagnostics): string | undefined {
  const node = readRequired(object, 'version', 'the manifest', diagnostics);
  if (node === undefined) return undefined;
  const expected = 'three numbers, for example 1.0.0';
  if (node.kind === 'number') {
    diagnostics.report('AW2002', node.span, { what: 'version', found: `the number ${node.raw}`, expected });
    return undefined;
  }
  const text = readText(node, 'version', diagnostics);
  if (text === undefined || /^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(text.value)) return text?.value;
  diagnostics.report('AW2004', text.span, { what: 'version', found: JSON.stringify(text.value), expected });
  return undefined;
}

function cancelUpdate(root: Node, operation: Operation): Node | undefined {
  return at(root, `${pointerTo('/operations', operation.key)}/cancels/update`);
}
