/** The six messages of the document, each from its payload and its cause: what stands on the wire is in test/golden. */
import { describe, expect, test } from 'vitest';
import { messageFactory, type Header, type Message } from '@agentwire/runtime';
import { encodeMessage } from '../../runtime/src/envelope/message.js';
import { fakeClock, seededRandom } from '@agentwire/runtime/testing';
import { json } from '@agentwire/runtime/codegen/v1';
import { headerShape, inAllEncodings, messageCodecs } from '../support/codecs.js';

const protocol = { name: 'dora.agent.communication', version: '1.0.0' };
const analyzer = { agent_id: 'policy-analyzer-001', agent_type: 'policy_analyzer', instance_id: 'pa-inst-001' };
const gap = { agent_id: 'gap-assessment-001', agent_type: 'gap_assessment' };
const toGap = { ...gap, broadcast: false };
const toAnalyzer = { agent_id: analyzer.agent_id, agent_type: analyzer.agent_type, broadcast: false };
const toAll = { agent_type: 'gap_assessment', broadcast: true };

const types = ['task_request', 'task_status', 'heartbeat', 'event', 'command', 'response'];
const codecs = {
  type: 'gap_assessment',
  header: inAllEncodings('Header', headerShape),
  messages: Object.fromEntries(types.map((type) => [type, messageCodecs(type, json('object'))])),
};

function conversation(): Record<string, Message> {
  const world = { clock: fakeClock(), random: seededRandom(42) };
  const ours = messageFactory(protocol, analyzer, world);
  const theirs = messageFactory(protocol, gap, world);
  const task_request = ours.create(
    'task_request',
    { task_id: 'task-1', task_type: 'document_analysis', requirements: { timeout: 900 } },
    { to: toGap, priority: 'high', max_retries: 3, metadata: { organization: 'bank-xyz' } },
  );
  const cause = task_request.header;
  return {
    task_request,
    task_status: theirs.create(
      'task_status',
      { task_id: 'task-1', status: 'running', progress: 0.45 },
      { to: toAnalyzer, cause },
    ),
    response: theirs.create('response', { request_id: cause.message_id, status: 'success' }, { to: toAnalyzer, cause }),
    command: ours.create(
      'command',
      { command: 'cancel_task', target_task_id: 'task-1', immediate: true },
      { to: toGap, cause, ttl: 60, deadline: world.clock.now() + 5000 },
    ),
    event: ours.create('event', { event_type: 'compliance_violation_detected', severity: 'high' }, { to: toAll }),
    heartbeat: ours.create('heartbeat', { agent_status: 'healthy', load: 0.75 }, { to: toAll, ttl: 30 }),
  };
}

describe('the message factory', () => {
  test.each(types)('makes a %s whose envelope stands in test/golden', async (type) => {
    const message = conversation()[type];
    if (message === undefined) throw new Error(`no ${type}`);
    const frame = JSON.parse(new TextDecoder().decode(encodeMessage(codecs, 'json', message).body)) as unknown;
    await expect(`${JSON.stringify(frame, null, 2)}\n`).toMatchFileSnapshot(`../golden/envelopes/${type}.json`);
  });

  test('opens a correlation with a message that has no cause', () => {
    const { task_request } = conversation();
    const header = task_request?.header as Header;
    expect(header.correlation_id).toBe(header.message_id);
    expect(header).not.toHaveProperty('causation_id');
    expect(header.tracing).not.toHaveProperty('parent_span_id');
  });

  test.each(['task_status', 'response', 'command'])(
    'keeps correlation, trace and priority in a %s and names its cause',
    (type) => {
      const { task_request, [type]: message } = conversation();
      const cause = task_request?.header as Header;
      const header = message?.header as Header;
      expect(header.message_id).not.toBe(cause.message_id);
      expect(header).toMatchObject({
        correlation_id: cause.correlation_id,
        causation_id: cause.message_id,
        routing: { priority: 'high' },
        tracing: { trace_id: cause.tracing.trace_id, parent_span_id: cause.tracing.span_id },
      });
      expect(header.tracing.span_id).not.toBe(cause.tracing.span_id);
    },
  );

  test('keeps correlation and names the direct cause through a chain', () => {
    const world = { clock: fakeClock(), random: seededRandom(1) };
    const factory = messageFactory(protocol, analyzer, world);
    const first = factory.header('task_request', { to: toGap });
    const second = factory.header('task_status', { to: toGap, cause: first });
    const third = factory.header('event', { to: toGap, cause: second, correlation_id: first.message_id });
    expect(third).toMatchObject({ correlation_id: first.message_id, causation_id: second.message_id });
  });

  test.each([
    ['json', 'application/json', 'utf-8'],
    ['protobuf', 'application/protobuf', 'binary'],
    ['avro', 'application/avro', 'binary'],
  ] as const)('says in the header that the payload is %s', (encoding, content_type, words) => {
    const world = { clock: fakeClock(), random: seededRandom(1) };
    const header = messageFactory(protocol, analyzer, world).header('event', { to: toAll, encoding });
    expect(header).toMatchObject({ content_type, encoding: words });
  });
});
