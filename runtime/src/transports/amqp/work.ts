/** The messages that the onion works on: each once, however often the broker delivers it meanwhile. */
import type { AgentError } from '../../error.js';
import type { RevocableAnswer } from './answer.js';
import type { AmqpDelivery } from './driver.js';

export interface Work {
  readonly answer: RevocableAnswer;
  readonly call: string | undefined;
  /** Whose queue it came from alone; then its caller has to be told that it ends. */
  readonly alone: () => Promise<boolean>;
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
  const byKey = new Map<string, Entry>();
  const without = new Map<AmqpDelivery, Entry>();
  const unheard = new Set<string>();
  const idlers: (() => void)[] = [];

  const entryOf = (delivery: AmqpDelivery): Entry | undefined => {
    const key = keyOf(delivery);
    const entry = key === undefined ? undefined : byKey.get(key);
    return entry?.deliveries.includes(delivery) === true ? entry : without.get(delivery);
  };
  const isEmpty = (): boolean => byKey.size === 0 && without.size === 0;

  return {
    known(delivery) {
      const key = keyOf(delivery);
      if (key === undefined) return false;
      if (delivery.redelivered && unheard.delete(key)) {
        delivery.ack();
        return true;
      }
      const entry = byKey.get(key);
      entry?.deliveries.push(delivery);
      return entry !== undefined;
    },
    begin(delivery, work) {
      const key = keyOf(delivery);
      const entry: Entry = { work, deliveries: [delivery] };
      if (key === undefined) without.set(delivery, entry);
      else byKey.set(key, entry);
    },
    settle(delivery, act) {
      const key = keyOf(delivery);
      for (const one of entryOf(delivery)?.deliveries ?? [delivery]) {
        if (act(one) || key === undefined) continue;
        unheard.add(key);
        const [oldest] = unheard;
        if (unheard.size > remembered && oldest !== undefined) unheard.delete(oldest);
      }
    },
    end(delivery) {
      const key = keyOf(delivery);
      without.delete(delivery);
      if (key !== undefined) byKey.delete(key);
      if (isEmpty()) for (const resolve of idlers.splice(0)) resolve();
    },
    all: () => [...byKey.values(), ...without.values()].map(({ work }) => work),
    idle: () => (isEmpty() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}

/** One message to one caller: the same id to another place is another message. */
function keyOf({ properties }: AmqpDelivery): string | undefined {
  const { messageId, replyTo } = properties;
  return messageId === undefined ? undefined : `${messageId} ${replyTo ?? ''}`;
}
