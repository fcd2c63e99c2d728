/** What `templates/agent.hbs` prints: an agent, limited to what some of its transports need. */
import { list, object } from '../emit/data.js';
import { type Layout, layOut } from '../emit/layout.js';
import { operationSymbol } from '../emit/operations.js';
import type { SymbolPart } from '../emit/parts.js';
import { rt, type Symbols } from '../emit/symbols.js';
import { literal, property } from '../emit/text.js';
import {
  type Agent,
  type Encoding,
  headerOf,
  type Message,
  type Operation,
  type Protocol,
  type TransportName,
} from '../model/model.js';
import { camel } from '../plan/names.js';
import type { Tokens } from './tokens.js';

export interface AgentView {
  readonly agent: string;
  readonly type: string;
  readonly protocol: string;
  readonly header: string;
  readonly messages: readonly {
    readonly key: string;
    readonly encodings: readonly { readonly encoding: Encoding; readonly codecs: string }[];
  }[];
  readonly details?: string;
  readonly descriptors?: string;
  readonly operations: string;
  readonly emits?: string;
  readonly transports: string;
}

const all = ['json', 'protobuf', 'avro'] as const satisfies readonly Encoding[];

export const protocolSymbol: SymbolPart = { kind: 'symbol', name: 'protocol', from: 'protocol', typeOnly: false };

export const descriptorsSymbol: SymbolPart = {
  kind: 'symbol',
  name: 'descriptors',
  from: 'descriptors',
  typeOnly: false,
};

/** Of the services that these operations are bound to, each file once. */
export function descriptorsOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.flatMap(({ bindings }) => bindings.grpc?.service.descriptors ?? []))];
}

function tellsServices(agent: Agent, transports: readonly TransportName[] | 'all'): boolean {
  return (
    agent.transports.includes('grpc') &&
    (transports === 'all' || transports.includes('grpc')) &&
    descriptorsOf(agent.serves).length > 0
  );
}

export function agentView(
  agent: Agent,
  protocol: Protocol,
  transports: readonly TransportName[] | 'all',
  symbols: Symbols,
  tokens: Tokens,
): AgentView {
  const operations = [...agent.serves, ...agent.emits];
  const messages = messagesOf(operations);
  const encodings = transports === 'all' ? encodingsOfAll(messages) : encodingsOf(operations, transports);
  const errors = [...new Set(agent.serves.flatMap((operation) => operation.errors))];
  const details = errors.filter((error) => error.detail !== undefined);
  // The longest label before a value is `transports: `.
  const print = (layout: Layout, depth = 1): string => tokens.of(layOut(layout, 14 + 2 * depth, depth));
  return {
    agent: print(rt('agent')),
    type: print(literal(agent.key)),
    protocol: print(protocolSymbol),
    header: print(object(encodings.map((encoding) => [encoding, symbols.codec(headerOf(protocol), encoding)]))),
    messages: messages.map((message) => ({
      key: print(property(message.key)),
      encodings: encodings
        .filter((encoding) => message.encodings.includes(encoding))
        .map((encoding) => ({ encoding, codecs: print(codecsPart(message, encoding, symbols), 3) })),
    })),
    ...(details.length === 0
      ? {}
      : { details: print(object(details.map((e) => [e.key, e.detail && symbols.codec(e.detail, 'json')]))) }),
    ...(tellsServices(agent, transports) ? { descriptors: print(descriptorsSymbol) } : {}),
    operations: print(methodsPart(agent.serves)),
    ...(agent.emits.length === 0 ? {} : { emits: print(methodsPart(agent.emits)) }),
    transports: print(
      list(agent.transports.filter((one) => transports === 'all' || transports.includes(one)).map(literal)),
    ),
  };
}

function codecsPart(message: Message, encoding: Encoding, symbols: Symbols): Layout {
  return object([
    ['data', symbols.codec(message.data, encoding)],
    ['metadata', message.metadata && symbols.codec(message.metadata, encoding)],
  ]);
}

function methodsPart(operations: readonly Operation[]): Layout {
  return object(operations.map((operation) => [camel(operation.key), operationSymbol(operation)]));
}

function messagesOf(operations: readonly Operation[]): readonly Message[] {
  return [
    ...new Set(
      operations.flatMap(({ request, reply, updates }) => [request, reply, updates].filter((m) => m !== undefined)),
    ),
  ];
}

/** What an agent's frames are encoded in over these transports. JSON is always there: problems, routes, the memory transport. */
function encodingsOf(operations: readonly Operation[], transports: readonly TransportName[]): readonly Encoding[] {
  const needed = new Set<Encoding>(['json']);
  for (const { bindings } of operations) {
    for (const transport of transports) {
      if (transport === 'http') for (const route of bindings.http) needed.add(route.encoding);
      else if (transport === 'grpc') needed.add('protobuf');
      else if (transport !== 'memory') needed.add(bindings[transport]?.encoding ?? 'json');
    }
  }
  return all.filter((encoding) => needed.has(encoding));
}

function encodingsOfAll(messages: readonly Message[]): readonly Encoding[] {
  return all.filter((encoding) => messages.some((message) => message.encodings.includes(encoding)));
}
