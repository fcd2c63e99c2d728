/** The way back for one request: frames about its number. */
import type { Agent, OperationFacts } from '../../contract.js';
import type { AgentError } from '../../error.js';
import type { Answer, Frame } from '../../transport.js';
import { messageWord } from './binding.js';
import type { Channel } from './channel.js';
import { writeError } from './failure.js';
import type { Role } from './frame.js';

export interface AnswerParts {
  readonly channel: Channel;
  readonly re: number;
  readonly agent: Agent;
  /** For the detail of its declared errors. */
  readonly operation: OperationFacts | undefined;
  /** Of the request, for peers that number nothing. */
  readonly message_id: string | undefined;
}

export function answerOf({ channel, re, agent, operation, message_id }: AnswerParts): Answer {
  let over = false;
  const message = (role: Role, { encoding, body, headers }: Frame): Promise<void> =>
    channel.deliver({
      kind: 'message',
      word: messageWord,
      role,
      re,
      headers,
      body: { json: encoding === 'json', bytes: body },
    });
  return {
    streams: true,
    async accepted() {
      if (!over) await channel.deliver({ kind: 'accepted', re });
    },
    async update(frame) {
      if (!over) await message('update', frame);
    },
    async reply(frame) {
      if (over) return;
      over = true;
      if (frame === undefined) await channel.deliver({ kind: 'done', re });
      else await message('reply', frame);
    },
    async fail(error) {
      if (over) return;
      over = true;
      const members = writeError(error, agent, operation);
      await channel.deliver({
        kind: 'error',
        re,
        error: message_id === undefined ? members : { ...members, message_id },
      });
    },
  };
}

/** One answer of several agents to a one-way message: nothing, or the first failure, once all have answered. */
export function sharedAnswer(answer: Answer, count: number): Answer {
  let left = count;
  let failure: AgentError | undefined;
  const settle = (): Promise<void> => {
    left--;
    if (left > 0) return Promise.resolve();
    return failure === undefined ? answer.reply(undefined) : answer.fail(failure);
  };
  return {
    streams: false,
    accepted: () => Promise.resolve(),
    update: () => Promise.resolve(),
    reply: settle,
    fail(error) {
      failure ??= error;
      return settle();
    },
  };
}
