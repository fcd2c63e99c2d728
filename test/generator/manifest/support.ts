/** Manifests under test: over schemas given as text, with fakes for what is authored in Protobuf. */
import { createDiagnostics, type Diagnostic } from '../../../generator/src/diagnostics/index.js';
import { jsonSchema } from '../../../generator/src/formats/json-schema/index.js';
import { loadManifest, type SchemaResolver, schemaResolver } from '../../../generator/src/manifest/index.js';
import type { Protocol, SchemaModule, Service } from '../../../generator/src/model/model.js';
import type { Declaration, Member, RecordDeclaration } from '../../../generator/src/model/types.js';
import { locate, type SourceText } from '../../../generator/src/source/text.js';
import { memoryWorkspace } from '../../../generator/src/source/workspace.js';

export interface Loaded {
  readonly protocol: Protocol | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** `path:line:column code message`, and the hint after a slash. */
  readonly findings: readonly string[];
}

/** Loads a manifest over JSON Schema files of the same folder. */
export function load(
  text: string,
  files: Readonly<Record<string, string>> = schemas,
  options: { readonly path?: string; readonly modules?: readonly SchemaModule[] } = {},
): Loaded {
  const diagnostics = createDiagnostics();
  const source: SourceText = { path: options.path ?? 'protocol.yaml', text };
  const workspace = memoryWorkspace(files);
  const roots = Object.keys(files).flatMap((path) => workspace.read(path, undefined, diagnostics) ?? []);
  const modules = [...jsonSchema.load(roots, workspace, diagnostics), ...(options.modules ?? [])];
  const envelope = modules.find((module) => module.source.path === 'envelope.schema.json')?.root;
  const resolver: SchemaResolver = schemaResolver(modules, { manifestPath: source.path, envelope }, diagnostics);
  const protocol = loadManifest(source, resolver, diagnostics);
  return { protocol, diagnostics: diagnostics.all, findings: diagnostics.all.map(finding) };
}

export function finding(diagnostic: Diagnostic): string {
  const hint = diagnostic.hint === undefined ? '' : ` / ${diagnostic.hint}`;
  return `${locate(diagnostic.span)} ${diagnostic.code} ${diagnostic.message}${hint}`;
}

const source: SourceText = { path: 'proto/agents.proto', text: '' };
const span = { source, start: 0, end: 0 };

function member(name: string, number: number, target?: Declaration): Member {
  const type = target === undefined ? ({ kind: 'bytes' } as const) : ({ kind: 'ref', target } as const);
  return { name, type, presence: 'optional', span, proto: { number } };
}

export function record(name: string, members: readonly Member[]): RecordDeclaration {
  const origin = { format: 'protobuf', path: source.path, name: `x.${name}` } as const;
  return { kind: 'record', name, members, unknown: 'keep', origin, span };
}

export interface FakeMethod {
  readonly name: string;
  readonly up?: boolean;
  readonly down?: boolean;
  /** The number of `payload`, 2 where the message is composed as it should be. */
  readonly payload?: number;
}

/** A loaded .proto with one service, whose messages are composed of header and payload. */
export function protoModule(
  name: string,
  methods: readonly FakeMethod[],
  declarations: readonly Declaration[] = [],
): SchemaModule {
  const composed = (of: string, payload: number): RecordDeclaration =>
    record(of, [
      member('header', 1, record('MessageHeader', [])),
      member('payload', payload, record('Payload', [member('data', 1)])),
    ]);
  const service: Service = {
    name,
    span,
    descriptors: [],
    methods: methods.map((method) => ({
      name: method.name,
      input: composed(`${method.name}Request`, method.payload ?? 2),
      output: composed(`${method.name}Response`, 2),
      clientStreaming: method.up ?? false,
      serverStreaming: method.down ?? false,
      span,
    })),
  };
  return {
    source,
    format: 'protobuf',
    declarations,
    exports: new Map(declarations.map((declaration) => [declaration.name, declaration])),
    services: [service],
  };
}

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  properties,
  required,
});

/** A small envelope and two messages, enough for every rule of the manifest. */
export const schemas: Readonly<Record<string, string>> = {
  'envelope.schema.json': JSON.stringify({
    type: 'object',
    properties: { header: { $ref: '#/$defs/header' }, payload: { type: 'object' } },
    required: ['header'],
    $defs: {
      header: object(
        {
          message_id: { type: 'string', format: 'uuid' },
          correlation_id: { type: 'string', format: 'uuid' },
          causation_id: { type: 'string', format: 'uuid' },
          timestamp: { type: 'string', format: 'date-time' },
          version: text,
          source: object({ agent_id: text, agent_type: text }, ['agent_id', 'agent_type']),
          destination: object(
            {
              agent_id: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]{0,99}$' },
              agent_type: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,99}$' },
              broadcast: { type: 'boolean' },
            },
            ['agent_type', 'broadcast'],
          ),
          message_type: text,
          content_type: text,
          encoding: text,
          security: object({ encrypted: { type: 'boolean' } }, ['encrypted']),
          routing: object({ priority: text, ttl: { type: 'integer' } }, ['priority', 'ttl']),
          tracing: object({ trace_id: text, span_id: text }, ['trace_id', 'span_id']),
        },
        [
          'message_id',
          'correlation_id',
          'timestamp',
          'version',
          'source',
          'destination',
          'message_type',
          'content_type',
          'encoding',
          'security',
          'routing',
          'tracing',
        ],
      ),
    },
  }),
  'order.schema.json': JSON.stringify(
    object(
      {
        id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,35}$' },
        kind: { $ref: '#/$defs/kind' },
        note: text,
        amount: { type: 'number' },
        lines: { type: 'array', items: text },
        urgent: { type: 'boolean' },
        limits: object({ seconds: { type: 'number' } }),
      },
      ['id', 'kind'],
    ),
  ).replace(/\}$/, ',"$defs":{"kind":{"enum":["book","toy"]}}}'),
  'receipt.schema.json': JSON.stringify(
    object(
      {
        order: { type: 'string', minLength: 1 },
        at: { type: 'string', format: 'date-time' },
        seconds: { type: 'number' },
        state: { enum: ['done', 'cancelled'] },
      },
      ['order'],
    ),
  ),
};
