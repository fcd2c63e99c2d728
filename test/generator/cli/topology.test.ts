import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TopologyResult } from '../../../generator/src/topology/topology-result.js';
import { withServer } from '../../support/services.js';
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
  it('makes what is missing, once, and finds it as it is', { timeout: 60_000 }, async () => {
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const own = ['--kafka', address, '--prefix', `topology-${randomUUID()}-`];
    expect((await agentwire(['topology', '--check', ...own], { cwd })).code).toBe(1);
    const made = await agentwire(['topology', '--apply', ...own, '--json'], { cwd });
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('agent-tasks-risk_calculator.dlq');
    expect(await agentwire(['topology', '--check', ...own], { cwd })).toMatchObject({ code: 0 });
  });
});
