import { describe, expect, test } from 'vitest';
import { fakeClock } from '@agentwire/runtime/testing';
import type { KeptAnswer } from '../../../../runtime/src/dedupe.js';
import { memoryDedupe } from '../../../../runtime/src/stores/memory/dedupe.js';

const minute = 60_000;
const reply = (length: number, fill = 1): KeptAnswer => ({
  kind: 'reply',
  frame: { encoding: 'json', body: new Uint8Array(length).fill(fill), headers: {} },
});

describe('the dedupe store in memory', () => {
  test('gives a message to the first who asks, and its answer to all others', async () => {
    const store = memoryDedupe({ clock: fakeClock(0) });
    expect(await store.reserve('a', minute)).toEqual({ kind: 'fresh' });
    expect(await store.reserve('b', minute)).toEqual({ kind: 'fresh' });
    const second = await store.reserve('a', minute);
    if (second.kind !== 'reserved') throw new Error(`it is ${second.kind}`);
    await store.complete('a', reply(3));
    await second.settled;
    expect(await store.reserve('a', minute)).toEqual({ kind: 'done', answer: reply(3) });
  });

  test('gives a released message to the next who asks', async () => {
    const store = memoryDedupe({ clock: fakeClock(0) });
    await store.reserve('a', minute);
    const second = await store.reserve('a', minute);
    await store.release('a');
    if (second.kind === 'reserved') await second.settled;
    expect(await store.has('a')).toBe(false);
    expect(await store.reserve('a', minute)).toEqual({ kind: 'fresh' });
  });

  test('keeps its own copy of an answer', async () => {
    const store = memoryDedupe({ clock: fakeClock(0) });
    const answer = reply(3);
    await store.reserve('a', minute);
    await store.complete('a', answer);
    if (answer.kind === 'reply') answer.frame.body.fill(9);
    expect(await store.reserve('a', minute)).toEqual({ kind: 'done', answer: reply(3) });
  });

  test('forgets a message when no copy can come any more and its answer has lived', async () => {
    const clock = fakeClock(0);
    const store = memoryDedupe({ clock, answerLife: 2 * minute });
    await store.reserve('short', minute);
    await store.complete('short', { kind: 'done' });
    await store.reserve('long', 5 * minute);
    await store.complete('long', { kind: 'done' });
    await clock.advance(2 * minute + 20_000);
    await store.reserve('other', 9 * minute);
    expect([await store.has('short'), await store.has('long')]).toEqual([false, true]);
    await clock.advance(3 * minute);
    await store.reserve('another', 9 * minute);
    expect(await store.has('long')).toBe(false);
  });

  test('never forgets a message whose handler still runs', async () => {
    const clock = fakeClock(0);
    const store = memoryDedupe({ clock });
    await store.reserve('slow', minute);
    for (let minutes = 0; minutes < 10; minutes++) {
      await clock.advance(minute);
      await store.reserve(`other ${minutes}`, clock.now() + minute);
    }
    expect((await store.reserve('slow', minute)).kind).toBe('reserved');
  });

  test('takes no new message when it is full, and still knows the old ones', async () => {
    const store = memoryDedupe({ clock: fakeClock(0), limit: 2 });
    await store.reserve('a', minute);
    await store.reserve('b', minute);
    await expect(store.reserve('c', minute)).rejects.toMatchObject({
      reason: 'replay_store_unavailable',
      code: 'unavailable',
      outcome: 'rejected',
    });
    expect((await store.reserve('a', minute)).kind).toBe('reserved');
    await store.release('b');
    expect(await store.reserve('c', minute)).toEqual({ kind: 'fresh' });
  });

  test('lets the oldest answers go when they are too many, and remembers that there was one', async () => {
    const store = memoryDedupe({ clock: fakeClock(0), answerBytes: 2500, maxAnswer: 2000 });
    for (const key of ['a', 'b', 'c']) {
      await store.reserve(key, minute);
      await store.complete(key, reply(1000));
    }
    expect(await store.reserve('a', minute)).toEqual({ kind: 'done', answer: { kind: 'gone' } });
    expect(await store.reserve('c', minute)).toEqual({ kind: 'done', answer: reply(1000) });
    await store.reserve('long', minute);
    await store.complete('long', reply(2000));
    expect(await store.reserve('long', minute)).toEqual({ kind: 'done', answer: { kind: 'gone' } });
  });
});
