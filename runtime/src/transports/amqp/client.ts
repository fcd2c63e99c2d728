/** Calls agents over the broker: one queue of replies per dialer, each call under its message_id. */
import { names as headers, type MessageKind } from '../../broker/headers.js';
import { readFailure } from '../../broker/failure.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Dialer, Outbound, Reaction } from '../../transport.js';
import { frameOf, requestMessage } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import type { Sent } from './ledger.js';
import { openReplies } from './replies.js';
import { addressOf } from './route.js';
import { exchangesOf } from './topology.js';

/** A call that waits for its end. */
interface Pending {
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  readonly finish: (tell: () => void) => void;
}

export async function dialOver(
  bus: Bus,
  agent: Agent,
  from: { readonly agent_id: string },
  encoding: Encoding,
): Promise<Dialer> {
  const pending = new Map<string, Pending>();
  const undo: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const [call, { outbound, reaction, finish }] of pending) {
      tellCancelled(bus, outbound, call);
      finish(() => reaction.fail(AgentError.of('connection_lost', 'the client was closed', { outcome: 'unknown' })));
    }
    for (const one of undo.splice(0)) await one();
    await bus.release();
  };
  try {
    const exchanges = exchangesOf(bus.names, Object.values(agent.operations));
    undo.push(await bus.out.declare({ exchanges, queues: [], bindings: [] }));
    const replies = await openReplies(bus, from.agent_id, (call, delivery) => {
      // Late answers: to calls that were given up, or from the slower ones of a broadcast.
      const waiting = pending.get(call);
      if (waiting !== undefined) react(agent, waiting, delivery);
    });
    undo.push(replies.close);
    return {
      encoding,
      send: (outbound, reaction) =>
        new Promise((resolve) => {
          const call = outbound.header.message_id;
          const finish = (tell: () => void): void => {
            if (pending.delete(call)) tell();
            resolve();
          };
          pending.set(call, { outbound, reaction, finish });
          send(bus, replies.queue, { outbound, reaction, finish });
        }),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function send(bus: Bus, queue: string, call: Pending): void {
  const { outbound, reaction, finish } = call;
  const { operation, signal } = outbound;
  const answered = operation.reply !== undefined || operation.updates !== undefined;
  try {
    if (outbound.body.length > bus.maxMessage)
      throw AgentError.of('too_large', `the message is above ${bus.maxMessage} bytes`);
    const message = requestMessage(outbound, answered ? queue : undefined, bus.world.clock.now());
    const address = addressOf(bus.names, outbound);
    bus.out.send({ ...message, ...address, mandatory: true, persistent: true }, signal, sent);
  } catch (thrown) {
    finish(() => reaction.fail(AgentError.from(thrown, 'protocol_violation')));
  }

  function sent(outcome: Sent): void {
    if (outcome === 'taken') {
      reaction.accepted();
      if (!answered) return finish(() => reaction.reply(undefined));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    } else if (outcome === 'returned') {
      void nobody(bus, outbound).then((error) => finish(() => reaction.fail(error)));
    } else {
      if (outcome.outcome === 'unknown') tellCancelled(bus, outbound, outbound.header.message_id);
      finish(() => reaction.fail(outcome));
    }
  }
  function stop(): void {
    tellCancelled(bus, outbound, outbound.header.message_id);
    finish(() => reaction.fail(signal.reason as AgentError));
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

/** Whoever works on it may stop; that this arrives is not promised. */
function tellCancelled({ out, names }: Bus, { header }: Outbound, call: string): void {
  const kind: MessageKind = 'cancel';
  const publication = {
    exchange: names.direct,
    routingKey: names.cancelKey(header.destination.agent_type),
    properties: { correlationId: call },
    headers: { [headers.kind]: kind },
    body: new Uint8Array(),
    mandatory: false,
    persistent: false,
  };
  out.send(publication, undefined, () => undefined);
}

function react(agent: Agent, { outbound, reaction, finish }: Pending, delivery: AmqpDelivery): void {
  const frame = frameOf(delivery);
  switch (kindOf(outbound, delivery)) {
    case 'update':
      return frame === undefined ? undefined : reaction.update(frame);
    case 'reply':
      return finish(() => reaction.reply(frame));
    case 'done':
      return finish(() => reaction.reply(undefined));
    case 'error':
      return finish(() => reaction.fail(readFailure(agent, outbound.operation, delivery.headers, delivery.body)));
    case 'accepted':
    case 'request':
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
