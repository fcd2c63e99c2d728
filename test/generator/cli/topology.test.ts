import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TopologyResult } from '../../../generator/src/topology/topology-result.js';
import { amqplib } from '../../../runtime/src/transports/amqp/amqplib.js';
import { withServer } from '../../support/services.js';
import { ownPrefixes } from '../../support/topics.js';
import { agentwire } from './harness.js';

const result = (...rows: TopologyResult['transports'][number]['rows']): TopologyResult => ({
  diagnostics: [],
  transports: [{ transport: 'kafka', rows }],
});

describe('agentwire topology', () => {
  it('asks for one of --check and --apply, and for brokers', async () => {
    for (const argv of [['--kafka', 'x:1'], ['--check', '--apply', '--kafka', 'x:1'], ['--check']])
      expect((await agentwire(['topology', ...argv])).code).toBe(2);
  });

  it('exits 1 where something is missing or differs, and says what', async () => {
    const services = {
      topology: async () =>
        result(
          { name: 'a', state: 'fine' },
          { name: 'b', state: 'missing' },
          { name: 'c', state: 'differs', difference: 'partitions 3, expected 6' },
        ),
    };
    const { code, stdout } = await agentwire(['topology', '--check', '--kafka', 'x:1'], { services });
    expect(code).toBe(1);
    expect(stdout).toContain('kafka  missing  b\n');
    expect(stdout).toContain('kafka  differs  c: partitions 3, expected 6\n');
    expect(stdout).not.toContain('fine');
  });

  it('says that brokers could not be asked', async () => {
    const { code, stdout } = await agentwire(['topology', '--check', '--kafka', '127.0.0.1:9'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    });
    expect(code).toBe(2);
    expect(stdout).toContain('kafka  Kafka: ECONNREFUSED');
  });
});

await withServer('kafka', 'agentwire topology on a real broker', (address) => {
  const prefix = ownPrefixes('topology', address);
  it('makes what is missing, once, and finds it as it is', { timeout: 60_000 }, async () => {
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const own = ['--kafka', address, '--prefix', prefix()];
    expect((await agentwire(['topology', '--check', ...own], { cwd })).code).toBe(1);
    const made = await agentwire(['topology', '--apply', ...own, '--json'], { cwd });
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('agent-tasks-risk_calculator.dlq');
    expect(await agentwire(['topology', '--check', ...own], { cwd })).toMatchObject({ code: 0 });
  });
});

await withServer('rabbitmq', 'agentwire topology on a real RabbitMQ', (address) => {
  it('makes exchanges and the queues of types, and tells one that is otherwise', { timeout: 60_000 }, async () => {
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const prefix = `topology-${randomUUID()}.`;
    const own = ['--amqp', address, '--prefix', prefix];
    expect((await agentwire(['topology', '--check', ...own], { cwd })).code).toBe(1);
    const made = await agentwire(['topology', '--apply', ...own, '--json'], { cwd });
    expect(made.code).toBe(0);
    const { transports } = JSON.parse(made.stdout) as TopologyResult;
    const names = transports.flatMap(({ rows }) => rows.map(({ name }) => name));
    expect(names).toContain(`queue ${prefix}agent.ict_risk_manager.tasks`);
    expect(names).toContain(`exchange ${prefix}agent.topic`);
    expect((await agentwire(['topology', '--check', ...own], { cwd })).code).toBe(0);

    const broker = await amqplib({ url: address }).connect({ lost() {}, blocked() {}, unblocked() {} });
    const tasks = `${prefix}agent.ict_risk_manager.tasks`;
    await broker.remove(tasks);
    await broker.declare({ exchanges: [], queues: [{ kind: 'inbox', name: tasks }], bindings: [] });
    const differs = await agentwire(['topology', '--apply', ...own], { cwd });
    expect(differs.code).toBe(1);
    expect(differs.stdout).toContain(`amqp  differs  queue ${tasks}: of another type, or with other arguments\n`);
    for (const name of names) if (name.startsWith('queue ')) await broker.remove(name.slice('queue '.length));
    await broker.close();
  });
});
