/** The records of one call, byte for byte, as they lie in the log: what every release must write and read. */
import { connect, identity, serve } from '@agentwire/runtime';
import { createLog, embedded, kafka } from '@agentwire/runtime/kafka';
import { seededRandom } from '@agentwire/runtime/testing';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/kafka';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../runtime/src/clock.js';

test('a task with an update and a reply, and an order to stop', async () => {
  const log = createLog({ partitions: 1 });
  // Time stands still for what is written, and goes on for what waits.
  const world = { clock: { ...systemClock, now: () => Date.UTC(2024, 0, 17, 10, 30) }, random: seededRandom(1) };
  const over = kafka({ driver: embedded({ log }), producer: { linger: 0 }, world });
  const served = await serve(RiskCalculator, {
    id: 'risk-calculator-001',
    instance: 'rc-inst-001',
    on: over,
    world,
    handlers: {
      async sendTask(_, { update }) {
        await update({ progress: 0.45 });
        return { status: 'success', result: { compliance_score: 0.78 }, execution_time: 45.2 };
      },
      shareResult() {},
      broadcastEvent() {},
    },
  });
  const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001', instance: 'pa-inst-001' });
  const client = connect(RiskCalculator, { from, over, world });
  await client.sendTask({ task_id: 't-1', task_type: 'weigh', workflow_id: 'w-1', parameters: {} });
  await client.executeCommand({ command: 'cancel_task', target_task_id: 't-1' }, { to: 'risk-calculator-001' }).result;
  await client.close();
  await served.close(0);
  await expect(
    textOf([
      'agent-tasks-risk_calculator',
      'agent-commands',
      'agent-status-updates',
      'agent-replies-policy-analyzer-001',
    ]),
  ).toMatchFileSnapshot('../../../golden/kafka/task.txt');

  function textOf(topics: readonly string[]): string {
    return topics
      .flatMap((topic) => log.read(topic, 0, 0n, 100).map((record) => ({ topic, ...record })))
      .map(({ topic, key, headers, value }) =>
        [
          `topic ${topic}`,
          `key ${new TextDecoder().decode(key)}`,
          ...Object.keys(headers)
            .toSorted()
            .map((name) => `header ${name}: ${headers[name]}`),
          ...lines(value),
        ].join('\n'),
      )
      .join('\n\n')
      .concat('\n');
  }
});

/** Sixteen bytes a line: in hexadecimal, and as text where they are. */
function lines(value: Uint8Array): string[] {
  const rows = Array.from({ length: Math.ceil(value.length / 16) }, (_, n) => value.subarray(n * 16, n * 16 + 16));
  return rows.map((row) => {
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `value ${hex.padEnd(47)}  ${text}`;
  });
}
