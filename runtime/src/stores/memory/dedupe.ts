/**
 * The dedupe store of one process. Records are never dropped before their time, only answers are: a store that is full
 * takes no new message.
 */
import type { Clock } from '../../clock.js';
import type { DedupeStore, KeptAnswer, Reservation } from '../../dedupe.js';
import { AgentError } from '../../error.js';

export interface MemoryDedupeOptions {
  readonly clock: Clock;
  /** Messages that are remembered (default 1,000,000; about 100 bytes each). */
  readonly limit?: number;
  /** Bytes of all answers that are kept; beyond them the oldest go (default 64 MiB). */
  readonly answerBytes?: number;
  /** Bytes of one answer; a longer one is not kept (default 256 KiB). */
  readonly maxAnswer?: number;
  /** Milliseconds for which an answer is kept at least, while there is room (default 300,000). */
  readonly answerLife?: number;
}

type Entry = Reserved | { readonly state: 'done'; readonly until: number };

interface Reserved {
  readonly state: 'reserved';
  readonly until: number;
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

/** Records are looked through once for this many milliseconds of their time. */
const bucketSpan = 10_000;

export function memoryDedupe(options: MemoryDedupeOptions): DedupeStore {
  const { clock, limit = 1_000_000, answerLife = 300_000 } = options;
  const entries = new Map<string, Entry>();
  const answers = createAnswers(options.answerBytes ?? 64 * 1024 * 1024, options.maxAnswer ?? 256 * 1024);
  const buckets = createBuckets();

  const put = (key: string, entry: Entry): void => {
    entries.set(key, entry);
    buckets.add(key, entry.until);
  };
  const forget = (now: number): void => {
    for (const key of buckets.due(now)) {
      const entry = entries.get(key);
      if (entry === undefined) continue;
      // One whose handler still runs, or whose time was extended, comes up again.
      if (entry.state === 'reserved') buckets.add(key, now + bucketSpan);
      else if (entry.until <= now) {
        entries.delete(key);
        answers.drop(key);
      }
    }
  };
  const settle = (key: string): void => {
    const entry = entries.get(key);
    if (entry?.state === 'reserved') entry.settle();
  };

  return {
    has: async (key) => entries.has(key),
    async reserve(key, until): Promise<Reservation> {
      forget(clock.now());
      const entry = entries.get(key);
      if (entry?.state === 'done') return { kind: 'done', answer: answers.get(key) };
      if (entry?.state === 'reserved') return { kind: 'reserved', settled: entry.settled };
      if (entries.size >= limit)
        throw AgentError.of('replay_store_unavailable', `${limit} messages are remembered, no more are taken`);
      put(key, reserved(until));
      return { kind: 'fresh' };
    },
    async complete(key, answer) {
      const before = entries.get(key);
      answers.keep(key, answer);
      put(key, { state: 'done', until: Math.max(before?.until ?? 0, clock.now() + answerLife) });
      if (before?.state === 'reserved') before.settle();
    },
    async release(key) {
      settle(key);
      entries.delete(key);
    },
  };
}

function reserved(until: number): Reserved {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { state: 'reserved', until, settled, settle: () => settle() };
}

interface Answers {
  keep(key: string, answer: KeptAnswer): void;
  get(key: string): KeptAnswer;
  drop(key: string): void;
}

/** First in, first out: the map's own order. */
function createAnswers(limit: number, maxAnswer: number): Answers {
  const kept = new Map<string, KeptAnswer>();
  let bytes = 0;
  const drop = (key: string): void => {
    const answer = kept.get(key);
    if (answer === undefined) return;
    bytes -= sizeOf(answer);
    kept.delete(key);
  };
  return {
    keep(key, answer) {
      if (sizeOf(answer) > maxAnswer) return;
      kept.set(key, copyOf(answer));
      bytes += sizeOf(answer);
      for (const oldest of kept.keys()) {
        if (bytes <= limit) return;
        drop(oldest);
      }
    },
    get: (key) => kept.get(key) ?? { kind: 'gone' },
    drop,
  };
}

/** An answer without a body still takes its place. */
const overhead = 64;

function sizeOf(answer: KeptAnswer): number {
  switch (answer.kind) {
    case 'reply':
      return overhead + answer.frame.body.length;
    case 'error':
      return overhead + answer.body.length;
    case 'done':
    case 'gone':
      return overhead;
  }
}

/** Bytes of an answer may be a view of a larger buffer that is used again. */
function copyOf(answer: KeptAnswer): KeptAnswer {
  switch (answer.kind) {
    case 'reply':
      return { kind: 'reply', frame: { ...answer.frame, body: answer.frame.body.slice() } };
    case 'error':
      return { ...answer, body: answer.body.slice() };
    case 'done':
    case 'gone':
      return answer;
  }
}

interface Buckets {
  add(key: string, until: number): void;
  /** The keys whose time is up, once. */
  due(now: number): Iterable<string>;
}

function createBuckets(): Buckets {
  const buckets = new Map<number, string[]>();
  let looked = -Infinity;
  return {
    add(key, until) {
      const bucket = Math.ceil(until / bucketSpan);
      const keys = buckets.get(bucket);
      if (keys === undefined) buckets.set(bucket, [key]);
      else keys.push(key);
    },
    *due(now) {
      const current = Math.floor(now / bucketSpan);
      if (current === looked) return;
      looked = current;
      for (const [bucket, keys] of buckets) {
        if (bucket > current) continue;
        buckets.delete(bucket);
        yield* keys;
      }
    },
  };
}
