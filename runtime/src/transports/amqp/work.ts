/** The messages that the onion works on: each once, however often the broker delivers it meanwhile. */
import type { AgentError } from '../../error.js';
import type { Intake } from '../../flow.js';
import type { RevocableAnswer } from './answer.js';
import type { AmqpDelivery, AmqpProperties } from './driver.js';

export interface Work {
  readonly answer: RevocableAnswer;
  /** Somebody waits for its end, and no other instance could come to it. */
  readonly owed: () => Promise<boolean>;
  readonly intake?: Intake;
  stop(reason: AgentError): void;
}

export interface Works {
  /**
   * True where this message is worked on or was already: it was delivered again because its channel broke, or published
   * again because its confirm was lost. It is then settled with the first one.
   */
  known(delivery: AmqpDelivery): boolean;
  begin(delivery: AmqpDelivery, work: Work): void;
  /** All deliveries of this message, of which one channel may still stand. */
  settle(delivery: AmqpDelivery, act: (one: AmqpDelivery) => boolean): void;
  end(delivery: AmqpDelivery): void;
  /** The work that an item, a credit or a cancel is about. */
  of(properties: AmqpProperties): Work | undefined;
  all(): readonly Work[];
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

interface Entry {
  readonly work: Work;
  readonly deliveries: AmqpDelivery[];
}

/** Messages remembered whose acknowledgement was lost with its channel. */
const remembered = 10_000;

export function createWorks(): Works {
  const entries = new Map<string | AmqpDelivery, Entry>();
  const unheard = new Set<string>();
  const idlers: (() => void)[] = [];

  return {
    known(delivery) {
      const key = keyOf(delivery);
      if (typeof key !== 'string') return false;
      if (delivery.redelivered && unheard.delete(key)) {
        delivery.ack();
        return true;
      }
      const entry = entries.get(key);
      entry?.deliveries.push(delivery);
      return entry !== undefined;
    },
    begin(delivery, work) {
      entries.set(keyOf(delivery), { work, deliveries: [delivery] });
    },
    settle(delivery, act) {
      const key = keyOf(delivery);
      for (const one of entries.get(key)?.deliveries ?? [delivery]) {
        if (act(one) || typeof key !== 'string') continue;
        unheard.add(key);
        const [oldest] = unheard;
        if (unheard.size > remembered && oldest !== undefined) unheard.delete(oldest);
      }
    },
    end(delivery) {
      entries.delete(keyOf(delivery));
      if (entries.size === 0) for (const resolve of idlers.splice(0)) resolve();
    },
    of: ({ correlationId, replyTo }) => entries.get(`${correlationId ?? ''} ${replyTo ?? ''}`)?.work,
    all: () => [...entries.values()].map(({ work }) => work),
    idle: () => (entries.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

/** One message to one caller: the same id to another place is another message, and without an id each is its own. */
function keyOf(delivery: AmqpDelivery): string | AmqpDelivery {
  const { messageId, replyTo } = delivery.properties;
  return messageId === undefined ? delivery : `${messageId} ${replyTo ?? ''}`;
}
