/**
 * One connection that is kept: when it breaks, it is built anew with its topology, its channels and its consumers, and
 * what was not confirmed is published again.
 */
import { sleep, type World } from '../../clock.js';
import { AgentError } from '../../error.js';
import { persist, type Backoff } from './backoff.js';
import type { AmqpConnection, AmqpDriver, AmqpDelivery, Publication } from './driver.js';
import type { AmqpEvents } from './events.js';
import { createKeptConsumer, type KeptConsumer } from './kept-consumer.js';
import { createLane, type Lane } from './lane.js';
import type { LedgerOptions, Sent } from './ledger.js';
import { timed } from './timed.js';
import type { Topology } from './topology.js';

export interface LinkOptions {
  readonly driver: AmqpDriver;
  readonly world: World;
  readonly backoff: Backoff;
  readonly ledger: Omit<LedgerOptions, 'clock' | 'overdue'>;
  readonly events: AmqpEvents;
}

export interface Link {
  /** Undefined while there is none. */
  readonly connection: AmqpConnection | undefined;
  /** @throws {AgentError} what the driver says, where there is no connection and none can be made now. */
  open(): Promise<AmqpConnection>;
  /** Now, and again on every later connection until what is returned is called. */
  declare(topology: Topology): Promise<() => void>;
  send(publication: Publication, signal: AbortSignal | undefined, settled: (outcome: Sent) => void): void;
  /** The same as a promise, which rejects with the error. */
  publish(publication: Publication): Promise<'taken' | 'returned'>;
  /** Now, and again on every later connection, or where the broker itself ends it. */
  consume(queue: string, prefetch: number, deliver: (delivery: AmqpDelivery) => void): Promise<KeptConsumer>;
  /** Waits for outstanding confirms up to `grace` milliseconds. */
  close(grace: number): Promise<void>;
}

export function createLink({ driver, world, backoff, ledger, events }: LinkOptions): Link {
  const { clock } = world;
  const closing = new AbortController();
  const persistence = { world, backoff, signal: closing.signal };
  const topologies = new Set<Topology>();
  const lanes = new Map<string, Lane>();
  const consumers = new Set<KeptConsumer>();
  let connection: AmqpConnection | undefined;
  let opening: Promise<AmqpConnection> | undefined;
  let awake: ReturnType<typeof setInterval> | undefined;
  let blocked = false;

  const redeclare = async (on: AmqpConnection): Promise<void> => {
    for (const topology of topologies) await on.declare(topology);
  };
  const connect = async (): Promise<AmqpConnection> => {
    // What breaks while it is being built has to end the building.
    const broken = new AbortController();
    let standing = false;
    const opened = await driver.connect({
      lost: (why) => (standing ? lose(why) : broken.abort(why)),
      blocked: (reason) => setBlocked(true, reason),
      unblocked: () => setBlocked(false, ''),
    });
    const silent = new Error('the broker does not answer in time');
    const made = timed(opened, clock, ledger.confirmWithin, () =>
      standing ? giveUp(made, silent) : broken.abort(silent),
    );
    try {
      await redeclare(made);
      for (const consumer of consumers) await consumer.start(made);
      for (const lane of lanes.values()) await lane.start(made);
      broken.signal.throwIfAborted();
      closing.signal.throwIfAborted();
    } catch (thrown) {
      made.destroy();
      for (const lane of lanes.values()) lane.stop();
      throw AgentError.from(thrown, 'unreachable');
    }
    standing = true;
    connection = made;
    events.tell({ kind: 'connected' });
    return made;
  };
  const setBlocked = (to: boolean, reason: string): void => {
    blocked = to;
    for (const lane of lanes.values()) lane.setBlocked(to);
    events.tell(to ? { kind: 'blocked', reason } : { kind: 'unblocked' });
  };
  const lose = (why: Error): void => {
    connection = undefined;
    blocked = false;
    for (const lane of lanes.values()) {
      lane.stop();
      lane.setBlocked(false);
    }
    events.tell({ kind: 'lost', why });
    if (!closing.signal.aborted && awake === undefined) void reconnect();
  };
  const reconnect = async (): Promise<void> => {
    // Timers of a clock let a process end; one that serves agents has to outlive its broker.
    awake = setInterval(() => undefined, 2 ** 30);
    await persist(open, {
      ...persistence,
      wanted: () => connection === undefined,
      failed: (thrown) => events.tell({ kind: 'unreachable', why: AgentError.from(thrown, 'unreachable') }),
    });
    clearInterval(awake);
    awake = undefined;
  };
  const open = (): Promise<AmqpConnection> => {
    if (connection !== undefined) return Promise.resolve(connection);
    if (closing.signal.aborted) return Promise.reject(AgentError.of('unreachable', 'the transport is closed'));
    opening ??= connect().finally(() => (opening = undefined));
    return opening;
  };
  /** The peer may be gone without a word. */
  const giveUp = (dead: AmqpConnection | undefined, why: Error): void => {
    dead?.destroy();
    if (dead !== undefined && dead === connection) lose(why);
  };
  const overdue = (): void => giveUp(connection, new Error('no confirm within the time allowed'));
  const laneOf = (exchange: string): Lane => {
    let lane = lanes.get(exchange);
    if (lane === undefined) {
      lane = createLane({ ...ledger, clock, overdue }, persistence, redeclare);
      lanes.set(exchange, lane);
      lane.setBlocked(blocked);
      if (connection !== undefined) void lane.startSoon(connection);
    }
    return lane;
  };

  const send: Link['send'] = (publication, signal, settled) =>
    laneOf(publication.exchange).ledger.send(publication, signal, settled);

  return {
    open,
    async declare(topology) {
      const on = await open();
      await on.declare(topology);
      topologies.add(topology);
      return () => void topologies.delete(topology);
    },
    get connection() {
      return connection;
    },
    send,
    publish: (publication) =>
      new Promise((resolve, reject) => {
        send(publication, undefined, (sent) => (sent instanceof AgentError ? reject(sent) : resolve(sent)));
      }),
    async consume(queue, prefetch, deliver) {
      const on = await open();
      const consumer = createKeptConsumer({
        queue,
        prefetch,
        deliver,
        closed: () => consumers.delete(consumer),
        async restart() {
          events.tell({ kind: 'consumer-cancelled', queue });
          const at = connection;
          if (at === undefined) return;
          await persist(() => redeclare(at).then(() => consumer.start(at)), {
            ...persistence,
            wanted: () => connection === at && consumers.has(consumer),
          });
        },
      });
      await consumer.start(on);
      // Lost meanwhile, it is not among those that the next connection starts.
      if (connection !== on) throw AgentError.of('unreachable', `the broker was lost while ${queue} was subscribed to`);
      consumers.add(consumer);
      return consumer;
    },
    async close(grace) {
      const drained = Promise.all([...lanes.values()].map(({ ledger: one }) => one.drained()));
      if (grace > 0 && connection !== undefined) await Promise.race([drained, sleep(clock, grace, closing.signal)]);
      closing.abort(AgentError.of('unreachable', 'the transport is closed'));
      for (const lane of lanes.values()) {
        lane.stop();
        lane.ledger.close();
      }
      clearInterval(awake);
      const last = connection;
      connection = undefined;
      await opening?.catch(() => undefined);
      await last?.close();
    },
  };
}
