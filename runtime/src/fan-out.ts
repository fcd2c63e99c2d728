/** A broadcast over transports that reach one receiver each: one letter to all of them, one outcome. */
import type { Route } from './directory.js';
import { AgentError } from './error.js';
import type { Letter } from './router.js';
import type { Reaction } from './transport.js';

type SendOne = (routes: readonly Route[], letter: Letter) => Promise<unknown>;

/**
 * The first reply is the call's; without one the call succeeds once all were tried and one has taken it. It fails where
 * all failed, with the first failure (as a broadcast over a broker does).
 */
export async function fanOut(
  receivers: readonly (readonly Route[])[],
  letter: Letter,
  sendOne: SendOne,
): Promise<void> {
  let failure: AgentError | undefined;
  let taken: Reaction | undefined;
  const fail = (error: AgentError): void => {
    failure ??= error;
  };
  const one: Letter = {
    ...letter,
    fail,
    reaction(encoding) {
      const reaction = letter.reaction(encoding);
      const reply: Reaction['reply'] = (frame) => {
        if (frame === undefined) taken = reaction;
        else reaction.reply(frame);
      };
      return { ...reaction, reply, fail };
    },
  };
  await Promise.all(receivers.map((routes) => sendOne(routes, one)));
  if (taken !== undefined) taken.reply(undefined);
  // Where one has replied, this comes too late to be heard.
  else letter.fail(failure ?? AgentError.of('unreachable', 'nobody could be reached'));
}
