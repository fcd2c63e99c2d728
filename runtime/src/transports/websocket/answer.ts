/** The way back for one request: frames about its number. */
import type { Agent, OperationFacts } from '../../contract.js';
import { flowWindow } from '../../flow.js';
import type { Answer, Frame } from '../../transport.js';
import { messageWord } from './binding.js';
import type { Channel } from './channel.js';
import { writeError } from './failure.js';
import type { Role } from './frame.js';
import type { Work } from './works.js';

export interface AnswerParts {
  readonly channel: Channel;
  readonly re: number;
  readonly work: Pick<Work, 'credit' | 'intake'>;
  readonly agent: Agent;
  /** For the detail of its declared errors. */
  readonly operation: OperationFacts | undefined;
  /** Of the request, for peers that number nothing. */
  readonly message_id: string | undefined;
}

export function answerOf({ channel, re, work, agent, operation, message_id }: AnswerParts): Answer {
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
  const end = (): boolean => {
    if (over) return false;
    over = true;
    work.intake?.end();
    return true;
  };
  return {
    streams: true,
    async accepted() {
      if (!over) await channel.deliver({ kind: 'accepted', re, credit: work.intake === undefined ? 0 : flowWindow });
    },
    async update(frame) {
      await work.credit.take();
      if (!over) await message('update', frame);
    },
    async item(frame) {
      await work.credit.take();
      if (!over) await message('item', frame);
    },
    async reply(frame) {
      if (!end()) return;
      if (frame === undefined) await channel.deliver({ kind: 'done', re });
      else await message('reply', frame);
    },
    async fail(error) {
      if (!end()) return;
      const members = writeError(error, agent, operation);
      await channel.deliver({
        kind: 'error',
        re,
        error: message_id === undefined ? members : { ...members, message_id },
      });
    },
  };
}
