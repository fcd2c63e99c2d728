import { describe, expect, test } from 'vitest';
import { createQueue } from '../../runtime/src/queue.js';

async function all<T>(queue: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

describe('a queue', () => {
  test('gives items in order to whoever comes before or after them', async () => {
    const queue = createQueue<number>(10);
    const early = all(queue);
    queue.push(1);
    queue.push(2);
    queue.end();
    expect(await early).toEqual([1, 2]);

    const later = createQueue<number>(10);
    later.push(1);
    later.push(2);
    later.end();
    expect(await all(later)).toEqual([1, 2]);
  });

  test('takes no more than its limit', async () => {
    const queue = createQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
    queue.end();
    expect(await all(queue)).toEqual([1, 2]);
  });

  test('fails after what was pushed before', async () => {
    const queue = createQueue<number>(2);
    queue.push(1);
    queue.fail(new Error('lost'));
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const item of queue) seen.push(item);
    };
    await expect(read()).rejects.toThrow('lost');
    expect(seen).toEqual([1]);
  });

  test('lets its reader stop early', async () => {
    const queue = createQueue<number>(2);
    queue.push(1);
    queue.push(2);
    for await (const item of queue) if (item === 1) break;
    expect(queue.push(3)).toBe(true);
  });
});
