import { describe, expect, test } from 'vitest';
import { createSlots } from '../../runtime/src/slots.js';

const { signal } = new AbortController();

describe('slots', () => {
  test('let as many run as there are, the others in their order', async () => {
    const slots = createSlots(2, 10);
    const started: number[] = [];
    for (let n = 0; n < 5; n++) void slots.take(signal).then(() => started.push(n));
    await Promise.resolve();
    expect([started, slots.active, slots.queued]).toEqual([[0, 1], 2, 3]);
    slots.release();
    await Promise.resolve();
    expect([started, slots.active, slots.queued]).toEqual([[0, 1, 2], 2, 2]);
  });

  test('refuse what the queue has no room for', async () => {
    const slots = createSlots(1, 1);
    await slots.take(signal);
    void slots.take(signal);
    await expect(slots.take(signal)).rejects.toMatchObject({
      reason: 'overloaded',
      outcome: 'rejected',
      retryable: true,
    });
  });

  test('give up a place in the queue when the signal aborts, also one that had aborted before', async () => {
    const slots = createSlots(1, 5);
    await slots.take(signal);
    const controller = new AbortController();
    const waiting = slots.take(controller.signal);
    expect(slots.queued).toBe(1);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(slots.take(controller.signal)).rejects.toThrow('enough');
    expect([slots.active, slots.queued]).toEqual([1, 0]);
    slots.release();
    await expect(slots.take(controller.signal)).rejects.toThrow('enough');
    expect(slots.active).toBe(0);
  });
});
