/** `agents/<agent>/`: what it serves as types, and one entry per transport beside the one for all of them. */
import type { Agent, Protocol, TransportName } from '../model/model.js';
import { camel, kebab, pascal } from '../plan/names.js';
import { render } from '../templates.js';
import { agentView, descriptorsOf, descriptorsSymbol, protocolSymbol } from '../views/agent.js';
import { createTokens } from '../views/tokens.js';
import { operationSymbol, operationType } from './operations.js';
import { Code, mark, type SourceFile, type SymbolPart } from './parts.js';
import { docComment } from './print.js';
import { list, object } from './data.js';
import { layOut } from './layout.js';
import { rtType, type Symbols } from './symbols.js';
import { literal, property } from './text.js';

const labels: Readonly<Record<TransportName, string>> = {
  http: 'HTTP',
  grpc: 'gRPC',
  kafka: 'Kafka',
  websocket: 'WebSocket',
  amqp: 'AMQP',
  memory: 'memory',
};

export function agentSymbol(agent: Agent): SymbolPart {
  return { kind: 'symbol', name: pascal(agent.key), from: `agents/${kebab(agent.key)}/index`, typeOnly: false };
}

export function emitAgent(agent: Agent, protocol: Protocol, symbols: Symbols): readonly SourceFile[] {
  const folder = `agents/${kebab(agent.key)}`;
  const name = pascal(agent.key);
  const sources = [agent.span.source.path];
  const operations: SymbolPart = {
    kind: 'symbol',
    name: `${name}Operations`,
    from: `${folder}/operations`,
    typeOnly: true,
  };
  const entry = (file: string, transports: readonly TransportName[] | 'all', words: string): SourceFile => {
    const tokens = createTokens();
    const value = tokens.parts(render('agent', agentView(agent, protocol, transports, symbols, tokens)).trimEnd());
    const doc = agent.description === undefined ? words : `${agent.description}\n\n${words}`;
    return {
      path: `${folder}/${file}`,
      sources,
      statements: [
        {
          kind: 'constant',
          exported: true,
          name,
          doc,
          span: agent.span,
          type: [rtType('Agent'), '<', operations, '>'],
          value,
        },
      ],
    };
  };
  return [
    {
      path: `${folder}/operations`,
      sources,
      statements: [
        {
          kind: 'type-statement',
          name: `${name}Operations`,
          doc: `What a ${agent.key} serves.`,
          lines: operationLines(agent, name),
        },
      ],
    },
    entry(
      'index',
      'all',
      'With all codecs of its messages; the modules beside this one carry what one transport needs.',
    ),
    ...agent.transports.map((transport) =>
      entry(transport, [transport], `With the codecs that ${labels[transport]} needs.`),
    ),
  ];
}

function operationLines(agent: Agent, name: string): Code {
  const code = new Code();
  return code.block(
    ['type ', mark(agent.span), `${name}Operations = {`],
    () => {
      for (const operation of agent.serves) {
        if (operation.description !== undefined) code.line(docComment(operation.description, ''));
        code.line(
          'readonly ',
          mark(operation.span),
          `${property(camel(operation.key))}: `,
          rtType('Operation'),
          '<',
          operationType(operation),
          '>;',
        );
      }
    },
    '};',
  );
}

export function emitProtocol(protocol: Protocol): SourceFile {
  return {
    path: protocolSymbol.from,
    sources: [protocol.span.source.path],
    statements: [
      {
        kind: 'constant',
        exported: true,
        name: protocolSymbol.name,
        ...(protocol.description === undefined ? {} : { doc: protocol.description }),
        type: rtType('ProtocolFacts'),
        value: layOut(
          object([
            ['name', literal(protocol.name)],
            ['version', literal(protocol.version)],
          ]),
        ),
      },
    ],
  };
}

/** What gRPC's reflection tells of the services that agents bind; nothing where there are no files of theirs. */
export function emitDescriptors(protocol: Protocol): readonly SourceFile[] {
  const files = descriptorsOf(protocol.agents.flatMap(({ serves }) => serves));
  if (files.length === 0) return [];
  return [
    {
      path: descriptorsSymbol.from,
      sources: [protocol.span.source.path],
      statements: [
        {
          kind: 'constant',
          exported: true,
          name: descriptorsSymbol.name,
          doc: 'The Protobuf files of its gRPC services: `google.protobuf.FileDescriptorProto` in base64, in lines.',
          type: 'readonly (readonly string[])[]',
          value: layOut(list(files.map((file) => list(linesOf(file).map(literal)))), 120),
        },
      ],
    },
  ];
}

function linesOf(base64: string): readonly string[] {
  return base64.match(/.{1,112}/g) ?? [];
}

/** The entry of everything: agents, operations' types and messages' types. */
export function emitIndex(protocol: Protocol, symbols: Symbols): SourceFile {
  const operations = [...new Set(protocol.agents.flatMap((agent) => [...agent.serves, ...agent.emits]))];
  const types = [
    ...new Set(protocol.messages.flatMap(({ data, metadata }) => (metadata === undefined ? [data] : [data, metadata]))),
  ];
  const byName = new Map<string, SymbolPart>();
  const claim = (symbol: SymbolPart): void => {
    // Two files may name a type alike; the entry then leaves the later one to its own module.
    if (!byName.has(symbol.name)) byName.set(symbol.name, symbol);
  };
  for (const agent of protocol.agents) claim(agentSymbol(agent));
  claim(protocolSymbol);
  for (const type of types) claim(symbols.type(type));
  for (const operation of operations) claim(operationSymbol(operation));
  return {
    path: 'index',
    sources: [protocol.span.source.path],
    statements: [{ kind: 're-export', symbols: [...byName.values()] }],
  };
}
