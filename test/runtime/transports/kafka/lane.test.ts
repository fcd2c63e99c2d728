import { AgentError } from '@agentwire/runtime';
import { fakeClock, type FakeClock } from '@agentwire/runtime/testing';
import { expect, test } from 'vitest';
import type { OutgoingRecord } from '../../../../runtime/src/transports/kafka/driver.js';
import { createLane, type Lane, type LaneOptions } from '../../../../runtime/src/transports/kafka/lane.js';
import { gate, type Gate } from '../../../support/kitchen.js';

interface Bench {
  readonly clock: FakeClock;
  readonly lane: Lane;
  /** The sizes of the requests that were sent. */
  readonly requests: number[];
  /** Lets the request under way end. */
  readonly gates: Gate[];
}

function bench(options: Partial<LaneOptions> = {}): Bench {
  const clock = fakeClock();
  const requests: number[] = [];
  const gates: Gate[] = [];
  const lane = createLane({
    clock,
    batchSize: 1000,
    linger: 5,
    maxRequest: 2000,
    maxWaiting: 10_000,
    async send(records) {
      requests.push(records.length);
      const passed = gate();
      gates.push(passed);
      await passed.passed;
    },
    ...options,
  });
  return { clock, lane, requests, gates };
}

const record = (size: number): OutgoingRecord => ({ key: new Uint8Array(), value: new Uint8Array(size), headers: {} });

test('waits the linger for more, and sends it together', async () => {
  const { clock, lane, requests } = bench();
  void lane.push(record(10));
  await clock.advance(4);
  void lane.push(record(10));
  expect(requests).toEqual([]);
  await clock.advance(1);
  expect(requests).toEqual([2]);
});

test('sends at once when a batch is full', async () => {
  const { lane, requests } = bench();
  void lane.push(record(999));
  expect(requests).toEqual([]);
  void lane.push(record(1));
  expect(requests).toEqual([2]);
});

test('has one request on its way at a time; what comes meanwhile goes with the next, as far as it fits', async () => {
  const { clock, lane, requests, gates } = bench();
  void lane.push(record(1000));
  for (let n = 0; n < 5; n++) void lane.push(record(900));
  await clock.advance(100);
  expect(requests).toEqual([1]);
  gates[0]?.open();
  await clock.settle();
  expect(requests).toEqual([1, 2]);
  gates[1]?.open();
  await clock.settle();
  gates[2]?.open();
  await clock.settle();
  expect(requests).toEqual([1, 2, 2, 1]);
});

test('tells each record how its own request ended, and goes on', async () => {
  let fails = true;
  const { clock, lane } = bench({
    async send() {
      if (fails) throw AgentError.of('unreachable', 'no leader');
    },
  });
  const first = lane.push(record(10));
  const failed = expect(first).rejects.toMatchObject({ reason: 'unreachable' });
  await clock.advance(5);
  await failed;
  fails = false;
  const second = lane.push(record(10));
  await clock.advance(5);
  await second;
});

test('takes a record back that waits, and none that is on its way', async () => {
  const { clock, lane, requests, gates } = bench();
  const waits = new AbortController();
  const back = lane.push(record(10), waits.signal);
  const taken = expect(back).rejects.toMatchObject({ reason: 'cancelled' });
  waits.abort(AgentError.of('cancelled', 'no longer'));
  await taken;
  await clock.advance(5);
  expect(requests).toEqual([]);
  const sent = new AbortController();
  const gone = lane.push(record(10), sent.signal);
  await clock.advance(5);
  sent.abort(AgentError.of('cancelled', 'too late'));
  gates[0]?.open();
  await gone;
});

test('refuses what there is no room for', async () => {
  const { lane } = bench();
  void lane.push(record(9000));
  void lane.push(record(9000));
  await expect(lane.push(record(9000))).rejects.toMatchObject({ reason: 'overloaded', outcome: 'rejected' });
});

test('flushes what waits, and what is on its way', async () => {
  const { clock, lane, gates } = bench();
  void lane.push(record(10));
  let flushed = false;
  void lane.flush().then(() => (flushed = true));
  await clock.settle();
  expect(flushed).toBe(false);
  gates[0]?.open();
  await clock.settle();
  expect(flushed).toBe(true);
});
