/** The dialling side: one link for each agent that is addressed, opened by its first call. */
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Dialer, Outbound, Reaction } from '../../transport.js';
import { messageWord } from './binding.js';
import { createCalls, type Calls, type PendingCall } from './calls.js';
import type { MessageFrame } from './frame.js';
import type { Link } from './link.js';

export interface DialerParts {
  readonly agent: Agent;
  readonly encoding: Encoding;
  /** The link to one agent, or to any of the type. */
  readonly link: (agentId: string | undefined, calls: Calls) => Link;
}

interface Lane {
  readonly link: Link;
  readonly calls: Calls;
}

export function createDialer({ agent, encoding, link }: DialerParts): Dialer {
  const lanes = new Map<string | undefined, Lane>();
  const laneTo = (agentId: string | undefined): Lane => {
    let lane = lanes.get(agentId);
    if (lane === undefined) {
      const calls = createCalls(agent, encoding);
      lane = { calls, link: link(agentId, calls) };
      lanes.set(agentId, lane);
    }
    return lane;
  };
  return {
    encoding,
    send(outbound, reaction) {
      const { agent_id, broadcast } = outbound.header.destination;
      const lane = laneTo(broadcast ? undefined : agent_id);
      return new Promise((resolve) => void run(lane, outbound, reaction, resolve));
    },
    close() {
      for (const { link: one } of lanes.values()) one.close();
      lanes.clear();
      return Promise.resolve();
    },
  };
}

async function run({ link, calls }: Lane, outbound: Outbound, reaction: Reaction, end: () => void): Promise<void> {
  const { signal } = outbound;
  let seq = 0;
  let over = false;
  const finish = (tell: () => void): void => {
    if (over) return;
    over = true;
    calls.ended(seq);
    signal.removeEventListener('abort', stop);
    tell();
    end();
  };
  const stop = (): void => {
    if (seq > 0) link.cancel(seq);
    finish(() => reaction.fail(AgentError.from(signal.reason, 'cancelled', 'unknown')));
  };
  const call: PendingCall = { outbound, reaction, finish };
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await link.send(frameOf(outbound), signal, (number) => {
      seq = number;
      calls.sent(number, call);
    });
  } catch (thrown) {
    finish(() => reaction.fail(AgentError.from(thrown, 'unreachable')));
  }
}

function frameOf({ operation, headers, deadline, body, encoding }: Outbound): MessageFrame {
  return {
    kind: 'message',
    word: operation.bindings.websocket?.frame ?? messageWord,
    role: 'request',
    headers,
    body: { json: encoding === 'json', bytes: body },
    ...(Number.isFinite(deadline) ? { deadline } : {}),
  };
}
