/**
 * The size-or-time accumulator (Transport Protocols, 3: `batch_size`, `linger_ms`), one per topic. Client libraries send
 * at once; and with one request on its way at a time, a retry never overtakes what came after it.
 */
import type { Clock, Timer } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { OutgoingRecord } from './driver.js';

export interface LaneOptions {
  readonly clock: Clock;
  readonly batchSize: number;
  readonly linger: number;
  /** Bytes of one request at most, unless a single record has more. */
  readonly maxRequest: number;
  readonly maxWaiting: number;
  readonly send: (records: readonly OutgoingRecord[]) => Promise<void>;
}

export interface Lane {
  /**
   * Resolves when the record is written. A signal takes it back while it waits.
   * @throws {AgentError} what `send` throws, `overloaded` where too much waits, or the signal's reason.
   */
  push(record: OutgoingRecord, signal?: AbortSignal): Promise<void>;
  /** Sends what waits; resolves when nothing is on its way any more. */
  flush(): Promise<void>;
}

interface Entry {
  readonly record: OutgoingRecord;
  readonly size: number;
  readonly settle: (error?: unknown) => void;
}

export function createLane(options: LaneOptions): Lane {
  const { clock, batchSize, linger, maxRequest, maxWaiting, send } = options;
  const waiting: Entry[] = [];
  let bytes = 0;
  let timer: Timer | undefined;
  let sending: Promise<void> | undefined;

  const cut = (): Entry[] => {
    let size = 0;
    let count = 0;
    for (const entry of waiting) {
      if (count > 0 && size + entry.size > maxRequest) break;
      size += entry.size;
      count++;
    }
    bytes -= size;
    return waiting.splice(0, count);
  };
  const ship = (): void => {
    timer?.cancel();
    timer = undefined;
    if (sending !== undefined || waiting.length === 0) return;
    const batch = cut();
    const settleAll = (error?: unknown): void => {
      for (const { settle } of batch) settle(error);
    };
    sending = send(batch.map(({ record }) => record))
      .then(() => settleAll(), settleAll)
      .finally(() => {
        sending = undefined;
        // What came meanwhile has waited for the way back of a request already.
        ship();
      });
  };

  const flush = async (): Promise<void> => {
    ship();
    if (sending === undefined) return;
    await sending;
    await flush();
  };

  return {
    push(record, signal) {
      const size = sizeOf(record);
      if (bytes + size > maxWaiting && waiting.length > 0)
        return Promise.reject(AgentError.of('overloaded', `${bytes} bytes wait to be sent to Kafka`));
      return new Promise((resolve, reject) => {
        const entry: Entry = {
          record,
          size,
          settle(error) {
            signal?.removeEventListener('abort', takeBack);
            if (error === undefined) resolve();
            else reject(error as Error);
          },
        };
        const takeBack = (): void => {
          const at = waiting.indexOf(entry);
          if (at === -1) return;
          waiting.splice(at, 1);
          bytes -= size;
          entry.settle(signal?.reason);
        };
        signal?.addEventListener('abort', takeBack, { once: true });
        waiting.push(entry);
        bytes += size;
        if (bytes >= batchSize) ship();
        else timer ??= sending === undefined ? clock.timer(linger, ship) : undefined;
      });
    },
    flush,
  };
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let size = key.length + value.length;
  for (const [name, text] of Object.entries(headers)) size += name.length + text.length + 4;
  return size;
}
