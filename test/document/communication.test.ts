/** The document's integration test (Testing and Validation, 2) in TypeScript, on every transport that there is. */
import { afterEach, describe, expect, it } from 'vitest';
import { mockAgents } from '@agentwire/runtime/testing';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/index';
import { transports } from './transports.js';

const MockAgent = mockAgents([PolicyAnalyzer, GapAssessment]);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe.each(transports)('over %s', (_, transport) => {
  it('a task that one mock agent sends is accepted by the other', async () => {
    const on = transport();
    const sender = new MockAgent('sender-001', 'policy_analyzer', { on });
    const receiver = new MockAgent('receiver-001', 'gap_assessment', { on });
    open.push(sender, receiver);

    const task = { task_id: 'test', task_type: 'gap_analysis', parameters: {} };
    const response = await sender.sendTask(receiver.agent_id, task);

    expect(response.status).toBe('accepted');
    expect(response.task_id).toBe(task.task_id);
    expect(receiver.received).toMatchObject([{ operation: 'send_task', data: task }]);
  });
});
