/** What comes back on a call, decoded and checked against what was asked. */
import type { CallEvents } from './call.js';
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts, OperationTypes } from './contract.js';
import { decodeHeader, decodePayload, splitFrame } from './envelope/message.js';
import { AgentError, withOutcome } from './error.js';
import type { Header } from './header.js';
import type { Protection } from './protection.js';
import { checkPlace, givesStream } from './streams.js';
import type { Frame, Reaction } from './transport.js';

/** What was asked, and by which way. */
export interface Asked {
  readonly agent: Agent;
  readonly operation: OperationFacts;
  readonly request: Header;
  readonly encoding: Encoding;
  readonly security: Protection | undefined;
}

export function createReaction(
  { agent, operation, request, encoding, security }: Asked,
  call: CallEvents<OperationTypes>,
  abort: (error: AgentError) => void,
): Reaction {
  let items = 0;
  const read = (frame: Frame, message_type: string): { readonly header: Header; readonly data: unknown } => {
    const parts = splitFrame(agent, encoding, frame.body);
    const header = decodeHeader(agent, encoding, parts.header);
    verified(() => security?.verifyAnswer({ header, encoding, payload: parts.payload }, request));
    if (header.message_type !== message_type) throw violation(`expected a ${message_type}`, '/header/message_type');
    if (header.correlation_id !== request.correlation_id)
      throw violation('the answer is to another call', '/header/correlation_id');
    return { header, data: decodePayload(agent, message_type, encoding, parts, 'reply_invalid').data };
  };
  const streams = givesStream(operation);
  return {
    accepted: () => call.accepted(),
    async update(frame) {
      try {
        if (operation.updates === undefined)
          throw violation(`${operation.name} has no updates`, '/header/message_type');
        await call.update(read(frame, operation.updates).data);
      } catch (thrown) {
        abort(unreadable(thrown));
      }
    },
    async item(frame) {
      try {
        if (!streams || operation.reply === undefined)
          throw violation(`${operation.name} answers with no stream`, '/header/message_type');
        const { header, data } = read(frame, operation.reply);
        checkPlace(header, request, ++items, 'protocol_violation');
        await call.item(data);
      } catch (thrown) {
        abort(unreadable(thrown));
      }
    },
    reply(frame) {
      try {
        if (operation.reply === undefined || (streams && frame === undefined)) return call.reply(undefined, undefined);
        if (streams || frame === undefined)
          throw violation(streams ? 'one reply in place of a stream' : 'the reply is missing', '');
        const { header, data } = read(frame, operation.reply);
        call.reply(data, header);
      } catch (thrown) {
        abort(unreadable(thrown));
      }
    },
    fail: (error) => call.fail(error),
  };
}

/** Its caller hears the exact reason: who asked is no attacker. */
function verified(verify: () => void): void {
  try {
    verify();
  } catch (thrown) {
    throw withOutcome(AgentError.from(thrown, 'protocol_violation'), 'unknown');
  }
}

function violation(message: string, path: string): AgentError {
  return AgentError.of('protocol_violation', message, { outcome: 'unknown', path });
}

/** Whatever is wrong with an answer, the message was sent and may have been handled. */
function unreadable(thrown: unknown): AgentError {
  const error = AgentError.from(thrown, 'protocol_violation', 'unknown');
  if (error.outcome !== 'rejected') return error;
  const reason = error.reason === 'reply_invalid' ? 'reply_invalid' : 'protocol_violation';
  const path = error.path === undefined ? {} : { path: error.path };
  return AgentError.of(reason, error.message, { outcome: 'unknown', ...path, cause: error });
}
