/** What loading and linking guarantee: every schema and the manifest, lowered, linked and checked. */
import type { SourceText, Span } from '../source/text.js';
import type { Declaration, Format, Json, RecordDeclaration, Type } from './types.js';

/** One schema file after lowering: its declarations, in the order of the text. */
export interface SchemaModule {
  readonly source: SourceText;
  readonly format: Format;
  /** What `FILE#Name` finds: local names, full names and JSON pointers alike. */
  readonly exports: ReadonlyMap<string, Declaration>;
  readonly declarations: readonly Declaration[];
  /** The declaration that the file as a whole describes, if it does (JSON Schema's root, a lone Avro type). */
  readonly root?: Declaration;
  /** gRPC services (Protobuf only). */
  readonly services: readonly Service[];
}

export interface Service {
  /** Full name, e.g. `dora.agent.communication.AgentCommunication`. */
  readonly name: string;
  readonly methods: readonly Method[];
  /** The file that it stands in and those that this imports: base64 of `google.protobuf.FileDescriptorProto`; may be none. */
  readonly descriptors: readonly string[];
  readonly span: Span;
  readonly description?: string;
}

export interface Method {
  readonly name: string;
  readonly input: RecordDeclaration;
  readonly output: RecordDeclaration;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  readonly span: Span;
  readonly description?: string;
}

/** The whole input. `protocol` is absent where there are schemas and no manifest. */
export interface Model {
  readonly schemas: readonly SchemaModule[];
  readonly protocol?: Protocol;
}

export interface Protocol {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly envelope: RecordDeclaration;
  readonly messages: readonly Message[];
  readonly operations: readonly Operation[];
  readonly agents: readonly Agent[];
  readonly errors: readonly DeclaredError[];
  readonly retry: readonly RetryPolicy[];
  readonly topics: readonly TopicSettings[];
  readonly span: Span;
}

export type Encoding = 'json' | 'protobuf' | 'avro';

export interface Message {
  /** The key in the manifest, which is `header.message_type` on the wire. */
  readonly key: string;
  readonly data: Declaration;
  readonly metadata?: Declaration;
  readonly encodings: readonly Encoding[];
  /** Members that refuse to be sent in the clear: `signed`, `non_repudiable`, `encrypted`. */
  readonly requires: readonly ('signed' | 'non_repudiable' | 'encrypted')[];
  readonly span: Span;
  readonly description?: string;
}

export interface DeclaredError {
  readonly key: string;
  /** One of gRPC's sixteen, snake_case lower. */
  readonly code: string;
  readonly detail?: Declaration;
  readonly description?: string;
  readonly span: Span;
}

export interface Operation {
  readonly key: string;
  readonly description?: string;
  readonly request: Message;
  readonly reply?: Message;
  readonly updates?: Message;
  /** Streams beyond request, reply and updates. */
  readonly stream: 'none' | 'client' | 'server' | 'both';
  readonly errors: readonly DeclaredError[];
  readonly permission?: string;
  /** Milliseconds. */
  readonly deadline?: number;
  readonly retry?: RetryPolicy;
  readonly idempotent: boolean;
  readonly broadcast: boolean;
  readonly fill: Fill;
  /** A call is a task: the request member that names it, and the one that bounds its handler, in seconds. */
  readonly task?: {
    readonly id: string;
    readonly timeout?: readonly string[];
    /** Members of the last update of a task that ended in an error. */
    readonly failed?: Readonly<Record<string, Json>>;
  };
  /** A call may cancel a task: the request member that names it, when, and the last update of a cancelled task. */
  readonly cancels?: Cancels;
  /** A served agent sends it by itself, at this interval in milliseconds. */
  readonly every?: number;
  readonly bindings: Bindings;
  readonly span: Span;
}

export interface Cancels {
  readonly task: string;
  /** Request members that must have these values; none: every call cancels. */
  readonly when: Readonly<Record<string, string>>;
  readonly update?: Readonly<Record<string, Json>>;
}

/** Members that the runtime fills before encoding, per message role. */
export interface Fill {
  readonly request: readonly FillRule[];
  readonly updates: readonly FillRule[];
  readonly reply: readonly FillRule[];
}

export interface FillRule {
  readonly member: string;
  readonly source: FillSource;
  readonly span: Span;
}

/** The closed list of sources. */
export type FillSource =
  | { readonly kind: 'uuid' }
  | { readonly kind: 'now' }
  | { readonly kind: 'elapsed' }
  | { readonly kind: 'header'; readonly path: readonly string[] }
  | { readonly kind: 'request'; readonly path: readonly string[] }
  /** The agent's own figures: status, load, tasks, last activity, capabilities, resource usage. */
  | { readonly kind: 'presence'; readonly path: readonly string[] }
  /** The last update of the task that this request member names. */
  | { readonly kind: 'task'; readonly path: readonly string[] }
  | { readonly kind: 'literal'; readonly value: Json };

export type TransportName = 'http' | 'grpc' | 'kafka' | 'websocket' | 'amqp' | 'memory';

export interface Bindings {
  readonly http: readonly HttpBinding[];
  readonly grpc?: GrpcBinding;
  readonly kafka?: KafkaBinding;
  readonly websocket?: WebSocketBinding;
  readonly amqp?: AmqpBinding;
}

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{placeholders}`. */
  readonly path: string;
  readonly placeholders: readonly Placeholder[];
  /** Payload members that the route itself fixes. */
  readonly fixed: readonly { readonly member: string; readonly value: string }[];
  readonly encoding: Encoding;
  readonly span: Span;
}

export interface GrpcBinding {
  readonly service: Service;
  readonly method: Method;
  readonly span: Span;
}

export interface KafkaBinding {
  readonly topic: string;
  readonly key?: string;
  /** The topic that updates are copied to, beside the caller's own. */
  readonly updates?: string;
  readonly placeholders: readonly Placeholder[];
  readonly encoding: Encoding;
  readonly span: Span;
}

export interface WebSocketBinding {
  readonly frame: string;
  readonly encoding: Encoding;
  readonly span: Span;
}

export interface AmqpBinding {
  readonly exchange: string;
  readonly routingKey: string;
  readonly placeholders: readonly Placeholder[];
  readonly encoding: Encoding;
  readonly span: Span;
}

/** `{name}` in a path, topic, key or routing key, checked against the types it reads from. */
export interface Placeholder {
  readonly text: string;
  readonly from:
    | { readonly kind: 'header' | 'destination'; readonly path: readonly string[] }
    | { readonly kind: 'route'; readonly member: string }
    | { readonly kind: 'payload'; readonly path: readonly string[]; readonly type: Type };
}

export interface Agent {
  readonly key: string;
  readonly description?: string;
  readonly serves: readonly Operation[];
  readonly emits: readonly Operation[];
  /** In order of preference. */
  readonly transports: readonly TransportName[];
  readonly span: Span;
}

/** Delays in milliseconds. `maxAttempts` counts the first try. */
export interface RetryPolicy {
  readonly key: string;
  readonly maxAttempts: number;
  readonly initialDelay: number;
  readonly maxDelay: number;
  readonly multiplier: number;
  readonly jitter: boolean;
  readonly span: Span;
}

/** How a topic of Kafka is made. What is not said is the broker's to choose. */
export interface TopicSettings {
  /** As a binding writes it, `default` for those that are not named, `dead_letters` for where parked records go. */
  readonly topic: string;
  readonly partitions?: number;
  readonly replicas?: number;
  /** Milliseconds. */
  readonly retention?: number;
  readonly span: Span;
}

/** The header is a declaration of the envelope; its codecs are what the runtime opens every frame with. */
export function headerOf(protocol: Protocol): Declaration {
  const header = protocol.envelope.members.find((member) => member.name === 'header')?.type;
  if (header?.kind !== 'ref') throw new Error('bug: an envelope without a header was not refused');
  return header.target;
}
