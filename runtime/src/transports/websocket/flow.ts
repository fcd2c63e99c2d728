/** The caller's side of a call in which more than one message goes one way: updates, and streams of either side. */
import { createCredit, createIntake, flowWindow } from '../../flow.js';
import { givesStream } from '../../streams.js';
import type { Frame, Outbound, OutboundFrame, Reaction } from '../../transport.js';

export interface Flow {
  /** The agent has taken the call over, and has room for so many items. */
  open(credit: number): void;
  /** An update or an item. */
  take(frame: Frame): void;
  grant(count: number): void;
  /** Nothing more comes; `then` runs when all that came was read. */
  close(then: () => void): void;
}

/** What goes to the agent. Each resolves when the transport has taken it. */
export interface FlowSender {
  credit(count: number): Promise<void>;
  item(frame: OutboundFrame): Promise<void>;
  end(): Promise<void>;
}

/** The credit that a request comes with; undefined where nothing flows. A broadcast is answered by several, uncounted. */
export function creditOf({ operation, header, items }: Outbound): number | undefined {
  if (header.destination.broadcast) return undefined;
  return items !== undefined || operation.updates !== undefined || givesStream(operation) ? flowWindow : undefined;
}

export function openFlow({ operation, items, signal }: Outbound, reaction: Reaction, sender: FlowSender): Flow {
  const credit = createCredit();
  const intake = createIntake((count) => void sender.credit(count));
  const read = async (): Promise<void> => {
    for await (const frame of intake) await (givesStream(operation) ? reaction.item(frame) : reaction.update(frame));
  };
  const reading = read();
  const send = async (frames: AsyncIterable<OutboundFrame>): Promise<void> => {
    try {
      for await (const frame of frames) {
        await credit.take();
        if (signal.aborted) return;
        await sender.item(frame);
      }
      await sender.end();
    } catch (thrown) {
      // The signal has told it.
      if (!signal.aborted) throw thrown;
    }
  };
  let opened = false;
  return {
    open(count) {
      if (opened) return;
      opened = true;
      credit.grant(count);
      if (items !== undefined) void send(items);
    },
    take: intake.push,
    grant: credit.grant,
    close(then) {
      intake.end();
      void reading.then(then);
    },
  };
}
