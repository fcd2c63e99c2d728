/** Calls agents over the broker: one inbox per dialer, each call under its message_id. */
import { readFailure } from '../../broker/failure.js';
import { flows, openFlow, type Flow, type Tell } from '../../broker/flow.js';
import { names as headers, type CallId, type MessageKind } from '../../broker/headers.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import { flowWindow } from '../../flow.js';
import type { Dialer, Outbound, Reaction } from '../../transport.js';
import { frameOf, messagesOf, nothing, requestMessage } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { openInbox } from './inbox.js';
import type { Sent } from './ledger.js';
import { addressOf } from './route.js';
import { exchangesOf } from './topology.js';

/** A call that waits for its end. */
interface Pending {
  readonly id: CallId;
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  readonly flow: Flow | undefined;
  readonly finish: (tell: () => void) => void;
}

export async function dialOver(
  bus: Bus,
  agent: Agent,
  from: { readonly agent_id: string },
  encodingOf: (operation: Pick<OperationFacts, 'bindings'>) => Encoding,
): Promise<Dialer> {
  const pending = new Map<string, Pending>();
  const undo: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    const reason = AgentError.of('connection_lost', 'the client was closed', { outcome: 'unknown' });
    for (const { id, outbound, reaction, finish } of pending.values()) {
      tellCancelled(bus, id, outbound);
      finish(() => reaction.fail(reason));
    }
    for (const one of undo.splice(0)) await one();
    await bus.release();
  };
  try {
    const exchanges = exchangesOf(bus.names, Object.values(agent.operations));
    undo.push(await bus.out.declare({ exchanges, queues: [], bindings: [] }));
    const inbox = await openInbox(bus, from.agent_id, (delivery) => {
      // Late answers: to calls that were given up, or from the slower ones of a broadcast.
      const call = pending.get(delivery.properties.correlationId ?? '');
      if (call !== undefined) react(agent, call, delivery);
    });
    undo.push(inbox.close);
    return {
      encoding: encodingOf({ bindings: {} }),
      encodingOf,
      replyTo: inbox.queue,
      send: (outbound, reaction) =>
        new Promise((resolve) => {
          const { message_id } = outbound.header;
          // The same message may be sent again before its first answer.
          const call = pending.has(message_id) ? `${message_id}.${bus.world.random.hex(8)}` : message_id;
          const id: CallId = { replyTo: inbox.queue, call };
          const finish = (tell: () => void): void => {
            if (pending.delete(id.call)) tell();
            resolve();
          };
          const fail = (error: AgentError): void => finish(() => reaction.fail(error));
          const flow = flows(outbound) ? openFlow(tellOver(bus, id, fail), id, outbound, reaction) : undefined;
          const waiting: Pending = { id, outbound, reaction, flow, finish };
          pending.set(call, waiting);
          send(bus, waiting);
        }),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function send(bus: Bus, { id, outbound, reaction, flow, finish }: Pending): void {
  const { operation, signal } = outbound;
  const answered = flow !== undefined || operation.reply !== undefined;
  const fail = (error: AgentError): void => finish(() => reaction.fail(error));
  const stop = (): void => {
    tellCancelled(bus, id, outbound);
    fail(signal.reason as AgentError);
  };
  const sent = (outcome: Sent): void => {
    if (outcome === 'taken') {
      reaction.accepted();
      if (!answered) return finish(() => reaction.reply(undefined));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    } else if (outcome === 'returned') {
      void nobody(bus, outbound).then(fail);
    } else {
      if (outcome.outcome === 'unknown') tellCancelled(bus, id, outbound);
      fail(outcome);
    }
  };
  try {
    if (outbound.body.length > bus.maxMessage)
      throw AgentError.of('too_large', `the message is above ${bus.maxMessage} bytes`);
    const credit = flow === undefined ? undefined : flowWindow;
    const message = requestMessage(outbound, answered ? id : undefined, credit, bus.world.clock.now());
    const address = addressOf(bus.names, outbound);
    bus.out.send({ ...message, ...address, mandatory: true, persistent: true }, signal, sent);
  } catch (thrown) {
    fail(AgentError.from(thrown, 'protocol_violation'));
  }
}

/** A type that nobody serves may be served elsewhere; an id that is not among those who serve it is unknown. */
async function nobody({ out, names }: Bus, { header }: Outbound): Promise<AgentError> {
  const { agent_id, agent_type, broadcast } = header.destination;
  const unreachable = AgentError.of('unreachable', `nobody serves ${agent_type} on this broker`);
  if (broadcast || agent_id === undefined) return unreachable;
  try {
    const shared = await out.connection?.look(names.typeQueue(agent_type, 'tasks'));
    return (shared?.consumers ?? 0) > 0
      ? AgentError.of('agent_unknown', `no ${agent_type} has the id ${agent_id}`, {
          path: '/header/destination/agent_id',
        })
      : unreachable;
  } catch {
    return unreachable;
  }
}

/** Items and credit, to the inbox of whoever took the call; credit bounds what is not confirmed. */
function tellOver(bus: Bus, id: CallId, fail: (error: AgentError) => void): Tell {
  const message = messagesOf(id, bus.world.random.hex(8));
  return (streamTo, given, frame) => {
    const { [headers.replyTo]: _to, [headers.call]: _call, [headers.encoding]: _encoding, ...rest } = given;
    const kind = given[headers.kind] as MessageKind;
    const publication = {
      ...message(kind, { ...(frame ?? nothing), headers: rest }),
      exchange: '',
      routingKey: streamTo,
      mandatory: true,
      persistent: kind === 'item',
    };
    bus.out.send(publication, undefined, (outcome) => {
      if (kind === 'credit' || outcome === 'taken') return;
      const gone = outcome === 'returned' ? 'the agent that took the stream is gone' : 'an item was lost on its way';
      fail(AgentError.of('connection_lost', gone, { outcome: 'unknown' }));
    });
    return Promise.resolve();
  };
}

/** Whoever works on it may stop; that this arrives is not promised. */
function tellCancelled({ out, names }: Bus, { call, replyTo }: CallId, { header }: Outbound): void {
  const kind: MessageKind = 'cancel';
  const publication = {
    exchange: names.direct,
    routingKey: names.cancelKey(header.destination.agent_type),
    properties: { correlationId: call, replyTo },
    headers: { [headers.kind]: kind },
    body: nothing.body,
    mandatory: false,
    persistent: false,
  };
  out.send(publication, undefined, () => undefined);
}

function react(agent: Agent, call: Pending, delivery: AmqpDelivery): void {
  const { outbound, reaction, finish, flow } = call;
  const frame = frameOf(delivery);
  const then = (tell: () => void): void => (flow === undefined ? finish(tell) : flow.close(() => finish(tell)));
  switch (kindOf(outbound, delivery)) {
    case 'accepted':
      return flow?.open(delivery.headers);
    case 'update':
    case 'item':
      if (frame === undefined) return;
      return flow === undefined ? void reaction.update(frame) : flow.take(frame);
    case 'credit':
      return flow?.grant(Number(delivery.headers[headers.credit]));
    case 'reply':
      return then(() => reaction.reply(frame));
    case 'done':
      return then(() => reaction.reply(undefined));
    case 'error': {
      const error = readFailure(agent, outbound.operation, delivery.headers, delivery.body);
      return then(() => reaction.fail(error));
    }
    case 'request':
    case 'open':
    case 'end':
    case 'cancel':
      return;
  }
}

/** A foreign peer names the message type, if anything. */
function kindOf({ operation }: Outbound, { properties, headers: given }: AmqpDelivery): MessageKind {
  const kind = given[headers.kind] as MessageKind | undefined;
  if (kind !== undefined) return kind;
  return properties.type !== undefined && properties.type === operation.updates ? 'update' : 'reply';
}
