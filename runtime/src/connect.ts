/** The client side: a typed call becomes a frame, the frame's answers become typed values. */
import { besideHeaders } from './beside.js';
import { createCall, type Call, type CallEvents } from './call.js';
import type { CallOptions, Client } from './client.js';
import { systemWorld, type World } from './clock.js';
import type { Encoding } from './codec/codec.js';
import type { Agent, Items, OperationFacts, Operations, OperationTypes } from './contract.js';
import { createScope, type Scope } from './deadline.js';
import { milliseconds, type Duration } from './duration.js';
import { encodeMessage, headerCodec } from './envelope/message.js';
import { AgentError, withOutcome } from './error.js';
import { applyFill } from './fill.js';
import type { Header, Party } from './header.js';
import { contentOf, messageFactory, type Message } from './message-factory.js';
import { createOutgoing, type Outgoing } from './outgoing.js';
import { fillTemplate, textAt, textsOf } from './placeholders.js';
import { createReaction } from './reaction.js';
import { createRouter, type Router } from './router.js';
import { createStreamCall, type StreamCall } from './stream-call.js';
import { givesStream, placeOf, takesStream } from './streams.js';
import type { Outbound, OutboundFrame, Transport } from './transport.js';

export interface ConnectOptions {
  /** A served agent's `party`, or `identity({ type, id })`. */
  readonly from: Party;
  /** One instance by id; default: any instance of the type. */
  readonly to?: string;
  /** In order of preference: the next is taken where one cannot be reached. */
  readonly over: Transport | readonly Transport[];
  /** Default for calls whose operation names none (30 s); streams last until they end. */
  readonly deadline?: Duration;
  /** Sees each call before it is encoded. */
  readonly intercept?: readonly ClientInterceptor[];
  /** The message that calls follow from. */
  readonly cause?: Header;
  /** No call outlives this moment, in milliseconds since the epoch. */
  readonly until?: number;
  /** A served agent's own figures, for members that are filled from them. */
  readonly presence?: () => object;
  readonly world?: World;
}

/** A call before it is encoded: `message` may be replaced. */
export interface ClientCall {
  readonly operation: OperationFacts;
  message: Message;
  readonly signal: AbortSignal;
}

export type ClientInterceptor = (call: ClientCall, next: () => Promise<void>) => Promise<void>;

/**
 * A client of one kind of agent. Nothing is dialled before the first call.
 * @example const gap = connect(GapAssessment, { from: identity({ type: 'policy_analyzer', id: 'pa-1' }), over: http(url) });
 */
export function connect<O extends Operations>(agent: Agent<O>, options: ConnectOptions): Client<O> {
  const world = options.world ?? systemWorld;
  const router = createRouter(agent, options.from, [options.over].flat());
  const calls: OpenCalls = { scopes: new Set(), closed: false };
  const start: Start = { agent, options, world, router, calls };
  const close = (): Promise<void> => {
    calls.closed = true;
    for (const scope of calls.scopes) scope.abort(clientClosed());
    return router.close();
  };
  const methods: Record<string, unknown> = { close, [Symbol.asyncDispose]: close };
  for (const [name, operation] of Object.entries(agent.operations)) {
    methods[name] = (data: unknown, callOptions: CallOptions = {}) => startCall(start, operation, data, callOptions);
  }
  return methods as Client<O>;
}

interface Start {
  readonly agent: Agent;
  readonly options: ConnectOptions;
  readonly world: World;
  readonly router: Router;
  readonly calls: OpenCalls;
}

/** Closing the client ends what is under way, and refuses what comes after. */
interface OpenCalls {
  readonly scopes: Set<Scope>;
  closed: boolean;
}

function clientClosed(): AgentError {
  return AgentError.of('cancelled', 'the client was closed', { outcome: 'unknown' });
}

const defaultDeadline = 30_000;

function startCall(
  { agent, options, world, router, calls }: Start,
  operation: OperationFacts,
  input: unknown,
  call: CallOptions,
): Call<OperationTypes> | StreamCall<OperationTypes> {
  const limit = limitOf(operation, options, call);
  const deadline = Math.min(world.clock.now() + limit, options.until ?? Infinity);
  const factory = messageFactory(agent.protocol, options.from, world);
  const header = factory.header(operation.request, {
    to: destinationOf(agent, options, operation, call),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
    ...(call.priority === undefined ? {} : { priority: call.priority }),
    ...(call.ttl === undefined ? {} : { ttl: milliseconds(call.ttl) / 1000 }),
    ...(call.extensions === undefined ? {} : { extensions: call.extensions }),
    ...(Number.isFinite(deadline) ? { deadline } : {}),
    max_retries: (operation.retry?.maxAttempts ?? 1) - 1,
  });
  const scope = createScope(world.clock, deadline, call.signal);
  if (calls.closed) scope.abort(clientClosed());
  const cancel = (why: string): void => scope.abort(AgentError.of('cancelled', why, { outcome: 'unknown' }));
  const driver = givesStream(operation)
    ? createStreamCall<OperationTypes>(header, cancel)
    : createCall<OperationTypes>(header, cancel);
  const messageOf = (own: Header, given: unknown): Message => {
    const data = applyFill(operation.fill?.request, given, {
      world,
      header: own,
      ...(options.presence === undefined ? {} : { presence: options.presence }),
    });
    return { header: own, payload: call.metadata === undefined ? { data } : { data, metadata: call.metadata } };
  };
  const streams = takesStream(operation);
  const { ttl } = header.routing;
  const outgoing = streams
    ? createOutgoing((input ?? []) as Items<unknown>, scope, (item, seq, encoding) => {
        const extensions = { ...call.extensions, ...placeOf(header, seq) };
        const own = factory.header(operation.request, { to: header.destination, cause: header, ttl, extensions });
        return frameOf(agent, messageOf(own, item), encoding);
      })
    : undefined;
  calls.scopes.add(scope);
  void run({
    agent,
    operation,
    message: streams ? { header, payload: { data: undefined } } : messageOf(header, input),
    ...(outgoing === undefined ? {} : { outgoing }),
    deadline,
    scope,
    events: driver,
    router,
    interceptors: options.intercept ?? [],
  }).finally(() => {
    calls.scopes.delete(scope);
    outgoing?.stop();
  });
  return driver.call;
}

/** A stream lasts until it ends, unless its call or its operation says otherwise. */
function limitOf(operation: OperationFacts, options: ConnectOptions, call: CallOptions): number {
  const own = call.deadline ?? operation.deadline;
  if (own === undefined && operation.stream !== undefined) return Infinity;
  return milliseconds(own ?? options.deadline ?? defaultDeadline);
}

function destinationOf(
  agent: Agent,
  options: ConnectOptions,
  operation: OperationFacts,
  call: CallOptions,
): Header['destination'] {
  const agent_id = call.to ?? options.to;
  const broadcast = call.broadcast ?? operation.broadcast ?? false;
  return { ...(agent_id === undefined || broadcast ? {} : { agent_id }), agent_type: agent.type, broadcast };
}

interface Run {
  readonly agent: Agent;
  readonly operation: OperationFacts;
  readonly message: Message;
  readonly outgoing?: Outgoing;
  readonly deadline: number;
  readonly scope: Scope;
  readonly events: CallEvents<OperationTypes>;
  readonly router: Router;
  readonly interceptors: readonly ClientInterceptor[];
}

async function run(given: Run): Promise<void> {
  const { agent, operation, message, outgoing, deadline, scope, events, router, interceptors } = given;
  const call: ClientCall = { operation, message, signal: scope.signal };
  const send = (): Promise<void> =>
    router.send(
      operation,
      scope.signal,
      (encoding) => outboundOf(agent, call, encoding, deadline, outgoing),
      (encoding) => createReaction(agent, operation, call.message.header, encoding, events, scope.abort),
    );
  const step = (index: number): Promise<void> => interceptors[index]?.(call, () => step(index + 1)) ?? send();
  // After the transport, which may know that nothing was sent.
  const stop = (): void => queueMicrotask(() => events.fail(scope.signal.reason as AgentError));
  scope.signal.addEventListener('abort', stop, { once: true });
  try {
    if (!scope.signal.aborted) await step(0);
    // Nothing has left yet.
    else events.fail(withOutcome(scope.signal.reason as AgentError, 'rejected'));
  } catch (thrown) {
    events.fail(AgentError.from(thrown, 'protocol_violation'));
  } finally {
    scope.dispose();
  }
}

/** One route's frame: another encoding is another frame, under the same message_id. */
function outboundOf(
  agent: Agent,
  { operation, message, signal }: ClientCall,
  encoding: Encoding,
  deadline: number,
  outgoing: Outgoing | undefined,
): Outbound {
  const { data, metadata } = message.payload;
  const header = { ...message.header, ...contentOf(encoding) };
  const headerJson = (): Uint8Array => headerCodec(agent, 'json').encode(header);
  const frame: OutboundFrame =
    outgoing === undefined
      ? frameOf(agent, message, encoding)
      : { ...placesOf(header, data), encoding, body: headerJson(), headers: {} };
  return {
    ...frame,
    operation,
    headers: besideHeaders(header, operation.name),
    ...(outgoing === undefined ? {} : { items: outgoing.frames(encoding) }),
    deadline,
    signal,
    member: (name) => textAt(data, [name]),
    texts: () => (metadata === undefined ? textsOf(data) : undefined),
    headerJson,
  };
}

function frameOf(agent: Agent, message: Message, encoding: Encoding): OutboundFrame {
  const header: Header = { ...message.header, ...contentOf(encoding) };
  return {
    ...placesOf(header, message.payload.data),
    encoding,
    body: encodeMessage(agent, encoding, { header, payload: message.payload }),
    headers: besideHeaders(header),
  };
}

function placesOf(header: Header, data: unknown): Pick<OutboundFrame, 'header' | 'fill'> {
  return { header, fill: (template, escape) => fillTemplate(template, header, data, escape) };
}
