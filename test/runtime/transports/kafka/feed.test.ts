import { fakeClock, type FakeClock } from '@agentwire/runtime/testing';
import { expect, test } from 'vitest';
import type {
  Committed,
  ConsumerEvents,
  IncomingRecord,
  Partition,
} from '../../../../runtime/src/transports/kafka/driver.js';
import { createFeed, type Feed, type FeedOptions } from '../../../../runtime/src/transports/kafka/feed.js';

interface Bench {
  readonly clock: FakeClock;
  readonly feed: Feed;
  readonly events: ConsumerEvents;
  /** What is being worked on, by `key offset`. */
  readonly working: Map<string, { readonly signal: AbortSignal; end(done?: boolean): Promise<void> }>;
  readonly started: string[];
  readonly commits: string[];
  readonly paused: Set<number>;
  readonly problems: string[];
  refuseCommits: boolean;
}

const topic = 'orders';
const text = new TextEncoder();
const record = (partition: number, offset: number, key: string): IncomingRecord => ({
  topic,
  partition,
  offset: BigInt(offset),
  key: text.encode(key),
  value: new Uint8Array(),
  headers: { key },
});

async function bench(options: Partial<FeedOptions> = {}): Promise<Bench> {
  const clock = fakeClock();
  const working: Bench['working'] = new Map();
  const started: string[] = [];
  const commits: string[] = [];
  const problems: string[] = [];
  const paused = new Set<number>();
  let events: ConsumerEvents | undefined;
  const feed = await createFeed(
    {
      clock,
      inFlight: 10,
      window: 6,
      commitInterval: 100,
      rebalanceGrace: 1000,
      sort: ({ headers }) => (headers['key'] === 'skip' ? 'skip' : headers['key'] === 'now' ? 'now' : 'later'),
      now: ({ offset }) => void started.push(`now ${offset}`),
      work: ({ headers, offset }, signal) =>
        new Promise((resolve) => {
          const name = `${headers['key']} ${offset}`;
          started.push(name);
          working.set(name, {
            signal,
            async end(done = true) {
              working.delete(name);
              resolve(done);
              await clock.settle();
            },
          });
        }),
      onProblem: ({ reason }) => void problems.push(reason),
      ...options,
    },
    async (given) => {
      events = given;
      return {
        pause: (partitions) => partitions.forEach(({ partition }) => paused.add(partition)),
        resume: (partitions) => partitions.forEach(({ partition }) => paused.delete(partition)),
        async commit(offsets: readonly Committed[]) {
          if (own.refuseCommits) throw new Error('not the coordinator');
          for (const { partition, offset } of offsets) commits.push(`${partition}: ${offset}`);
        },
        close: async () => void commits.push('left'),
      };
    },
  );
  if (events === undefined) throw new Error('nobody consumed');
  const own: Bench = { clock, feed, events, working, started, commits, paused, problems, refuseCommits: false };
  return own;
}

const partitions = (...numbers: number[]): Partition[] => numbers.map((partition) => ({ topic, partition }));

/** Hands records of partition 0 over, by their keys. */
async function hand({ events, clock }: Bench, ...keys: string[]): Promise<void> {
  events.assigned(partitions(0, 1));
  events.records(
    { topic, partition: 0 },
    keys.map((key, offset) => record(0, offset, key)),
  );
  await clock.settle();
}

test('handles records of one key one after the other, and those of others beside them', async () => {
  const own = await bench();
  await hand(own, 'a', 'a', 'b');
  expect(own.started).toEqual(['a 0', 'b 2']);
  await own.working.get('a 0')?.end();
  expect(own.started).toEqual(['a 0', 'b 2', 'a 1']);
});

test('commits nothing beyond a record that is still being handled', async () => {
  const own = await bench();
  await hand(own, 'a', 'b', 'c');
  await own.working.get('b 1')?.end();
  await own.clock.advance(100);
  expect(own.commits).toEqual(['0: 0']);
  await own.working.get('a 0')?.end();
  await own.clock.advance(100);
  expect(own.commits).toEqual(['0: 0', '0: 2']);
});

test('passes over what is not for it, and lets a cancel go ahead of what waits', async () => {
  const own = await bench({ inFlight: 1 });
  await hand(own, 'skip', 'a', 'b', 'now');
  expect(own.started).toEqual(['now 3', 'a 1']);
});

test('works on so many at a time, and pauses a partition that runs ahead until it has caught up', async () => {
  const own = await bench({ inFlight: 2 });
  await hand(own, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  expect(own.started).toEqual(['a 0', 'b 1']);
  expect([...own.paused]).toEqual([0]);
  for (const name of ['a 0', 'b 1', 'c 2']) await own.working.get(name)?.end();
  expect([...own.paused]).toEqual([0]);
  await own.working.get('d 3')?.end();
  expect([...own.paused]).toEqual([]);
});

test('before the group shares anew it starts nothing, waits for what is under way, and commits that', async () => {
  const own = await bench({ inFlight: 1 });
  await hand(own, 'a', 'b');
  let ready = false;
  void own.events.rebalancing().then(() => (ready = true));
  await own.clock.settle();
  expect(ready).toBe(false);
  await own.working.get('a 0')?.end();
  expect(ready).toBe(true);
  expect(own.commits).toEqual(['0: 1']);
  expect(own.started).toEqual(['a 0']);
  own.events.assigned(partitions(0));
  await own.clock.settle();
  expect(own.started).toEqual(['a 0', 'b 1']);
});

test('a handler that takes longer than the grace is told that its partition is gone, and counts for nothing', async () => {
  const own = await bench();
  await hand(own, 'a', 'b');
  const work = own.working.get('a 0');
  const ready = own.events.rebalancing();
  await own.clock.advance(1000);
  await ready;
  own.events.assigned(partitions(1));
  expect(work?.signal.aborted).toBe(true);
  await work?.end();
  await own.working.get('b 1')?.end();
  await own.clock.advance(1000);
  expect(own.commits).toEqual(['0: 0']);
});

test('what it kept over a rebalance goes on, and is not handled again when it is read again', async () => {
  const own = await bench();
  await hand(own, 'a', 'b');
  own.events.assigned(partitions(0));
  own.events.records({ topic, partition: 0 }, [record(0, 0, 'a'), record(0, 1, 'b'), record(0, 2, 'c')]);
  await own.clock.settle();
  expect(own.started).toEqual(['a 0', 'b 1', 'c 2']);
  expect(own.working.get('a 0')?.signal.aborted).toBe(false);
});

test('a commit that was refused is made again', async () => {
  const own = await bench();
  await hand(own, 'a');
  own.refuseCommits = true;
  await own.working.get('a 0')?.end();
  await own.clock.advance(100);
  expect(own.problems).toEqual(['connection_lost']);
  own.refuseCommits = false;
  await own.clock.advance(100);
  expect(own.commits).toEqual(['0: 1']);
});

test('closing takes nothing new, waits, commits what is done and leaves what is not', async () => {
  const own = await bench({ inFlight: 2 });
  await hand(own, 'a', 'b', 'c');
  const closed = own.feed.close(500);
  await own.clock.settle();
  await own.working.get('a 0')?.end();
  const left = own.working.get('b 1');
  await own.clock.advance(500);
  expect(left?.signal.aborted).toBe(true);
  await left?.end(false);
  await own.clock.advance(10_000);
  await closed;
  expect(own.started).toEqual(['a 0', 'b 1']);
  expect(own.commits).toEqual(['0: 1', 'left']);
});
