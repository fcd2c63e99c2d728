/** The caller's side of a call in which more than one message goes one way: updates, and streams of either side. */
import { createCredit, createIntake } from '../flow.js';
import { givesStream } from '../streams.js';
import type { Frame, Outbound, Reaction, TransportHeaders } from '../transport.js';
import { headersOf, names, type CallId } from './headers.js';

export interface Flow {
  /** Somebody has taken the call over: from now on items go there, and credit. */
  open(accepted: TransportHeaders): void;
  /** An update or an item. */
  take(frame: Frame): void;
  grant(count: number): void;
  /** Nothing more comes; `then` runs when all that came was read. */
  close(then: () => void): void;
}

/** A broadcast is taken by several, whose updates nobody counts. */
export function flows({ operation, header, items }: Outbound): boolean {
  if (header.destination.broadcast) return false;
  return items !== undefined || operation.updates !== undefined || givesStream(operation);
}

/** Sends to whoever took the call: an item where there is a frame. Never rejects. */
export type Tell = (streamTo: string, headers: Record<string, string>, frame?: Frame) => Promise<void>;

export function openFlow(send: Tell, id: CallId, outbound: Outbound, reaction: Reaction): Flow {
  const { operation, items, signal } = outbound;
  const credit = createCredit();
  let streamTo: string | undefined;
  const tell = async (headers: Record<string, string>, frame?: Frame): Promise<void> => {
    if (streamTo !== undefined) await send(streamTo, headers, frame);
  };
  const intake = createIntake((count) => {
    void tell({ ...headersOf('credit', id), [names.credit]: String(count) });
  });
  const read = async (): Promise<void> => {
    for await (const frame of intake) await (givesStream(operation) ? reaction.item(frame) : reaction.update(frame));
  };
  const reading = read();
  const stream = async (frames: AsyncIterable<Frame>): Promise<void> => {
    try {
      for await (const frame of frames) {
        await credit.take();
        await tell(headersOf('item', id, frame), frame);
      }
      await tell(headersOf('end', id));
    } catch (thrown) {
      // The signal has told it.
      if (!signal.aborted) throw thrown;
    }
  };
  return {
    open(accepted) {
      if (streamTo !== undefined) return;
      streamTo = accepted[names.streamTo];
      credit.grant(Number(accepted[names.credit] ?? 0));
      if (items !== undefined) void stream(items);
    },
    take: intake.push,
    grant: credit.grant,
    close(then) {
      intake.end();
      void reading.then(then);
    },
  };
}
