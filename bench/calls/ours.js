/** agentwire's contestant: a served agent and a client of it on one transport, with everything that is on by default. */
import { connect, identity, serve } from '@agentwire/runtime';
import { IctRiskManager } from '../../generated/dist/agents/ict-risk-manager/index.js';
import { counter, event, reply, taskOf } from './work.js';

/** @param {import('@agentwire/runtime').Transport} over */
export async function ours(over) {
  const heard = counter();
  const headers = {};
  const served = await serve(IctRiskManager, {
    id: 'ict-risk-manager-001',
    on: over,
    handlers: {
      sendTask(_, { header }) {
        headers.task = header;
        return reply;
      },
      publishEvent(_, { header }) {
        headers.event = header;
        heard.hear();
      },
      reportMetrics() {},
    },
  });
  const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001' });
  const client = connect(IctRiskManager, { from, to: 'ict-risk-manager-001', over });
  return {
    call: { name: 'agentwire', run: () => client.sendTask(taskOf()) },
    oneWay: { name: 'agentwire', run: () => client.publishEvent(event), reach: heard.reach },
    /** What went over the wire, for the peers to carry the same. */
    async envelopes() {
      const task = taskOf();
      const result = await client.sendTask(task).result;
      if (!result.ok) throw result.error;
      return {
        task: { header: headers.task, payload: { data: task } },
        reply: { header: result.header, payload: { data: result.value } },
        event: { header: { ...headers.task, message_type: 'event' }, payload: { data: event } },
      };
    },
    async close() {
      await client.close();
      await served.close(0);
    },
  };
}
