/** Calls to one kind of agent: a message goes out by the router, its answers come back as a call. */
import { createCall, type Call, type CallEvents } from './call.js';
import type { CallOptions } from './client.js';
import { systemWorld, type World } from './clock.js';
import type { ClientCall, ConnectOptions } from './connect.js';
import type { Agent, Items, OperationFacts, OperationTypes } from './contract.js';
import { createScope, type Scope } from './deadline.js';
import { directoryOf } from './directory.js';
import { milliseconds } from './duration.js';
import { AgentError, withOutcome } from './error.js';
import { applyFill } from './fill.js';
import type { Header } from './header.js';
import { messageFactory, type Message } from './message-factory.js';
import { isAnswered, outboundFrame, outboundOf } from './outbound.js';
import { createOpenCalls, type OpenCalls } from './open-calls.js';
import { createOutgoing, type Outgoing } from './outgoing.js';
import { createReaction } from './reaction.js';
import { createRouteHealth } from './route-health.js';
import { createRouter, type Router } from './router.js';
import { createStreamCall, type StreamCall } from './stream-call.js';
import { givesStream, placeOf, takesStream } from './streams.js';

export interface Sender {
  /** A new message of what the caller gives. */
  call(operation: OperationFacts, input: unknown, options: CallOptions): AnyCall;
  /** A message that has its header already, for an operation without streams. */
  send(operation: OperationFacts, message: Message, options: CallOptions): Call<OperationTypes>;
  /** Calls under way may end within `grace` milliseconds, those that do not are cancelled. */
  close(grace: number): Promise<void>;
}

type AnyCall = Call<OperationTypes> | StreamCall<OperationTypes>;

/** @param onClose told when it is closed. */
export function createSender(agent: Agent, options: ConnectOptions, onClose: () => void = () => undefined): Sender {
  const world = options.world ?? systemWorld;
  const directory = directoryOf(options.over, createRouteHealth(world.clock));
  const router = createRouter(agent, options.from, directory);
  const open = createOpenCalls(world.clock);
  const start: Start = { agent, options, world, router, open };
  return {
    call(operation, input, call) {
      const deadline = Math.min(world.clock.now() + limitOf(operation, options, call), options.until ?? Infinity);
      const header = headerOf(start, operation, deadline, call);
      const scope = createScope(world.clock, deadline, call.signal);
      const driver = givesStream(operation)
        ? createStreamCall<OperationTypes>(header, cancelling(scope))
        : createCall<OperationTypes>(header, cancelling(scope));
      const payload = { data: input, metadata: call.metadata };
      begin(start, { operation, header, deadline, payload, call, scope, events: driver });
      return driver.call;
    },
    send(operation, { header, payload }, call) {
      const limit = world.clock.now() + limitOf(operation, options, call);
      const deadline = Math.min(limit, header.routing.deadline?.getTime() ?? Infinity, options.until ?? Infinity);
      const scope = createScope(world.clock, deadline, call.signal);
      const driver = createCall<OperationTypes>(header, cancelling(scope));
      begin(start, { operation, header, deadline, payload, call, scope, events: driver });
      return driver.call;
    },
    async close(grace) {
      await open.close(grace);
      await router.close();
      onClose();
    },
  };
}

interface Start {
  readonly agent: Agent;
  readonly options: ConnectOptions;
  readonly world: World;
  readonly router: Router;
  readonly open: OpenCalls;
}

const cancelling =
  (scope: Scope) =>
  (why: string): void =>
    scope.abort(AgentError.of('cancelled', why, { outcome: 'unknown' }));

function headerOf(
  { agent, options, world }: Start,
  operation: OperationFacts,
  deadline: number,
  call: CallOptions,
): Header {
  return messageFactory(agent.protocol, options.from, world).header(operation.request, {
    to: destinationOf(agent, options, operation, call),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
    ...(call.priority === undefined ? {} : { priority: call.priority }),
    ...(call.ttl === undefined ? {} : { ttl: milliseconds(call.ttl) / 1000 }),
    ...(call.extensions === undefined ? {} : { extensions: call.extensions }),
    // Of a one-way message the deadline bounds the sending alone; then its ttl holds, however long a broker keeps it.
    ...(Number.isFinite(deadline) && isAnswered(operation) ? { deadline } : {}),
    max_retries: (operation.retry?.maxAttempts ?? 1) - 1,
  });
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

const defaultDeadline = 30_000;

/** A stream lasts until it ends, unless its call or its operation says otherwise. */
function limitOf(operation: OperationFacts, options: ConnectOptions, call: CallOptions): number {
  const own = call.deadline ?? operation.deadline;
  if (own === undefined && operation.stream !== undefined) return Infinity;
  return milliseconds(own ?? options.deadline ?? defaultDeadline);
}

interface Begin {
  readonly operation: OperationFacts;
  readonly header: Header;
  readonly deadline: number;
  readonly payload: Message['payload'];
  readonly call: CallOptions;
  readonly scope: Scope;
  readonly events: CallEvents<OperationTypes>;
}

function begin(start: Start, { operation, header, deadline, payload, call, scope, events }: Begin): void {
  const { world, options, open } = start;
  const messageOf = (own: Header, given: unknown): Message => {
    const data = applyFill(operation.fill?.request, given, {
      world,
      header: own,
      ...(options.presence === undefined ? {} : { presence: options.presence }),
    });
    const { metadata } = payload;
    return { header: own, payload: metadata === undefined ? { data } : { data, metadata } };
  };
  const streams = takesStream(operation);
  const outgoing = streams ? outgoingOf(start, operation, header, payload.data, call, scope, messageOf) : undefined;
  open.add(scope);
  void run(start, {
    operation,
    message: streams ? { header, payload: { data: undefined } } : messageOf(header, payload.data),
    ...(outgoing === undefined ? {} : { outgoing }),
    deadline,
    scope,
    events,
  }).finally(() => {
    open.remove(scope);
    outgoing?.stop();
  });
}

function outgoingOf(
  { agent, options, world }: Start,
  operation: OperationFacts,
  header: Header,
  items: unknown,
  call: CallOptions,
  scope: Scope,
  messageOf: (header: Header, item: unknown) => Message,
): Outgoing {
  const factory = messageFactory(agent.protocol, options.from, world);
  const { ttl } = header.routing;
  return createOutgoing((items ?? []) as Items<unknown>, scope, (item, seq, encoding) => {
    const extensions = { ...call.extensions, ...placeOf(header, seq) };
    const own = factory.header(operation.request, { to: header.destination, cause: header, ttl, extensions });
    return outboundFrame(agent, messageOf(own, item), encoding, options.security);
  });
}

interface Run {
  readonly operation: OperationFacts;
  readonly message: Message;
  readonly outgoing?: Outgoing;
  readonly deadline: number;
  readonly scope: Scope;
  readonly events: CallEvents<OperationTypes>;
}

async function run({ agent, options, router }: Start, given: Run): Promise<void> {
  const { operation, message, scope, events } = given;
  const { signal } = scope;
  const { security } = options;
  const call: ClientCall = { operation, message, signal };
  const interceptors = options.intercept ?? [];
  const send = (): Promise<void> =>
    router.send({
      operation,
      header: call.message.header,
      signal,
      outbound: (frame) => outboundOf({ ...given, agent, message: call.message, signal, security }, frame),
      reaction: (encoding) => {
        const asked = { agent, operation, request: call.message.header, encoding, security };
        return createReaction(asked, events, scope.abort);
      },
      fail: events.fail,
    });
  const step = (index: number): Promise<void> => interceptors[index]?.(call, () => step(index + 1)) ?? send();
  // After the transport, which may know that nothing was sent.
  const stop = (): void => queueMicrotask(() => events.fail(signal.reason as AgentError));
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (!signal.aborted) await step(0);
    // Nothing has left yet.
    else events.fail(withOutcome(signal.reason as AgentError, 'rejected'));
  } catch (thrown) {
    events.fail(AgentError.from(thrown, 'protocol_violation'));
  } finally {
    scope.dispose();
  }
}
