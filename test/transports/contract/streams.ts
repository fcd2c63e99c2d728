import type { AgentError } from '@agentwire/runtime';
import { expect, test } from 'vitest';
import type { News } from '../../support/agents.js';
import { gate } from '../../support/kitchen.js';
import { tables, testWhere, type Subject } from './subject.js';

// More than the kernel's buffers of a connection can hold.
const many = 6000;
const text = 'x'.repeat(3900);

/** Counts what was asked of it, and tells when it was let go. */
function counted<T>(make: (n: number) => T, limit = Infinity): Counted<T> {
  const done = gate();
  const source = {
    taken: 0,
    released: done.passed,
    async *[Symbol.asyncIterator]() {
      try {
        while (source.taken < limit) yield make(++source.taken);
      } finally {
        done.open();
      }
    },
  };
  return source;
}

interface Counted<T> extends AsyncIterable<T> {
  readonly taken: number;
  readonly released: Promise<void>;
}

const news = (n: number): News => ({ topic: String(n), text });

async function read<T>(items: AsyncIterable<T>, take = Infinity): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) if (all.push(item) >= take) break;
  return all;
}

/** Reads to the end that is an error. */
async function failing<T>(items: AsyncIterable<T>): Promise<{ readonly seen: T[]; readonly error: AgentError }> {
  const seen: T[] = [];
  try {
    for await (const item of items) seen.push(item);
  } catch (thrown) {
    return { seen, error: thrown as AgentError };
  }
  throw new Error('the stream ended well');
}

/** What a stream of `many` large items may have in buffers when nobody reads: far less than all of it. */
const bounded = many / 2;

export function streams(subject: Subject): void {
  const lay = tables(subject);
  const bothWays = testWhere(subject.bothWays, 'HTTP/1.1 streams one way at a time');

  test("brings the agent's stream in order, typed and filled, and then its end", async () => {
    const { client } = await lay({
      async *watch({ dish }) {
        for (let n = 0; n < 50; n++) yield { state: `${dish} ${n}` };
      },
    });
    const call = client.watch({ order_id: 'o-1', dish: 'soup' });
    const states = await read(call);
    expect(states).toEqual(Array.from({ length: 50 }, (_, n) => ({ order_id: 'o-1', state: `soup ${n}` })));
    expect(await call.result).toEqual({ ok: true });
    await call.accepted;
  });

  test("brings the caller's stream in order to the handler, and one reply back", async () => {
    const { client } = await lay({
      async stock(crates) {
        const topics = (await read(crates)).map(({ topic }) => topic);
        return { state: 'done', note: topics.join(' ') };
      },
    });
    const reply = await client.stock(counted(news, 20));
    expect(reply.note).toBe(Array.from({ length: 20 }, (_, n) => String(n + 1)).join(' '));
  });

  test('takes any iterable as a stream, and none at all', async () => {
    const { client } = await lay({
      async stock(crates) {
        return { state: 'done', note: String((await read(crates)).length) };
      },
    });
    expect((await client.stock([news(1), news(2)])).note).toBe('2');
    expect((await client.stock([])).note).toBe('0');
  });

  test('a stream that nobody reads stops its handler before it has sent it all', async () => {
    const source = counted((n) => ({ state: `${n} ${text}` }), many);
    const { client } = await lay({ watch: () => source });
    const call = client.watch({ dish: 'soup' });
    const iterator = call[Symbol.asyncIterator]();
    await iterator.next();
    // Whatever is on the way has arrived when a call that was made later has been answered.
    for (let n = 0; n < 20; n++) await client.cook({ dish: 'soup' });
    expect(source.taken).toBeLessThan(bounded);
    let rest = 1;
    while ((await iterator.next()).done !== true) rest++;
    expect(rest).toBe(many);
  });

  test('a handler that does not read stops its caller before he has sent it all', async () => {
    const { passed, open } = gate();
    let heard = 0;
    const { client } = await lay({
      async stock(crates) {
        await passed;
        for await (const _ of crates) heard++;
        return { state: 'done' };
      },
    });
    const source = counted(news, many);
    const call = client.stock(source);
    for (let n = 0; n < 20; n++) await client.cook({ dish: 'soup' });
    expect(source.taken).toBeLessThan(bounded);
    open();
    expect((await call).state).toBe('done');
    expect(heard).toBe(many);
  });

  test('a reader who leaves early stops the handler and lets its source go', async () => {
    const source = counted((n) => ({ state: String(n) }));
    const told = gate();
    const { client } = await lay({
      watch: (_, { signal }) => {
        signal.addEventListener('abort', () => told.open());
        return source;
      },
    });
    const call = client.watch({ dish: 'soup' });
    expect(await read(call, 3)).toHaveLength(3);
    await told.passed;
    await source.released;
    expect(await call.result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test("a handler that answers early lets the caller's source go", async () => {
    const source = counted(news);
    const { client } = await lay({
      async stock(crates) {
        const [first] = await read(crates, 1);
        return { state: 'done', note: first?.topic ?? '' };
      },
    });
    expect((await client.stock(source)).note).toBe('1');
    await source.released;
  });

  test('an error in the middle comes after the items before it, with its typed detail', async () => {
    const { client } = await lay({
      async *watch({ dish }, { fail }) {
        yield { state: '1' };
        yield { state: '2' };
        throw fail('sold_out', { dish });
      },
    });
    const call = client.watch({ dish: 'soup' });
    const { seen, error } = await failing(call);
    expect(seen.map(({ state }) => state)).toEqual(['1', '2']);
    expect(error).toMatchObject({ reason: 'sold_out', outcome: 'handled', detail: { dish: 'soup' } });
    expect(await call.result).toMatchObject({ ok: false, error: { reason: 'sold_out' } });
  });

  test('an item that its schema forbids ends the stream that it is in, on either side', async () => {
    const { client } = await lay({
      *watch() {
        yield { state: '1' };
        yield { state: '2', done: 7 };
      },
      stock: async (crates) => ({ state: 'done', note: String((await read(crates)).length) }),
    });
    const { seen, error } = await failing(client.watch({ dish: 'soup' }));
    expect(seen).toHaveLength(1);
    expect(error).toMatchObject({ reason: 'reply_invalid', path: '/payload/data/done' });
    const outcome = await client.stock([news(1), { topic: 'bad', text: 7 } as never]).result;
    expect(outcome).toMatchObject({ ok: false, error: { reason: 'payload_invalid', path: '/payload/data/text' } });
  });

  test("a source that fails ends the caller's call, and the handler is told", async () => {
    const [started, told] = [gate(), gate()];
    const { client } = await lay({
      async stock(crates, { signal }) {
        signal.addEventListener('abort', () => told.open());
        for await (const _ of crates) started.open();
        return { state: 'done' };
      },
    });
    async function* broken(): AsyncGenerator<News> {
      yield news(1);
      await started.passed;
      throw new Error('disk full');
    }
    const outcome = await client.stock(broken()).result;
    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled', outcome: 'unknown' } });
    await told.passed;
  });

  test('a cancelled stream ends with `cancelled`, and its handler is told', async () => {
    const told = gate();
    const { client } = await lay({
      async *watch(_, { signal }) {
        signal.addEventListener('abort', () => told.open());
        yield { state: '1' };
        await told.passed;
      },
    });
    const call = client.watch({ dish: 'soup' });
    const iterator = call[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ state: '1' });
    call.cancel('guests left');
    await expect(iterator.next()).rejects.toMatchObject({ reason: 'cancelled', message: 'guests left' });
    await told.passed;
  });

  test('a stream past its deadline fails, and its handler is told', async () => {
    const told = gate();
    const { client } = await lay({
      async *watch(_, { signal }) {
        signal.addEventListener('abort', () => told.open());
        yield { state: '1' };
        await told.passed;
      },
    });
    const { error } = await failing(
      client.watch({ dish: 'soup' }, { deadline: subject.keeps === true ? '2s' : '200ms' }),
    );
    expect(error.code).toBe('deadline_exceeded');
    await told.passed;
  });

  test('closing lets a stream that is under way come to its end', async () => {
    const { passed, open } = gate();
    const started = gate();
    const { client, cook } = await lay({
      async *watch() {
        yield { state: '1' };
        started.open();
        await passed;
        yield { state: '2' };
      },
    });
    const states = read(client.watch({ dish: 'soup' }));
    await started.passed;
    const closed = cook.close('5s');
    open();
    expect(await states).toHaveLength(2);
    await closed;
  });

  test('closing without grace ends a stream; its outcome is open', async () => {
    const { client, cook } = await lay({
      async *watch() {
        yield { state: '1' };
        await gate().passed;
      },
    });
    const call = client.watch({ dish: 'soup' });
    const iterator = call[Symbol.asyncIterator]();
    await iterator.next();
    await cook.close(0);
    await expect(iterator.next()).rejects.toMatchObject({ code: 'unavailable', outcome: 'unknown' });
  });

  test('streams keep no task waiting, and are refused beyond their own number', async () => {
    const { client } = await lay(
      {
        async *watch() {
          yield { state: '1' };
          await gate().passed;
        },
      },
      { capacity: 1, streams: 2 },
    );
    const calls = [client.watch({ dish: 'soup' }), client.watch({ dish: 'soup' })];
    for (const call of calls) await call[Symbol.asyncIterator]().next();
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
    const { error } = await failing(client.watch({ dish: 'soup' }));
    expect(error).toMatchObject({ reason: 'overloaded', outcome: 'rejected' });
  });

  bothWays('brings both streams of a call at their own pace', async () => {
    const { client } = await lay({
      async *chat(heard) {
        for await (const { topic } of heard) {
          yield { topic, text: 'heard' };
          yield { topic, text: 'understood' };
        }
        yield { topic: 'end', text: 'goodbye' };
      },
    });
    const call = client.chat(counted(news, 100));
    const said = await read(call);
    expect(said).toHaveLength(201);
    expect(said.slice(0, 3)).toEqual([
      { topic: '1', text: 'heard' },
      { topic: '1', text: 'understood' },
      { topic: '2', text: 'heard' },
    ]);
    expect(said.at(-1)?.text).toBe('goodbye');
  });

  bothWays('a caller may only listen', async () => {
    const { client } = await lay({
      async *chat(heard) {
        yield { topic: 'count', text: String((await read(heard)).length) };
      },
    });
    expect(await read(client.chat())).toEqual([{ topic: 'count', text: '0' }]);
  });

  bothWays('brings what the agent says before the caller has said anything', async () => {
    const { passed, open } = gate();
    const { client } = await lay({
      async *chat(heard) {
        yield { topic: 'first', text: 'welcome' };
        for await (const item of heard) yield item;
      },
    });
    async function* later(): AsyncGenerator<News> {
      await passed;
      yield { topic: 'second', text: 'thanks' };
    }
    const topics: string[] = [];
    for await (const { topic } of client.chat(later())) {
      topics.push(topic);
      open();
    }
    expect(topics).toEqual(['first', 'second']);
  });

  testWhere(!subject.bothWays, 'the transport streams both ways')(
    'says that it cannot stream both ways, before anything is sent',
    async () => {
      const { client } = await lay();
      const { error } = await failing(client.chat([]));
      expect(error).toMatchObject({ code: 'unimplemented', reason: 'operation_unsupported', outcome: 'rejected' });
    },
  );
}
