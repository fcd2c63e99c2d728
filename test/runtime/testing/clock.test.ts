import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sleep } from '../../../runtime/src/clock.js';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';

describe('the fake clock', () => {
  test('stands still until it is advanced', async () => {
    const clock = fakeClock(1000);
    const fired: number[] = [];
    clock.timer(50, () => fired.push(clock.now()));
    await clock.advance(49);
    expect([clock.now(), fired]).toEqual([1049, []]);
    await clock.advance(1);
    expect([clock.now(), fired]).toEqual([1050, [1050]]);
  });

  test('runs timers by their moment, those of one moment in the order they were set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100), { maxLength: 20 }), async (delays) => {
        const clock = fakeClock(0);
        const fired: [number, number][] = [];
        delays.forEach((delay, index) => clock.timer(delay, () => fired.push([clock.now(), index])));
        await clock.advance(100);
        const expected = delays.map((delay, index): [number, number] => [delay, index]);
        expect(fired).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
        expect(clock.timers).toBe(0);
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  test('lets promises settle between two timers, so that a chain of waits passes in one go', async () => {
    const clock = fakeClock(0);
    const passed: number[] = [];
    void (async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(clock, 10);
        passed.push(clock.now());
      }
    })();
    await clock.advance(35);
    expect(passed).toEqual([10, 20, 30]);
  });

  test('forgets a timer that was cancelled, also by another timer', async () => {
    const clock = fakeClock(0);
    let fired = false;
    const later = clock.timer(2, () => (fired = true));
    clock.timer(1, () => later.cancel());
    await clock.advance(5);
    expect(fired).toBe(false);
  });
});

describe('seeded randomness', () => {
  test('is the same for the same seed and another for another', () => {
    const draw = (seed: number): string[] => {
      const random = seededRandom(seed);
      return [random.uuid(), random.hex(8), String(random.fraction())];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('makes UUIDs of version 4, hex of the length asked for and fractions below 1', () => {
    const random = seededRandom(3);
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const uuid = random.uuid();
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      seen.add(uuid);
      expect(random.hex(8)).toMatch(/^[0-9a-f]{16}$/);
      const fraction = random.fraction();
      expect(fraction >= 0 && fraction < 1).toBe(true);
    }
    expect(seen.size).toBe(200);
  });
});
