/**
 * One consumer's records on their way to be handled: side by side across keys, one after the other within one, so many at
 * a time; a partition that runs ahead is paused. An offset is committed when everything before it is done.
 */
import type { Clock, Timer } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { Committed, ConsumerEvents, IncomingRecord, KafkaConsumer, Partition } from './driver.js';
import { createOffsets, type Offsets } from './offsets.js';
import { within } from './within.js';

export interface FeedOptions {
  readonly clock: Clock;
  readonly inFlight: number;
  readonly window: number;
  readonly commitInterval: number;
  readonly rebalanceGrace: number;
  /** `skip`: not for us. `now`: handled on the spot, ahead of what waits. `later`: in its turn. */
  sort(record: IncomingRecord): 'skip' | 'now' | 'later';
  now(record: IncomingRecord): void;
  /**
   * Never rejects. True: the record is done. False: it was left for whoever has it next, which only the signal may cause:
   * the record is another's now, or this agent is shutting down.
   */
  work(record: IncomingRecord, signal: AbortSignal): Promise<boolean>;
  readonly onProblem: (problem: AgentError) => void;
}

export interface Feed {
  /** Takes nothing new, waits for what is under way, commits, leaves. */
  close(grace: number): Promise<void>;
}

interface PartitionState extends Partition {
  readonly offsets: Offsets;
  /** Records by key, the first of each under way or ready. */
  readonly lanes: Map<string, IncomingRecord[]>;
  readonly underWay: Set<AbortController>;
  committed: bigint | undefined;
  paused: boolean;
}

interface Ready {
  readonly state: PartitionState;
  readonly key: string;
}

export async function createFeed(
  options: FeedOptions,
  open: (events: ConsumerEvents) => Promise<KafkaConsumer>,
): Promise<Feed> {
  const { clock, inFlight, window, commitInterval, rebalanceGrace, onProblem } = options;
  const states = new Map<string, PartitionState>();
  let ready: Ready[] = [];
  const idlers: (() => void)[] = [];
  let active = 0;
  let quiet = false;
  let timer: Timer | undefined;
  let committing: Promise<void> = Promise.resolve();
  let consumer: KafkaConsumer | undefined;

  const holds = (state: PartitionState): boolean => states.get(nameOf(state)) === state;
  const stateOf = (partition: Partition): PartitionState => {
    const name = nameOf(partition);
    const found = states.get(name);
    if (found !== undefined) return found;
    const { topic, partition: number } = partition;
    const state: PartitionState = {
      topic,
      partition: number,
      offsets: createOffsets(),
      lanes: new Map(),
      underWay: new Set(),
      committed: undefined,
      paused: false,
    };
    states.set(name, state);
    return state;
  };

  // -------------------------------------------------------------------------------------------------------- handling
  const enter = (state: PartitionState, record: IncomingRecord): void => {
    if (!state.offsets.take(record.offset)) return;
    switch (options.sort(record)) {
      case 'now':
        options.now(record);
        return done(state, record);
      case 'skip':
        return done(state, record);
      case 'later': {
        const key = laneOf(record);
        const lane = state.lanes.get(key);
        if (lane !== undefined) return void lane.push(record);
        state.lanes.set(key, [record]);
        ready.push({ state, key });
      }
    }
  };
  /** The next record that may be handled now. */
  const next = (): (Ready & { readonly record: IncomingRecord }) | undefined => {
    const lane = quiet || active >= inFlight ? undefined : ready.shift();
    const record = lane?.state.lanes.get(lane.key)?.[0];
    return lane === undefined || record === undefined ? undefined : { ...lane, record };
  };
  const pump = (): void => {
    for (let due = next(); due !== undefined; due = next()) start(due);
  };
  const start = ({ state, key, record }: Ready & { readonly record: IncomingRecord }): void => {
    active++;
    const controller = new AbortController();
    state.underWay.add(controller);
    void options.work(record, controller.signal).then((over) => {
      active--;
      state.underWay.delete(controller);
      if (over && holds(state)) {
        done(state, record);
        const lane = state.lanes.get(key);
        lane?.shift();
        if (lane?.length === 0) state.lanes.delete(key);
        else ready.push({ state, key });
      }
      if (active === 0) for (const resolve of idlers.splice(0)) resolve();
      pump();
    });
  };
  const done = (state: PartitionState, { offset }: IncomingRecord): void => {
    state.offsets.done(offset);
    throttle(state);
    scheduleCommit();
  };
  const throttle = (state: PartitionState): void => {
    const { open: ahead } = state.offsets;
    if (!state.paused && ahead >= window) {
      state.paused = true;
      consumer?.pause([state]);
    } else if (state.paused && ahead <= window / 2) {
      state.paused = false;
      consumer?.resume([state]);
    }
  };
  const idle = (): Promise<void> => (active === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve)));
  const giveUp = (state: PartitionState, reason: AgentError): void => {
    states.delete(nameOf(state));
    ready = ready.filter((lane) => lane.state !== state);
    for (const controller of state.underWay) controller.abort(reason);
  };

  // ---------------------------------------------------------------------------------------------------------- commits
  const commitDue = async (): Promise<void> => {
    const due = [...states.values()].flatMap((state): [PartitionState, Committed][] => {
      const { committable } = state.offsets;
      if (committable === undefined || committable === state.committed) return [];
      return [[state, { topic: state.topic, partition: state.partition, offset: committable }]];
    });
    if (due.length === 0 || consumer === undefined) return;
    try {
      await consumer.commit(due.map(([, offsets]) => offsets));
      for (const [state, { offset }] of due) state.committed = offset;
    } catch (thrown) {
      // They stay due: the next commit carries them, or the next owner handles them again.
      onProblem(AgentError.from(thrown, 'connection_lost', 'unknown'));
      if (closing === undefined) scheduleCommit();
    }
  };
  const scheduleCommit = (): void => {
    timer ??= clock.timer(commitInterval, () => {
      timer = undefined;
      void commit();
    });
  };
  /** One at a time: a slower commit must not undo a later one. */
  const commit = (): Promise<void> => (committing = committing.then(commitDue));

  // ---------------------------------------------------------------------------------------------------------- the group
  const events: ConsumerEvents = {
    records(from, records) {
      if (quiet && !states.has(nameOf(from))) return;
      const state = stateOf(from);
      for (const record of records) enter(state, record);
      throttle(state);
      pump();
    },
    async rebalancing() {
      quiet = true;
      await within(clock, rebalanceGrace, idle());
      await commit();
    },
    assigned(partitions) {
      const kept = new Set(partitions.map(nameOf));
      const gone = AgentError.of('connection_lost', 'its partition was given to another', { outcome: 'unknown' });
      for (const [name, state] of states) if (!kept.has(name)) giveUp(state, gone);
      const paused = [...states.values()].filter((state) => state.paused);
      if (paused.length > 0) consumer?.pause(paused);
      quiet = closing !== undefined;
      pump();
    },
  };
  const leave = async (grace: number): Promise<void> => {
    quiet = true;
    await within(clock, grace, idle());
    timer?.cancel();
    const reason = AgentError.of('shutting_down', 'the agent is shutting down', { outcome: 'unknown' });
    for (const state of states.values()) for (const controller of state.underWay) controller.abort(reason);
    await within(clock, lastWords, idle());
    // What is done now is committed; what is not is handled again by whoever comes next.
    await within(clock, closeTimeout, commit());
    states.clear();
    await consumer?.close();
  };
  let closing: Promise<void> | undefined;
  consumer = await open(events);
  const early = [...states.values()].filter((state) => state.paused);
  if (early.length > 0) consumer.pause(early);
  return { close: (grace) => (closing ??= leave(grace)) };
}

/** Milliseconds for handlers that were aborted to end, and for the last commit. */
const lastWords = 250;
const closeTimeout = 5_000;

const nameOf = ({ topic, partition }: Partition): string => `${partition} ${topic}`;

/** Without a key there is no order to keep: a lane of its own. */
function laneOf({ key, offset }: IncomingRecord): string {
  return key === undefined ? `offset ${offset}` : `key ${decoder.decode(key)}`;
}

// One character for each byte, so that different keys stay different.
const decoder = new TextDecoder('latin1');
