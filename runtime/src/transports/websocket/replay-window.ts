/** What was sent and not yet acknowledged, by number: what another connection of the session has to send again. */
import type { Data } from './packet.js';

export interface WindowLimits {
  /** Frames (default 1,024). */
  readonly frames: number;
  /** Bytes of them (default 4 MiB); one larger frame alone is let through. */
  readonly bytes: number;
}

export interface ReplayWindow {
  /** The last number given. */
  readonly last: number;
  readonly size: number;
  readonly full: boolean;
  /** The next number, for a frame that is made with it. */
  add(make: (seq: number) => Data): Data;
  /** Whether a peer that has received up to this number can go on from it. */
  reaches(ack: number): boolean;
  /** Forgets everything up to this number. False where that was never sent. */
  trim(ack: number): boolean;
  kept(): readonly Data[];
}

export function createReplayWindow(limits: WindowLimits): ReplayWindow {
  const kept: Data[] = [];
  let last = 0;
  let bytes = 0;
  return {
    get last() {
      return last;
    },
    get size() {
      return kept.length;
    },
    get full() {
      return kept.length >= limits.frames || bytes >= limits.bytes;
    },
    add(make) {
      last++;
      const data = make(last);
      kept.push(data);
      bytes += data.bytes.length;
      return data;
    },
    reaches: (ack) => ack <= last && ack >= last - kept.length,
    trim(ack) {
      if (ack > last) return false;
      // What is sent again says an older number.
      for (const data of kept.splice(0, Math.max(0, ack - (last - kept.length)))) bytes -= data.bytes.length;
      return true;
    },
    kept: () => [...kept],
  };
}
