/** pika, which nobody here wrote, calls what agentwire serves and serves what agentwire calls. */
import { fileURLToPath } from 'node:url';
import { connect, identity, serve, type Handlers } from '@agentwire/runtime';
import { amqp } from '@agentwire/runtime/amqp';
import { IctRiskManager } from 'dora-protocol/agents/ict-risk-manager/amqp';
import type { IctRiskManagerOperations } from 'dora-protocol/agents/ict-risk-manager/operations';
import { afterEach, expect, it } from 'vitest';
import { freePorts } from '../../../scripts/services/src/free-ports.js';
import { gate } from '../../support/kitchen.js';
import { withOwnServer } from '../../support/services.js';
import { authority } from '../../support/tls/index.js';
import { runPeer, withPython } from '../python.js';

const file = (name: string): string => fileURLToPath(new URL(`../../support/tls/${name}`, import.meta.url));
const [securePort] = await freePorts(1);
const secure = `amqps://guest:guest@localhost:${securePort}`;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

withPython('pika', () => {
  withOwnServer(
    'rabbitmq',
    'over RabbitMQ',
    (server) => {
      it('calls an agent over TLS, and what it breaks harms nobody', { timeout: 60_000 }, async () => {
        const heard = gate();
        const handlers: Handlers<IctRiskManagerOperations> = {
          async sendTask({ task_type }, { update, fail }) {
            if (task_type === 'impossible') throw fail('task_conflict', { with: 't-1' });
            await update({ progress: 0.5 });
            return { status: 'success', result: { score: 1 } };
          },
          publishEvent: ({ event_type }) => (event_type === 'risk.found' ? heard.open() : undefined),
          reportMetrics() {},
        };
        const on = amqp({ url: secure, tls: { ca: authority } });
        const served = await serve(IctRiskManager, { id: 'ict-1', on, handlers });
        open.push(() => served.close(0));

        expect(await runPeer('amqp/client.py', secure, file('ca.pem')).rest()).toEqual([
          {
            step: 'update',
            correlation: 't-1',
            type: 'task_status',
            data: { task_id: 't-1', status: 'running', progress: 0.5 },
          },
          {
            step: 'reply',
            correlation: 't-1',
            type: 'response',
            data: expect.objectContaining({ task_id: 't-1', status: 'success', result: { score: 1 } }) as unknown,
          },
          { step: 'error', code: 'aborted', reason: 'task_conflict', outcome: 'handled' },
          { step: 'status', agent: 'ict-1', capabilities: true },
          { step: 'unroutable' },
          {
            step: 'dead letters',
            all: [
              ['malformed', 'agent.ict_risk_manager.tasks'],
              ['content_type_unsupported', 'agent.ict_risk_manager.tasks'],
              ['content_type_unsupported', 'agent.ict_risk_manager.tasks'],
              ['message_type_unknown', 'agent.ict_risk_manager.tasks'],
            ],
          },
          { step: 'published' },
        ]);
        await heard.passed;
      });

      it('serves an agent, and hears events by topic and by fan-out', { timeout: 60_000 }, async () => {
        const peer = runPeer('amqp/server.py', server().address);
        open.push(() => peer.stop());
        expect(await peer.next()).toEqual({ step: 'serving' });
        const from = identity({ type: 'policy_analyzer', id: 'policy-analyzer-001' });
        const client = connect(IctRiskManager, { from, over: amqp(server().address) });
        open.push(() => client.close());

        const call = client.sendTask({ task_type: 'assessment', parameters: {} });
        const progress: (number | undefined)[] = [];
        for await (const update of call.updates) progress.push(update.progress);
        expect(progress).toEqual([0.5]);
        expect(await call).toMatchObject({ status: 'success', result: { by: 'pika' } });
        const about = { message_id: true, app: 'policy-analyzer-001', persistent: true, bounded: true };
        expect(await peer.next()).toEqual({ step: 'task', type: 'task_request', ...about });

        await client.publishEvent({ event_type: 'risk.found', severity: 'high' });
        const event = { step: 'event', event: 'risk.found' };
        expect(await peer.next()).toEqual({ ...event, exchange: 'agent.topic', key: 'event.risk.found' });
        await client.publishEvent({ event_type: 'risk.found', severity: 'high' }, { broadcast: true });
        expect(await peer.next()).toEqual({ ...event, exchange: 'agent.fanout', key: 'ict_risk_manager' });
      });
    },
    {
      'listeners.ssl.default': `127.0.0.1:${securePort}`,
      'ssl_options.cacertfile': file('ca.pem'),
      'ssl_options.certfile': file('server.pem'),
      'ssl_options.keyfile': file('server.key'),
      'ssl_options.versions.1': 'tlsv1.3',
    },
  );
});
