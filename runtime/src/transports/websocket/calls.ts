/** The calls of one connection's session: what comes back is brought to the one that it is about. */
import type { Agent } from '../../contract.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Frame as Enveloped, Outbound, Reaction } from '../../transport.js';
import { readError } from './failure.js';
import type { Flow } from './flow.js';
import type { MessageFrame, NoteFrame, Role } from './frame.js';

export interface PendingCall {
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  /** Where more than one message goes one way. */
  readonly flow: Flow | undefined;
  /** Ends the call: tells what has come of it, unless it is over already. */
  finish(tell: () => void): void;
}

export interface Calls {
  /** Calls that were sent and have not ended. */
  readonly size: number;
  /** A call was sent under this number. */
  sent(seq: number, call: PendingCall): void;
  ended(seq: number): void;
  react(frame: MessageFrame | NoteFrame): void;
  failAll(error: AgentError): void;
}

export function createCalls(agent: Agent): Calls {
  const bySeq = new Map<number, PendingCall>();

  const answer = (call: PendingCall, role: Role, { headers, body }: MessageFrame): void => {
    const { encoding } = call.outbound;
    const frame: Enveloped = { encoding, body: body.bytes, headers };
    if (body.json !== (encoding === 'json'))
      return call.finish(() => call.reaction.fail(violation(`the answer is not in ${encoding}`)));
    switch (role) {
      case 'update':
      case 'item':
        return call.flow === undefined ? void call.reaction.update(frame) : call.flow.take(frame);
      case 'reply':
        return end(call, () => call.reaction.reply(frame));
      case 'request':
      case 'open':
        return call.finish(() => call.reaction.fail(violation('a request in place of an answer')));
    }
  };
  return {
    get size() {
      return bySeq.size;
    },
    sent: (seq, call) => void bySeq.set(seq, call),
    ended: (seq) => void bySeq.delete(seq),
    react(frame) {
      // Late answers, to calls that were given up, find none.
      const call = bySeq.get(frame.re ?? 0);
      switch (frame.kind) {
        case 'message': {
          if (frame.re !== undefined) return call && answer(call, frame.role, frame);
          const found = callOfEnvelope(agent, bySeq.values(), frame);
          return found && answer(found.call, found.role, frame);
        }
        case 'accepted':
          call?.flow?.open(frame.credit);
          return call?.reaction.accepted();
        case 'credit':
          return call?.flow?.grant(frame.credit);
        case 'done':
          return call && end(call, () => call.reaction.reply(undefined));
        case 'error': {
          const error = call && readError(frame.error, agent, call.outbound.operation);
          return error && end(call, () => call.reaction.fail(error));
        }
        case 'end':
        case 'cancel':
          return undefined;
      }
    },
    failAll(error) {
      for (const { finish, reaction } of bySeq.values()) finish(() => reaction.fail(error));
    },
  };
}

/** What came before the end is read before it. */
function end(call: PendingCall, tell: () => void): void {
  if (call.flow === undefined) call.finish(tell);
  else call.flow.close(() => call.finish(tell));
}

/** A peer that knows the document's frames alone says in the envelope what it answers. */
function callOfEnvelope(
  agent: Agent,
  calls: Iterable<PendingCall>,
  { body }: MessageFrame,
): { readonly call: PendingCall; readonly role: Role } | undefined {
  try {
    const header = decodeHeader(agent, 'json', splitFrame(agent, 'json', body.bytes).header);
    for (const call of calls) {
      const { operation, header: request } = call.outbound;
      if (header.causation_id !== request.message_id) continue;
      const isUpdate = header.message_type === operation.updates && header.message_type !== operation.reply;
      return { call, role: isUpdate ? 'update' : 'reply' };
    }
  } catch (thrown) {
    // An envelope that cannot be read answers nobody.
    if (!(thrown instanceof AgentError)) throw thrown;
  }
  return undefined;
}

function violation(message: string): AgentError {
  return AgentError.of('protocol_violation', message, { outcome: 'unknown' });
}
