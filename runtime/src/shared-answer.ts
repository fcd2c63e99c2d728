import type { AgentError } from './error.js';
import type { Answer } from './transport.js';

/** One answer of several agents to a one-way message: nothing, or the first failure, once all have answered. */
export function sharedAnswer(answer: Answer, count: number): Answer {
  if (count === 1) return answer;
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
    item: () => Promise.reject(new Error('bug: an item in answer to a one-way message')),
    reply: settle,
    fail(error) {
      failure ??= error;
      return settle();
    },
  };
}
