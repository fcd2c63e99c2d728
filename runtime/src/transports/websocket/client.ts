/** The dialling side: one link for each agent that is addressed, opened by its first call. */
import type { Encoding } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Dialer, Frame, Outbound, Reaction } from '../../transport.js';
import { messageWord } from './binding.js';
import { createCalls, type Calls, type PendingCall } from './calls.js';
import { creditOf, openFlow } from './flow.js';
import type { MessageFrame, NoteFrame, Role } from './frame.js';
import type { Link } from './link.js';

export interface DialerParts {
  readonly agent: Agent;
  readonly encodingOf: (operation: OperationFacts) => Encoding;
  /** The link to one agent, or to any of the type. */
  readonly link: (agentId: string | undefined, calls: Calls) => Link;
}

interface Lane {
  readonly link: Link;
  readonly calls: Calls;
}

export function createDialer({ agent, encodingOf, link }: DialerParts): Dialer {
  const lanes = new Map<string | undefined, Lane>();
  const laneTo = (agentId: string | undefined): Lane => {
    let lane = lanes.get(agentId);
    if (lane === undefined) {
      const calls = createCalls(agent);
      lane = { calls, link: link(agentId, calls) };
      lanes.set(agentId, lane);
    }
    return lane;
  };
  return {
    encoding: 'json',
    encodingOf,
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
  const tell = (frame: MessageFrame | NoteFrame): Promise<void> => (over ? Promise.resolve() : link.tell(frame));
  const credit = creditOf(outbound);
  const flow =
    credit === undefined
      ? undefined
      : openFlow(outbound, reaction, {
          credit: (count) => tell({ kind: 'credit', re: seq, credit: count }),
          item: (frame) => tell({ ...messageOf(outbound, 'item', frame), re: seq }),
          end: () => tell({ kind: 'end', re: seq }),
        });
  const call: PendingCall = { outbound, reaction, flow, finish };
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await link.send(requestOf(outbound, credit), signal, (number) => {
      seq = number;
      calls.sent(number, call);
    });
  } catch (thrown) {
    finish(() => reaction.fail(AgentError.from(thrown, 'unreachable')));
  }
}

function requestOf(outbound: Outbound, credit: number | undefined): MessageFrame {
  const { deadline, items, body } = outbound;
  const frame = messageOf(outbound, items === undefined ? 'request' : 'open', outbound);
  return {
    ...frame,
    // What opens a stream is the header alone, and that is JSON.
    ...(items === undefined ? {} : { body: { json: true, bytes: body } }),
    ...(Number.isFinite(deadline) ? { deadline } : {}),
    ...(credit === undefined ? {} : { credit }),
  };
}

function messageOf({ operation }: Outbound, role: Role, { headers, body, encoding }: Frame): MessageFrame {
  const word = operation.bindings.websocket?.frame ?? messageWord;
  return { kind: 'message', word, role, headers, body: { json: encoding === 'json', bytes: body } };
}
