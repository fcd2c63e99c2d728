/** Calls agents over the broker: one reply topic per dialer, one number per call. */
import type { Broker } from '../../broker/broker.js';
import { readFailure } from '../../broker/failure.js';
import { flows, openFlow, type Flow, type Tell } from '../../broker/flow.js';
import { frameOf, headersOf, names, type CallId, type MessageKind } from '../../broker/headers.js';
import type { BrokerMessage } from '../../broker/message.js';
import { subscribe } from '../../broker/subscribe.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import { flowWindow } from '../../flow.js';
import type { Dialer, Outbound, Reaction } from '../../transport.js';
import { cancelTopic, sharedTopic, topicOf } from './binding.js';

/** A call that waits for its end. */
interface Pending {
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  readonly finish: (tell: () => void) => void;
  /** How many took the message, once that is known: a broadcast has failed when all of them have. */
  taken: number;
  failures: number;
  failure?: AgentError;
  readonly flow: Flow | undefined;
}

export function dialOver(broker: Broker, agent: Agent, encoding: Encoding): Dialer {
  const replyTo = broker.uniqueName('replies/');
  const pending = new Map<string, Pending>();
  const tell: Tell = async (topic, headers, frame) => {
    await broker.publish({ topic, headers, body: frame?.body ?? new Uint8Array() });
  };
  let calls = 0;

  const replies = subscribe(broker, replyTo, (delivery) => {
    delivery.ack();
    const call = pending.get(delivery.message.headers[names.call] ?? '');
    // Late answers: to calls that were given up, or from the slower ones of a broadcast.
    if (call !== undefined) react(agent, call, delivery.message);
  });

  return {
    encoding,
    send(outbound, reaction) {
      const id: CallId = { replyTo, call: String(++calls) };
      return new Promise((resolve) => {
        const stop = (): void => {
          void tellCancelled(broker, outbound, id);
          finish(() => reaction.fail(outbound.signal.reason as AgentError));
        };
        const finish = (tell: () => void): void => {
          if (!pending.delete(id.call)) return;
          outbound.signal.removeEventListener('abort', stop);
          tell();
          resolve();
        };
        const flow = flows(outbound) ? openFlow(tell, id, outbound, reaction) : undefined;
        const call: Pending = { outbound, reaction, finish, taken: Infinity, failures: 0, flow };
        pending.set(id.call, call);
        if (outbound.signal.aborted) return finish(() => reaction.fail(outbound.signal.reason as AgentError));
        outbound.signal.addEventListener('abort', stop, { once: true });
        void publish(broker, id, call);
      });
    },
    async close() {
      for (const [number, { outbound, reaction, finish }] of pending) {
        void tellCancelled(broker, outbound, { replyTo, call: number });
        finish(() => reaction.fail(AgentError.of('connection_lost', 'the client was closed', { outcome: 'unknown' })));
      }
      replies.close();
    },
  };
}

async function publish(broker: Broker, id: CallId, call: Pending): Promise<void> {
  const { outbound, reaction, finish } = call;
  const { destination } = outbound.header;
  try {
    const taken = await broker.publish(
      {
        topic: topicOf(destination),
        headers: {
          ...headersOf(outbound.items === undefined ? 'request' : 'open', id, outbound),
          ...(call.flow === undefined ? {} : { [names.credit]: String(flowWindow) }),
          ...(Number.isFinite(outbound.deadline) ? { [names.deadline]: String(outbound.deadline) } : {}),
        },
        body: outbound.body,
      },
      outbound.signal,
    );
    call.taken = taken;
    if (taken === 0) call.failure = nobody(broker, outbound);
    failIfAllDid(call);
  } catch (thrown) {
    finish(() => reaction.fail(AgentError.from(thrown, 'unreachable')));
  }
}

function failIfAllDid({ taken, failures, failure, reaction, finish }: Pending): void {
  if (failure !== undefined && failures >= taken) finish(() => reaction.fail(failure));
}

/** A type that nobody serves may be served elsewhere; an id that is not among those who serve it is unknown. */
function nobody(broker: Broker, { header }: Outbound): AgentError {
  const { agent_id, agent_type, broadcast } = header.destination;
  return !broadcast && agent_id !== undefined && broker.listens(sharedTopic(agent_type))
    ? AgentError.of('agent_unknown', `no ${agent_type} has the id ${agent_id}`, {
        path: '/header/destination/agent_id',
      })
    : AgentError.of('unreachable', `nobody serves ${agent_type} in this process`);
}

async function tellCancelled(broker: Broker, { header }: Outbound, id: CallId): Promise<void> {
  const topic = cancelTopic(header.destination.agent_type);
  await broker.publish({ topic, headers: headersOf('cancel', id), body: new Uint8Array() });
}

function react(agent: Agent, call: Pending, { headers, body }: BrokerMessage): void {
  const { outbound, reaction, finish, flow } = call;
  const frame = frameOf(headers, body);
  const then = (tell: () => void): void => (flow === undefined ? finish(tell) : flow.close(() => finish(tell)));
  switch (headers[names.kind] as MessageKind | undefined) {
    case 'accepted':
      flow?.open(headers);
      return reaction.accepted();
    case 'update':
    case 'item':
      if (frame === undefined) return;
      return flow === undefined ? void reaction.update(frame) : flow.take(frame);
    case 'credit':
      return flow?.grant(Number(headers[names.credit]));
    case 'reply':
      return then(() => reaction.reply(frame));
    case 'done':
      return then(() => reaction.reply(undefined));
    case 'error':
      call.failures++;
      call.failure = readFailure(agent, outbound.operation, headers, body);
      return flow === undefined ? failIfAllDid(call) : flow.close(() => failIfAllDid(call));
    case 'request':
    case 'open':
    case 'end':
    case 'cancel':
    case undefined:
      return;
  }
}
