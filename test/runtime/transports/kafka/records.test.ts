/** Records as they lie in the log: what is written, what is parked, what is read from strangers. */
import { connect, identity, serve, type Client, type Served } from '@agentwire/runtime';
import { createLog, embedded, kafka, type KafkaDriver, type KafkaOptions, type Log } from '@agentwire/runtime/kafka';
import { ReportManager } from 'dora-protocol/agents/report-manager/index';
import { afterEach, expect, test } from 'vitest';
import type { LogRecord } from '../../../../runtime/src/broker/log.js';
import { AgentError } from '../../../../runtime/src/error.js';
import { unwrap } from '../../../../runtime/src/transports/kafka/agent-message.js';
import { CookAgent, type CookOperations } from '../../../support/agents.js';
import { gate, idle, type CookHandlers } from '../../../support/kitchen.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Table {
  readonly log: Log;
  readonly cook: Served;
  readonly client: Client<CookOperations>;
  /** All records of a topic, partition by partition. */
  records(topic: string): readonly LogRecord[];
  /** Waits for the next record of a topic that has none yet. */
  first(topic: string): Promise<LogRecord>;
}

async function lay(handlers: Partial<CookHandlers> = {}, options: Partial<KafkaOptions> = {}): Promise<Table> {
  const log = createLog();
  const over = kafka({ driver: embedded({ log }), producer: { linger: 0 }, ...options });
  const cook = await serve(CookAgent, { id: 'cook-1', on: over, handlers: { ...idle, ...handlers } });
  open.push(() => cook.close(0));
  const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), over });
  open.push(() => client.close());
  const records = (topic: string): LogRecord[] =>
    Array.from({ length: log.partitions(topic) ?? 0 }, (_, partition) => log.read(topic, partition, 0n, 1000)).flat();
  const first = async (topic: string): Promise<LogRecord> => {
    const { passed, open: come } = gate();
    const unwatch = log.watch((one) => one === topic && come());
    const [there] = records(topic);
    if (there === undefined) await passed;
    unwatch();
    const [record] = records(topic);
    if (record === undefined) throw new Error(`nothing came to ${topic}`);
    return record;
  };
  return { log, cook, client, records, first };
}

const text = new TextEncoder();
const append = (log: Log, topic: string, value: string | Uint8Array, headers: Record<string, string> = {}): bigint =>
  log.append(topic, 0, { key: undefined, value: typeof value === 'string' ? text.encode(value) : value, headers });

test('a request is an AgentMessage whose payload is the whole envelope; its headers repeat ids and nothing more', async () => {
  const { client, records } = await lay();
  const call = client.cook({ dish: 'soup' }, { metadata: { table: '7' } });
  await call;
  const [record] = records('orders-cook');
  if (record === undefined) throw new Error('nothing was sent');
  const message = unwrap(record.value);
  const { header } = call;
  expect(message).toMatchObject({
    id: header.message_id,
    timestamp: BigInt(header.timestamp.getTime()),
    agent_id: 'waiter-1',
    message_type: 'order',
    version: header.version,
  });
  const envelope: unknown = JSON.parse(new TextDecoder().decode(message.payload));
  expect(envelope).toMatchObject({ header: { message_id: header.message_id }, payload: { data: { dish: 'soup' } } });
  expect(Object.keys(record.headers).toSorted()).toEqual([
    'aw-call',
    'aw-credit',
    'aw-deadline',
    'aw-encoding',
    'aw-kind',
    'aw-reply-to',
    'aw-to',
    'traceparent',
    'x-agent-operation',
    'x-agent-version',
    'x-correlation-id',
    'x-trace-id',
  ]);
  expect(record.headers).toMatchObject({ 'aw-to': 'cook', 'aw-reply-to': 'agent-replies-waiter-1' });
});

test('a plain envelope is the value itself, and says so', async () => {
  const { client, records } = await lay({}, { framing: 'plain' });
  await client.cook({ dish: 'soup' });
  const [record] = records('orders-cook');
  expect(record?.headers['aw-framing']).toBe('plain');
  expect(JSON.parse(new TextDecoder().decode(record?.value))).toMatchObject({ payload: { data: { dish: 'soup' } } });
});

test("a record's key keeps what belongs together in one partition, in order", async () => {
  const seen: string[] = [];
  const { client, records } = await lay({
    instruct({ reason }) {
      seen.push(reason ?? '');
      return { state: 'done', order_id: 'o-1' };
    },
  });
  const calls = Array.from({ length: 20 }, (_, n) =>
    client.instruct({ verb: 'hurry', order_id: 'o-1', reason: String(n) }),
  );
  await Promise.all(calls);
  expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  const keys = records('instructions').map(({ key }) => new TextDecoder().decode(key));
  expect(new Set(keys)).toEqual(new Set(['o-1']));
});

test('an envelope that somebody typed is handled as any other', async () => {
  const heard = gate();
  const { log, client } = await lay({
    cook({ dish }, { header }) {
      if (dish === 'typed' && header.source.agent_id === 'a-stranger') heard.open();
      return { state: 'done' };
    },
  });
  const call = client.cook({ dish: 'sample' });
  await call;
  const header = {
    ...call.header,
    timestamp: new Date().toISOString(),
    source: { agent_id: 'a-stranger', agent_type: 'x' },
  };
  const { deadline: _, ...routing } = header.routing;
  append(
    log,
    'orders-cook',
    JSON.stringify({ header: { ...header, routing }, payload: { data: { order_id: 'o-1', dish: 'typed' } } }),
  );
  await heard.passed;
});

test.each([
  ['bytes that are nothing', Uint8Array.of(1, 2, 3), {}, 'malformed'],
  ['a schema that nobody knows', Uint8Array.of(0xc3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9), {}, 'schema_unknown'],
  ['JSON that is no envelope', '{"dish":"soup"}', {}, 'malformed'],
  ['JSON that ends too soon', '{"header":{', { 'aw-to': 'cook' }, 'malformed'],
  ['an encoding that there is not', '{}', { 'aw-to': 'cook', 'aw-encoding': 'yaml' }, 'content_type_unsupported'],
  ['a tombstone', new Uint8Array(), { 'aw-to': 'cook' }, 'malformed'],
])('%s are parked as they came, and the partition goes on', async (_, value, headers, reason) => {
  const { log, client, first, records } = await lay();
  const offset = append(log, 'orders-cook', value, headers);
  const letter = await first('orders-cook.dlq');
  expect(letter.value).toEqual(typeof value === 'string' ? text.encode(value) : value);
  expect(letter.headers).toMatchObject({
    ...headers,
    'aw-dead-letter-reason': reason,
    'aw-dead-letter-topic': 'orders-cook',
    'aw-dead-letter-partition': '0',
    'aw-dead-letter-offset': String(offset),
  });
  for (let n = 0; n < 9; n++) expect((await client.cook({ dish: 'soup' })).state).toBe('done');
  expect(records('orders-cook.dlq')).toHaveLength(1);
});

test('an answer goes nowhere else than the envelope says, and whoever changed that is not answered', async () => {
  const { log, client, first, records } = await lay();
  await client.cook({ dish: 'soup' });
  const [record] = records('orders-cook');
  if (record === undefined) throw new Error('nothing was sent');
  log.append('orders-cook', 0, { ...record, headers: { ...record.headers, 'aw-reply-to': 'agent-replies-thief' } });
  expect((await first('orders-cook.dlq')).headers['aw-dead-letter-reason']).toBe('header_mismatch');
  expect(log.topics()).not.toContain('agent-replies-thief');
});

test('a cancel that comes before its request still cancels it', async () => {
  const ran: string[] = [];
  const { log, client, records } = await lay({ cook: ({ dish }) => (ran.push(dish), { state: 'done' }) });
  await client.cook({ dish: 'first' });
  const [request] = records('orders-cook');
  if (request === undefined) throw new Error('nothing was sent');
  const named = { ...request.headers, 'aw-call': 'overtaken' };
  log.append('orders-cook', 0, { ...request, value: new Uint8Array(), headers: { ...named, 'aw-kind': 'cancel' } });
  log.append('orders-cook', 0, { ...request, headers: named });
  for (let n = 0; n < 9; n++) await client.cook({ dish: 'next' });
  expect(ran.filter((dish) => dish === 'first')).toEqual(['first']);
});

test('a member that names a topic keeps to its alphabet and length', async () => {
  const { client, log } = await lay();
  for (const topic of ['a/b', 'x'.repeat(300), 'käse', '..']) {
    const outcome = await client.announce({ topic, text: 'closed' }).result;
    expect(outcome).toMatchObject({ ok: false, error: { outcome: 'rejected' } });
  }
  expect(log.topics().filter((topic) => topic.startsWith('news-'))).toEqual([]);
});

test('each operation is encoded as its binding says, and a one-way message names nobody to answer to', async () => {
  const log = createLog();
  const over = kafka({ driver: embedded({ log }), producer: { linger: 0 } });
  const from = identity({ type: 'risk_calculator', id: 'risk-calculator-001' });
  const client = connect(ReportManager, { from, over });
  open.push(() => client.close());
  await client.reportMetrics({
    agent_id: 'risk-calculator-001',
    cpu_usage: 0.5,
    memory_usage: 0.5,
    task_count: 3n,
    tasks: [],
  });
  const all = Array.from({ length: 3 }, (_, partition) => log.read('system-monitoring', partition, 0n, 10)).flat();
  const { headers } = all[0] ?? {};
  expect(headers).toMatchObject({ 'aw-encoding': 'protobuf', 'aw-kind': 'request' });
  expect(headers).not.toHaveProperty('aw-reply-to');
});

test('a message that its handler failed on is parked, and its caller is told', async () => {
  const { client, first } = await lay({
    cook() {
      throw new Error('burnt');
    },
  });
  expect(await client.cook({ dish: 'soup' }).result).toMatchObject({ error: { reason: 'handler_failed' } });
  expect((await first('orders-cook.dlq')).headers['aw-dead-letter-reason']).toBe('handler_failed');
});

test('while dead letters cannot be written, their records are not committed: the next instance finds them', async () => {
  const log = createLog();
  let refuses = true;
  const refused = gate();
  const driver: KafkaDriver = (settings) => {
    const connection = embedded({ log })(settings);
    return {
      ...connection,
      async send(topic, records) {
        if (!topic.endsWith('.dlq') || !refuses) return connection.send(topic, records);
        refused.open();
        throw AgentError.of('permission_denied', 'not there');
      },
    };
  };
  const problems: string[] = [];
  const over = kafka({ driver, producer: { linger: 0 }, onProblem: ({ reason }) => problems.push(reason) });
  const first = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle });
  append(log, 'orders-cook', Uint8Array.of(1, 2, 3));
  await refused.passed;
  await first.close(0);
  expect(problems).toContain('permission_denied');
  refuses = false;
  const parked = gate();
  log.watch((topic) => topic === 'orders-cook.dlq' && parked.open());
  const second = await serve(CookAgent, { id: 'cook-1', on: over, handlers: idle });
  await parked.passed;
  await second.close(0);
});

test('a message of one key waits for the one before it, on whichever instance that is', async () => {
  const log = createLog();
  const over = kafka({ driver: embedded({ log }), producer: { linger: 0 } });
  const under = new Set<string>();
  const seen: string[] = [];
  const handlers: Partial<CookHandlers> = {
    async instruct({ order_id = '', reason = '' }) {
      expect(under.has(order_id)).toBe(false);
      under.add(order_id);
      await new Promise((resolve) => setImmediate(resolve));
      under.delete(order_id);
      seen.push(`${order_id} ${reason}`);
      return { state: 'done', order_id };
    },
  };
  const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), over });
  open.push(() => client.close());
  const serveOne = async (id: string): Promise<Served> => {
    const served = await serve(CookAgent, { id, on: over, handlers: { ...idle, ...handlers } });
    open.push(() => served.close(0));
    return served;
  };
  const first = await serveOne('cook-1');
  const calls: PromiseLike<unknown>[] = [];
  const portion = (from: number): void => {
    for (let n = from; n < from + 10; n++)
      for (const order_id of ['o-1', 'o-2', 'o-3', 'o-4'])
        calls.push(client.instruct({ verb: 'hurry', order_id, reason: String(n) }));
  };
  portion(0);
  const second = serveOne('cook-2');
  portion(10);
  await second;
  portion(20);
  await first.close('5s');
  portion(30);
  await Promise.all(calls);
  for (const order_id of ['o-1', 'o-2', 'o-3', 'o-4']) {
    const own = seen.filter((one) => one.startsWith(order_id));
    expect(own).toEqual(Array.from({ length: 40 }, (_, n) => `${order_id} ${n}`));
  }
});
