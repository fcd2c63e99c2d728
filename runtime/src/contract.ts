/**
 * What generated modules say about a protocol: data, typed. `agent` and `operation` are the two calls that generated
 * code makes; everything else here is what they are given.
 */
import type { Codec, Encoding } from './codec/codec.js';
import type { Code } from './error.js';
import type { Header } from './header.js';

// ------------------------------------------------------------------------------------------------------- operations

/** The types of an operation, by role. `input`, `output` and `update` are what a caller or handler must give itself. */
export interface OperationTypes {
  readonly request: unknown;
  readonly input: unknown;
  readonly metadata: unknown;
  readonly reply: unknown;
  readonly output: unknown;
  readonly updates: unknown;
  readonly update: unknown;
  /** Declared errors: reason to detail. */
  readonly errors: object;
  /** Who sends a stream of messages in place of one. */
  readonly stream?: StreamSide;
}

/** The side that sends a stream: the caller, the agent, or each of them. */
export type StreamSide = 'client' | 'server' | 'both';

/** What can be sent as a stream. */
export type Items<T> = AsyncIterable<T> | Iterable<T>;

/** `T` with the members that the runtime fills made optional. */
export type Filled<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** Where a filled member comes from: the closed list of `fill`. */
export type FillSource =
  | { readonly from: 'uuid' | 'now' | 'elapsed' }
  | { readonly from: 'header' | 'request' | 'presence'; readonly path: readonly string[] }
  /** The last update of the task that this request member names. */
  | { readonly from: 'task'; readonly path: readonly string[] }
  | { readonly from: 'literal'; readonly value: unknown };

export type FillRules = Readonly<Record<string, FillSource>>;

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{placeholders}`; `{member}` of the payload where the route says so in `members`. */
  readonly path: string;
  /** Payload members that come from the path (by placeholder) or from the query. */
  readonly members?: readonly string[];
  /** Payload members that the route itself fixes. */
  readonly fixed?: Readonly<Record<string, string>>;
}

export interface OperationBindings {
  readonly http?: readonly HttpRoute[];
  readonly grpc?: { readonly service: string; readonly method: string };
  readonly kafka?: {
    readonly topic: string;
    readonly key?: string;
    /** The topic that updates are copied to, beside the caller's own. */
    readonly updates?: string;
    readonly encoding?: Encoding;
  };
  readonly websocket?: { readonly frame: string; readonly encoding?: Encoding };
  readonly amqp?: { readonly exchange: string; readonly routingKey: string; readonly encoding?: Encoding };
}

export interface RetryPolicy {
  /** Counts the first try. */
  readonly maxAttempts: number;
  /** Milliseconds. */
  readonly initialDelay: number;
  readonly maxDelay: number;
  readonly multiplier: number;
  readonly jitter: boolean;
}

export interface DeclaredError {
  readonly code: Code;
  /** Key into the agent's `details`, where the error carries one. */
  readonly detail?: string;
}

export interface OperationFacts {
  /** The manifest's key. */
  readonly name: string;
  /** Message types by role. */
  readonly request: string;
  readonly reply?: string;
  readonly updates?: string;
  readonly errors?: Readonly<Record<string, DeclaredError>>;
  readonly permission?: string;
  /** Milliseconds. */
  readonly deadline?: number;
  readonly retry?: RetryPolicy;
  readonly idempotent?: boolean;
  readonly broadcast?: boolean;
  readonly stream?: StreamSide;
  readonly fill?: { readonly request?: FillRules; readonly updates?: FillRules; readonly reply?: FillRules };
  /** A call is a task: the request member that names it, and the member that bounds its handler, in seconds. */
  readonly task?: {
    readonly id: string;
    readonly timeout?: readonly string[];
    /** Members of the last update of a task that ended in an error. */
    readonly failed?: Readonly<Record<string, unknown>>;
  };
  /** This operation cancels a task of the agent: the member that names it, and when. */
  readonly cancels?: {
    readonly task: string;
    readonly when?: Readonly<Record<string, string>>;
    /** Members of the last update of a cancelled task. */
    readonly update?: Readonly<Record<string, unknown>>;
  };
  /** Sent by a served agent by itself, at this interval in milliseconds. */
  readonly every?: number;
  readonly bindings: OperationBindings;
}

declare const types: unique symbol;

/** An operation with its types. */
export interface Operation<T extends OperationTypes = OperationTypes> extends OperationFacts {
  readonly [types]?: T;
}

export function operation<T extends OperationTypes>(facts: OperationFacts): Operation<T> {
  return facts;
}

// ----------------------------------------------------------------------------------------------------------- agents

/** The codecs of one message type in one encoding. */
export interface PayloadCodecs {
  readonly data: Codec<unknown>;
  readonly metadata?: Codec<unknown>;
}

export type MessageCodecs = { readonly [E in Encoding]?: PayloadCodecs };

export interface ProtocolFacts {
  readonly name: string;
  /** What our header says, and what a peer's must share the major of. */
  readonly version: string;
}

export interface AgentFacts<O extends Operations> {
  /** `agent_type` on the wire. */
  readonly type: string;
  readonly protocol: ProtocolFacts;
  readonly header: { readonly [E in Encoding]?: Codec<unknown> };
  readonly messages: Readonly<Record<string, MessageCodecs>>;
  /** Codecs of declared errors' details. */
  readonly details?: Readonly<Record<string, Codec<unknown>>>;
  /** The Protobuf files of its gRPC services: base64 of `google.protobuf.FileDescriptorProto`, in lines. */
  readonly descriptors?: readonly (readonly string[])[];
  /** By method name. */
  readonly operations: O;
  /** What it sends to whoever listens: events, heartbeats. */
  readonly emits?: Readonly<Record<string, Operation>>;
  /** In order of preference. */
  readonly transports: readonly string[];
}

export type Operations = Readonly<Record<string, Operation>>;

export interface Agent<O extends Operations = Operations> extends AgentFacts<O> {
  readonly kind: 'agent';
}

/** What `serve` and `connect` are given: made by generated code only. */
export function agent<O extends Operations>(facts: AgentFacts<O>): Agent<O> {
  return { kind: 'agent', ...facts };
}

export function headerCodec(facts: Pick<Agent, 'header' | 'type'>, encoding: Encoding): Codec<Header> | undefined {
  return facts.header[encoding] as Codec<Header> | undefined;
}
