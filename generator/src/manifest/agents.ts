import type { Agent, Operation, TransportName } from '../model/model.js';
import type { Entry, Node } from '../source/node.js';
import type { Context } from './context.js';
import { fits } from './fits.js';
import { findMember } from './members.js';
import { readList, readObject, readRequired, readText, readWord, withoutRepeats } from './read.js';
import { lookUp, readTable, type Table } from './table.js';

const transports = ['http', 'grpc', 'kafka', 'websocket', 'amqp', 'memory'] as const satisfies readonly TransportName[];

/** Where the type of a message is all that names its operation. */
const byMessage = ['websocket', 'kafka', 'amqp'] as const satisfies readonly TransportName[];

/** `agents`: what each serves and emits, on which transports, in order of preference. */
export function readAgents(node: Node | undefined, operations: Table<Operation>, context: Context): Table<Agent> {
  return readTable(node, 'agents', 'agent', context.diagnostics, (key, entry) =>
    readAgent(key, entry, operations, context),
  );
}

function readAgent(
  key: string,
  { keySpan, value }: Entry,
  operations: Table<Operation>,
  context: Context,
): Agent | undefined {
  const { diagnostics } = context;
  const where = `the agent ${key}`;
  const object = readObject(value, where, ['description', 'serves', 'emits', 'transports'], diagnostics);
  if (object === undefined) return undefined;
  const type = findMember(context.header, ['destination', 'agent_type']);
  if (!('missing' in type) && !fits(type.type, key)) {
    const expected = 'what the envelope takes as destination.agent_type';
    diagnostics.report('AW2004', keySpan, { what: 'the name of an agent', found: JSON.stringify(key), expected });
  }
  const servesNode = object.get('serves');
  const emitsNode = object.get('emits');
  const serves = readOperationList(servesNode, `serves of ${key}`, operations, context);
  const emits = readOperationList(emitsNode, `emits of ${key}`, operations, context);
  const onNode = readRequired(object, 'transports', where, diagnostics);
  const on = onNode === undefined ? undefined : readTransports(onNode, `transports of ${key}`, context);
  const text = object.get('description');
  const description = text && readText(text, `the description of ${key}`, diagnostics)?.value;
  if (on !== undefined) {
    for (const { node, operation } of [...serves, ...emits]) checkCarried(key, node, operation, on, context);
    checkDistinct(key, serves, on, context);
  }
  return {
    key,
    ...(description === undefined ? {} : { description }),
    serves: serves.map(({ operation }) => operation),
    emits: emits.map(({ operation }) => operation),
    transports: on ?? [],
    span: keySpan,
  };
}

interface Named {
  readonly node: Node;
  readonly operation: Operation;
}

function readOperationList(
  node: Node | undefined,
  what: string,
  operations: Table<Operation>,
  { diagnostics }: Context,
): readonly Named[] {
  const list = node && readList(node, what, diagnostics);
  const read = (list?.items ?? []).flatMap((item) => {
    const operation = lookUp(operations, item, `an entry of ${what}`, diagnostics);
    return operation === undefined ? [] : [{ node: item, value: { node: item, operation }, name: operation.key }];
  });
  return withoutRepeats(read, what, diagnostics);
}

function readTransports(node: Node, what: string, { diagnostics }: Context): readonly TransportName[] | undefined {
  const list = readList(node, what, diagnostics);
  if (list === undefined) return undefined;
  const read = list.items.flatMap((item) => {
    const value = readWord(item, `an entry of ${what}`, transports, diagnostics);
    return value === undefined ? [] : [{ node: item, value, name: value }];
  });
  if (list.items.length === 0) {
    diagnostics.report('AW2004', node.span, { what, found: 'an empty list', expected: 'at least one transport' });
  }
  // With a word that is not understood, nothing is known about what the agent can carry.
  return read.length < list.items.length ? undefined : withoutRepeats(read, what, diagnostics);
}

/** An operation needs one of the agent's transports; where several carry it, the order of preference decides. */
function checkCarried(
  agent: string,
  node: Node,
  operation: Operation,
  on: readonly TransportName[],
  { diagnostics }: Context,
): void {
  if (on.length === 0 || on.some((transport) => isBound(operation, transport))) return;
  diagnostics.report(
    'AW2401',
    node.span,
    { agent, operation: operation.key, transports: on.join(', ') },
    { related: [{ span: operation.span, message: `${operation.key} is bound here` }] },
  );
}

function isBound({ bindings }: Operation, transport: TransportName): boolean {
  switch (transport) {
    case 'http':
      return bindings.http.length > 0;
    case 'memory':
      return true;
    case 'grpc':
    case 'kafka':
    case 'websocket':
    case 'amqp':
      return bindings[transport] !== undefined;
  }
}

function checkDistinct(
  agent: string,
  serves: readonly Named[],
  on: readonly TransportName[],
  { diagnostics }: Context,
): void {
  for (const transport of byMessage.filter((name) => on.includes(name))) {
    const first = new Map<string, Named>();
    for (const named of serves.filter(({ operation }) => isBound(operation, transport))) {
      const message = named.operation.request.key;
      const other = first.get(message);
      if (other === undefined) {
        first.set(message, named);
        continue;
      }
      diagnostics.report(
        'AW2402',
        named.node.span,
        { agent, operation: named.operation.key, other: other.operation.key, message, transport },
        { related: [{ span: other.node.span, message: `${other.operation.key} takes it too` }] },
      );
    }
  }
}
