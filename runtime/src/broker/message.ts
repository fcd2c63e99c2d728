/** What moves through the broker. */

export interface Publication {
  readonly topic: string;
  /** Messages of one key are handled one after the other, in the order published. */
  readonly key?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface BrokerMessage extends Publication {
  /** When the broker took it, in milliseconds since the epoch. */
  readonly timestamp: number;
}

/** One handing over of a message to one consumer. It is settled once; after that, settling again does nothing. */
export interface Delivery {
  readonly message: BrokerMessage;
  readonly queue: string;
  /** 1 for the first time. */
  readonly attempt: number;
  /** Put back now, it would be a dead letter. */
  readonly last: boolean;
  /** Done: the message leaves its queue. */
  ack(): void;
  /** Not done: it goes back to its place, or to the dead letters once it had all its deliveries. */
  requeue(): void;
  /** Never to be tried again: to the dead letters, with the reason as a header. */
  deadLetter(reason: string): void;
}

/** A copy with bytes and headers of its own: whoever sends, keeps or receives a message shares no buffer with another. */
export function copyOf(message: BrokerMessage): BrokerMessage {
  return { ...message, headers: { ...message.headers }, body: message.body.slice() };
}
