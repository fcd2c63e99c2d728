/** kafka-python and kcat, which nobody here wrote, call what agentwire serves and serve what agentwire calls. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect, identity, serve } from '@agentwire/runtime';
import { kafka, type KafkaOptions } from '@agentwire/runtime/kafka';
import { RiskCalculator } from 'dora-protocol/agents/risk-calculator/kafka';
import { afterEach, describe, expect, it } from 'vitest';
import { gate } from '../../support/kitchen.js';
import { withServer } from '../../support/services.js';
import { ownPrefixes } from '../../support/topics.js';
import { runPeer, withPython } from '../python.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001' });
const options = (address: string, prefix: string): KafkaOptions & { readonly prefix: string } => ({
  brokers: [address],
  prefix,
  create: { partitions: 3 },
  topicRefresh: 500,
});

function withKcat(body: () => void): void {
  if (spawnSync('kcat', ['-V']).error === undefined) {
    describe('kcat', body);
    return;
  }
  it('kcat', ({ skip }) => {
    const reason = 'kcat is not there: apt install kafkacat';
    if (process.env['CI'] === 'true') throw new Error(reason);
    skip(reason);
  });
}

await withServer('kafka', 'on a real broker', (address) => {
  const prefix = ownPrefixes('foreign', address);
  withPython('kafka-python', () => {
    it('sends a task, and reads its update and its reply', { timeout: 90_000 }, async () => {
      const own = options(address, prefix());
      const served = await serve(RiskCalculator, {
        id: 'risk-calculator-001',
        on: kafka(own),
        handlers: {
          async sendTask(_, { update }) {
            await update({ progress: 0.5 });
            return { status: 'success', result: {} };
          },
          shareResult() {},
          broadcastEvent() {},
        },
      });
      open.push(() => served.close(0));
      expect(await runPeer('kafka/client.py', address, own.prefix).rest()).toEqual([
        {
          kind: 'update',
          call: 'call-1',
          type: 'task_status',
          data: { task_id: 't-1', status: 'running', progress: 0.5 },
        },
        {
          kind: 'reply',
          call: 'call-1',
          type: 'response',
          data: { task_id: 't-1', status: 'success', progress: null },
        },
      ]);
    });

    it('takes a task in the group of the type, and answers it', { timeout: 90_000 }, async () => {
      const own = options(address, prefix());
      const over = kafka(own);
      const client = connect(RiskCalculator, { from, over });
      open.push(() => client.close());
      const call = client.sendTask({ task_type: 'weigh', workflow_id: 'w-1', parameters: {} }, { deadline: '60s' });
      await call.accepted;
      const peer = runPeer('kafka/server.py', address, own.prefix);
      open.push(() => peer.stop());
      expect(await peer.next()).toEqual({ step: 'ready' });
      expect(await peer.next()).toEqual({
        step: 'taken',
        kind: 'request',
        to: 'risk_calculator',
        operation: 'send_task',
        key: 'w-1',
        type: 'task_request',
        task_type: 'weigh',
      });
      expect(await call).toMatchObject({ status: 'success', result: { by: 'python' } });
    });
  });

  withKcat(() => {
    it('brings an envelope that was typed at a console', { timeout: 90_000 }, async () => {
      const own = options(address, prefix());
      const over = kafka(own);
      const taken = gate();
      const served = await serve(RiskCalculator, {
        id: 'risk-calculator-001',
        on: over,
        handlers: {
          sendTask({ task_type }, { header }) {
            if (task_type === 'typed' && header.source.agent_id === 'console') taken.open();
            return { status: 'success', result: {} };
          },
          shareResult() {},
          broadcastEvent() {},
        },
      });
      open.push(() => served.close(0));
      const topic = `${own.prefix}agent-tasks-risk_calculator`;
      const envelope = {
        header: {
          message_id: randomUUID(),
          correlation_id: randomUUID(),
          timestamp: new Date().toISOString(),
          version: '1.0.0',
          source: { agent_id: 'console', agent_type: 'policy_analyzer' },
          destination: { agent_type: 'risk_calculator', broadcast: false },
          message_type: 'task_request',
          content_type: 'application/json',
          encoding: 'utf-8',
          security: { encrypted: false },
          routing: { priority: 'normal', ttl: 300, retry_count: 0, max_retries: 0 },
          tracing: { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16) },
        },
        payload: { data: { task_id: 't-1', task_type: 'typed', parameters: {} } },
      };
      execFileSync('kcat', ['-b', address, '-P', '-t', topic, '-k', 'w-1'], { input: JSON.stringify(envelope) });
      await taken.passed;
    });

    it('reads what we wrote, headers and all, through snappy', { timeout: 90_000 }, async () => {
      const own = { ...options(address, prefix()), framing: 'plain' as const };
      const client = connect(RiskCalculator, { from, over: kafka(own) });
      open.push(() => client.close());
      const call = client.sendTask({ task_type: 'weigh', workflow_id: 'w-1', parameters: {} });
      await call.accepted;
      const said = execFileSync(
        'kcat',
        ['-b', address, '-C', '-e', '-q', '-t', `${own.prefix}agent-tasks-risk_calculator`, '-J'],
        { encoding: 'utf8' },
      );
      const record = JSON.parse(said) as { readonly key: string; readonly headers: string[]; readonly payload: string };
      expect(record.key).toBe('w-1');
      expect(record.headers).toContain('aw-to');
      expect(JSON.parse(record.payload)).toMatchObject({ payload: { data: { task_type: 'weigh' } } });
    });
  });
});
