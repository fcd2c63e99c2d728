import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBroker, deadLetterHeaders, subscribe, type Delivery } from '@agentwire/runtime/memory';
import { fakeClock } from '@agentwire/runtime/testing';

const clock = fakeClock(1000);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const message = (
  topic: string,
  value: number,
  key?: string,
): Parameters<ReturnType<typeof createBroker>['publish']>[0] => ({
  topic,
  headers: { n: String(value) },
  body: bytes(value),
  ...(key === undefined ? {} : { key }),
});
const numbers = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ message }) => message.body[0] ?? -1);

describe('the embedded broker', () => {
  test('gives each message of a group to one of its consumers, in turn', async () => {
    const broker = createBroker({ clock });
    const taken: string[] = [];
    for (const who of ['a', 'b', 'c'])
      subscribe(broker, 't', (d) => (taken.push(`${who}${d.message.body[0]}`), d.ack()), { group: 'g' });
    for (let n = 0; n < 5; n++) expect(await broker.publish(message('t', n))).toBe(1);
    await clock.settle();
    expect(taken).toEqual(['a0', 'b1', 'c2', 'a3', 'b4']);
  });

  test('gives each subscriber without a group, and each group, a copy of its own', async () => {
    const broker = createBroker({ clock });
    const taken: string[] = [];
    const take = (who: string, group?: string): void => {
      subscribe(broker, 't', (d) => (taken.push(who), d.ack()), group === undefined ? {} : { group });
    };
    take('one');
    take('two');
    take('g1', 'g');
    take('g2', 'g');
    take('h', 'h');
    expect(await broker.publish(message('t', 1))).toBe(4);
    await clock.settle();
    expect(taken.toSorted()).toEqual(['g1', 'h', 'one', 'two']);
  });

  test('shares no buffer and no headers between sender, consumers and deliveries', async () => {
    const broker = createBroker({ clock });
    const seen: [number | undefined, string | undefined][] = [];
    const spoil = (d: Delivery): void => {
      seen.push([d.message.body[0], d.message.headers['n']]);
      d.message.body[0] = 99;
      (d.message.headers as Record<string, string>)['n'] = 'spoilt';
      if (d.attempt === 1) d.requeue();
      else d.ack();
    };
    subscribe(broker, 't', spoil);
    subscribe(broker, 't', spoil);
    const sent = message('t', 1);
    await broker.publish(sent);
    sent.body[0] = 77;
    await clock.settle();
    expect(seen).toEqual(Array.from({ length: 4 }, () => [1, '1']));
  });

  test('keeps the order of each key while other keys pass by', async () => {
    const broker = createBroker({ clock });
    const held: Delivery[] = [];
    subscribe(broker, 't', (d) => void held.push(d), { group: 'g' });
    subscribe(broker, 't', (d) => void held.push(d), { group: 'g' });
    for (const [n, key] of [
      [1, 'x'],
      [2, 'x'],
      [3, 'y'],
      [4, 'x'],
    ] as const)
      await broker.publish(message('t', n, key));
    await clock.settle();
    expect(numbers(held)).toEqual([1, 3]);
    held[0]?.ack();
    await clock.settle();
    expect(numbers(held)).toEqual([1, 3, 2]);
    held[2]?.requeue();
    await clock.settle();
    expect(numbers(held)).toEqual([1, 3, 2, 2]);
    held[3]?.ack();
    await clock.settle();
    expect(numbers(held)).toEqual([1, 3, 2, 2, 4]);
  });

  test('delivers again what a consumer leaves unsettled when it goes away, in the old order', async () => {
    const broker = createBroker({ clock });
    const first = subscribe(broker, 't', () => undefined, { group: 'g', prefetch: 2 });
    for (let n = 1; n <= 3; n++) await broker.publish(message('t', n));
    await clock.settle();
    const taken: string[] = [];
    subscribe(broker, 't', (d) => (taken.push(`${d.message.body[0]}/${d.attempt}`), d.ack()), {
      group: 'g',
      prefetch: 1,
    });
    first.close();
    await clock.settle();
    expect(taken.toSorted()).toEqual(['1/2', '2/2', '3/1']);
    expect(taken.filter((one) => one.endsWith('/2'))).toEqual(['1/2', '2/2']);
  });

  test('parks a message after its last delivery, with reason, queue, topic and count as headers', async () => {
    const broker = createBroker({ clock });
    const dead: Delivery[] = [];
    subscribe(broker, 'dead', (d) => (dead.push(d), d.ack()));
    const attempts: [number, boolean][] = [];
    subscribe(
      broker,
      't',
      (d) => {
        attempts.push([d.attempt, d.last]);
        throw new Error('never works');
      },
      { group: 'g', maxDeliveries: 3, deadLetters: 'dead' },
    );
    await broker.publish(message('t', 1));
    await clock.settle();
    expect(attempts).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(dead[0]?.message.headers).toMatchObject({
      n: '1',
      [deadLetterHeaders.reason]: 'max_deliveries',
      [deadLetterHeaders.topic]: 't',
      [deadLetterHeaders.deliveries]: '3',
    });
  });

  test('makes dead letters of what is left when the last consumer of a passing queue goes', async () => {
    const broker = createBroker({ clock });
    const reasons: (string | undefined)[] = [];
    subscribe(broker, 'dead', (d) => (reasons.push(d.message.headers[deadLetterHeaders.reason]), d.ack()));
    const only = subscribe(broker, 't', () => undefined, { group: 'g', prefetch: 1, deadLetters: 'dead' });
    await broker.publish(message('t', 1));
    await broker.publish(message('t', 2));
    await clock.settle();
    only.close();
    await clock.settle();
    expect(reasons).toEqual(['abandoned', 'abandoned']);
    expect(await broker.publish(message('t', 3))).toBe(0);
  });

  test('keeps the messages of a durable queue until somebody consumes it', async () => {
    const broker = createBroker({ clock });
    broker.declare('q', { durable: true });
    broker.bind('q', 't');
    expect(await broker.publish(message('t', 1))).toBe(1);
    const taken: Delivery[] = [];
    broker.consume('q', (d) => void taken.push(d)).close();
    broker.consume('q', (d) => void taken.push(d));
    await clock.settle();
    expect(numbers(taken)).toEqual([1]);
  });

  test('lets publishers wait while a queue is full, and takes their messages in order', async () => {
    const broker = createBroker({ clock });
    const held: Delivery[] = [];
    subscribe(broker, 't', (d) => void held.push(d), { group: 'g', prefetch: 1, limit: 1 });
    const done: number[] = [];
    for (let n = 1; n <= 4; n++) void broker.publish(message('t', n)).then(() => done.push(n));
    await clock.settle();
    expect(done).toEqual([1, 2]);
    held[0]?.ack();
    await clock.settle();
    expect(done).toEqual([1, 2, 3]);
    for (let n = 1; n < 4; n++) {
      held[n]?.ack();
      await clock.settle();
    }
    expect(numbers(held)).toEqual([1, 2, 3, 4]);
  });

  test('lets a publisher give up waiting: its message is then nowhere', async () => {
    const broker = createBroker({ clock });
    const held: Delivery[] = [];
    subscribe(broker, 't', (d) => void held.push(d), { group: 'g', prefetch: 1, limit: 1 });
    await broker.publish(message('t', 1));
    await clock.settle();
    await broker.publish(message('t', 2));
    const controller = new AbortController();
    const third = broker.publish(message('t', 3), controller.signal);
    controller.abort(new Error('enough'));
    await expect(third).rejects.toThrow('enough');
    held[0]?.ack();
    await clock.settle();
    held[1]?.ack();
    await clock.settle();
    expect(numbers(held)).toEqual([1, 2]);
  });

  test('gives nothing new to a paused consumer, and counts it out', async () => {
    const broker = createBroker({ clock });
    const taken: number[] = [];
    const first = subscribe(broker, 't', (d) => (taken.push(1), d.ack()), { group: 'g' });
    const second = subscribe(broker, 't', (d) => (taken.push(2), d.ack()), { group: 'g' });
    expect([first.alone, second.alone]).toEqual([false, false]);
    first.pause();
    expect([first.alone, second.alone]).toEqual([false, true]);
    await broker.publish(message('t', 1));
    await broker.publish(message('t', 2));
    await clock.settle();
    expect(taken).toEqual([2, 2]);
    second.pause();
    expect(broker.listens('t')).toBe(false);
  });

  test('settles once: what comes after changes nothing', async () => {
    const broker = createBroker({ clock });
    const taken: Delivery[] = [];
    subscribe(broker, 't', (d) => void taken.push(d), { group: 'g' });
    await broker.publish(message('t', 1));
    await clock.settle();
    taken[0]?.ack();
    taken[0]?.requeue();
    taken[0]?.deadLetter('late');
    await clock.settle();
    expect(taken).toHaveLength(1);
  });

  test('loses and doubles nothing under any mix of consumers that ack, reject, go and come', async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('publish' as const),
        key: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
      }),
      fc.record({ kind: fc.constantFrom('ack' as const, 'requeue' as const), at: fc.nat(20) }),
      fc.record({ kind: fc.constantFrom('leave' as const, 'join' as const), at: fc.nat(5) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const broker = createBroker({ clock });
        broker.declare('q', { durable: true, maxDeliveries: 1e6 });
        broker.bind('q', 't');
        const open: { delivery: Delivery; owner: number }[] = [];
        const handled: number[] = [];
        const consumers = new Map<number, { close(): void }>();
        const join = (owner: number): void => {
          if (consumers.has(owner)) return;
          consumers.set(
            owner,
            broker.consume('q', (delivery) => void open.push({ delivery, owner }), { prefetch: 3 }),
          );
        };
        let published = 0;
        for (const one of steps) {
          if (one.kind === 'publish') await broker.publish(message('t', published++, one.key));
          else if (one.kind === 'join') join(one.at);
          else if (one.kind === 'leave') {
            consumers.get(one.at)?.close();
            consumers.delete(one.at);
            for (let i = open.length - 1; i >= 0; i--) if (open[i]?.owner === one.at) open.splice(i, 1);
          } else {
            const [taken] = open.splice(one.at % Math.max(1, open.length), 1);
            if (one.kind === 'ack' && taken !== undefined) handled.push(taken.delivery.message.body[0] ?? -1);
            taken?.delivery[one.kind]();
          }
          await clock.settle();
        }
        join(100);
        await clock.settle();
        while (open.length > 0) {
          const [taken] = open.splice(0, 1);
          handled.push(taken?.delivery.message.body[0] ?? -1);
          taken?.delivery.ack();
          await clock.settle();
        }
        expect(handled.toSorted((a, b) => a - b)).toEqual(Array.from({ length: published }, (_, n) => n));
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});
