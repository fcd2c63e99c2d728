/** TLS and a login, on a real broker that takes nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, identity, serve } from '@agentwire/runtime';
import { kafka, type KafkaOptions } from '@agentwire/runtime/kafka';
import { afterAll, describe, expect, test } from 'vitest';
import { CookAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { withOwnServer } from '../../../support/services.js';
import { openProxy } from '../../../support/tcp-proxy.js';
import { authority, serverPair } from '../../../support/tls/index.js';

const folder = mkdtempSync(join(tmpdir(), 'agentwire-kafka-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keyStore = join(folder, 'server.pem');
writeFileSync(keyStore, `${serverPair.key}\n${serverPair.cert}`);

// A port that was free a moment ago.
const probe = await openProxy();
const { port } = probe;
await probe.close();

const listener = 'listener.name.secure';
const settings = {
  listeners: `SECURE://127.0.0.1:${port}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
  [`${listener}.ssl.keystore.type`]: 'PEM',
  [`${listener}.ssl.keystore.location`]: keyStore,
  [`${listener}.ssl.enabled.protocols`]: 'TLSv1.3',
  [`${listener}.sasl.enabled.mechanisms`]: 'PLAIN',
  [`${listener}.plain.sasl.jaas.config`]:
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_cooks="s3cret";',
};

withOwnServer(
  'kafka',
  'a broker that takes TLS and a login only',
  () => {
    const options = (own: Partial<KafkaOptions> = {}): KafkaOptions => ({
      brokers: [`127.0.0.1:${port}`],
      connectTimeout: 5_000,
      tls: { ca: authority },
      sasl: { mechanism: 'plain', username: 'cooks', password: 's3cret' },
      ...own,
    });
    const order = async (own: Partial<KafkaOptions>): Promise<unknown> => {
      const client = connect(CookAgent, {
        from: identity({ type: 'waiter', id: 'waiter-1' }),
        over: kafka(options(own)),
      });
      try {
        return await client.cook({ dish: 'soup' }, { deadline: '40s' }).result;
      } finally {
        await client.close();
      }
    };

    test('carries a call', { timeout: 90_000 }, async () => {
      const served = await serve(CookAgent, { id: 'cook-1', on: kafka(options()), handlers: idle });
      expect(await order({})).toMatchObject({ ok: true, value: { state: 'done' } });
      await served.close(0);
    });

    describe('refuses, and what was sent has surely not arrived:', () => {
      test.each<[string, Partial<KafkaOptions>, string]>([
        [
          'a wrong password',
          { sasl: { mechanism: 'plain', username: 'cooks', password: 'wrong' } },
          'authentication_failed',
        ],
        ['a certificate of somebody else', { tls: true }, 'unreachable'],
      ])('%s', { timeout: 90_000 }, async (_, own, reason) => {
        const outcome = await order(own);
        expect(outcome).toMatchObject({ ok: false, error: { reason, outcome: 'rejected' } });
        expect(JSON.stringify(outcome)).not.toContain('wrong');
      });
    });
  },
  settings,
);
