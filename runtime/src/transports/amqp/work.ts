/** The messages that the onion works on. */
import type { AgentError } from '../../error.js';
import type { Intake } from '../../flow.js';
import type { RevocableAnswer } from './answer.js';
import type { AmqpProperties } from './driver.js';

export interface Work {
  /** What names the call among all that is under way; undefined where nobody waits for an answer. */
  readonly call: string | undefined;
  readonly answer: RevocableAnswer;
  /** Somebody waits for its end, and no other instance could come to it. */
  readonly owed: () => Promise<boolean>;
  readonly intake?: Intake;
  stop(reason: AgentError): void;
}

export interface Works {
  begin(work: Work): void;
  end(work: Work): void;
  /**
   * What an item, a credit or a cancel is about: the first, and then the copies that wait for it because a channel broke
   * or a confirm was lost.
   */
  of(properties: AmqpProperties): readonly Work[];
  all(): readonly Work[];
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createWorks(): Works {
  const works = new Set<Work>();
  const byCall = new Map<string, readonly Work[]>();
  const idlers: (() => void)[] = [];
  const ofCall = (call: string | undefined): readonly Work[] => (call === undefined ? [] : (byCall.get(call) ?? []));

  return {
    begin(work) {
      works.add(work);
      if (work.call !== undefined) byCall.set(work.call, [...ofCall(work.call), work]);
    },
    end(work) {
      works.delete(work);
      const rest = ofCall(work.call).filter((one) => one !== work);
      if (work.call !== undefined && rest.length > 0) byCall.set(work.call, rest);
      else if (work.call !== undefined) byCall.delete(work.call);
      if (works.size === 0) for (const resolve of idlers.splice(0)) resolve();
    },
    of: (properties) => ofCall(callNameOf(properties)),
    all: () => [...works],
    idle: () => (works.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

/** A caller's names are its own. */
export function callNameOf({ correlationId, replyTo }: AmqpProperties): string | undefined {
  return correlationId === undefined || replyTo === undefined ? undefined : `${correlationId} ${replyTo}`;
}
