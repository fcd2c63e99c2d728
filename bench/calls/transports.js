/** Per transport: agentwire's value and who it is measured against. Brokers only where one is reachable. */
import { randomUUID } from 'node:crypto';
import { amqp } from '@agentwire/runtime/amqp';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { kafka } from '@agentwire/runtime/kafka';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { websocket } from '@agentwire/runtime/websocket';
import { addressOf, find } from '../../scripts/services/dist/find.js';
import { servers } from '../../scripts/services/dist/servers/index.js';
import { amqpPeer, sweep } from './amqp.js';
import { grpcPeers } from './grpc.js';
import { httpPeer } from './http.js';
import { kafkaPeer, removeTopics } from './kafka.js';
import { websocketPeer } from './websocket.js';

const every = [1, 16, 64];

/**
 * `calls` and `oneWay`: how many in flight; `slice`: calls between two looks at the clock.
 * @returns {Promise<readonly object[]>}
 */
export async function transports() {
  const run = randomUUID().slice(0, 8);
  const brokers = [await rabbitmq(`bench-${run}.`), await apacheKafka(`bench-${run}-`)];
  return [
    { name: 'memory', make: () => memory({ broker: createBroker() }), calls: every, oneWay: [64], slice: 1000 },
    { name: 'http', make: () => http({ port: 0 }), peer: httpPeer, calls: every, oneWay: [64], slice: 500 },
    { name: 'grpc', make: () => grpc({ port: 0 }), peer: grpcPeers, calls: every, oneWay: [], slice: 500 },
    {
      name: 'grpc unary',
      make: () => grpc({ port: 0, calls: 'unary' }),
      peer: async (envelopes) => {
        const { unary, close } = await grpcPeers(envelopes);
        return { call: unary, close };
      },
      calls: every,
      oneWay: [],
      slice: 300,
    },
    {
      name: 'websocket',
      make: () => websocket({ port: 0 }),
      peer: websocketPeer,
      calls: every,
      oneWay: [64],
      slice: 500,
    },
    ...brokers.filter((one) => one !== undefined),
  ];
}

async function reachable(name) {
  const found = await find(servers[name]).catch(() => undefined);
  if (found === undefined) console.error(`${name} is left out: it is not reachable (npm run services up ${name})`);
  return found === undefined ? undefined : addressOf(servers[name]);
}

async function rabbitmq(namespace) {
  const url = await reachable('rabbitmq');
  if (url === undefined) return undefined;
  const queues = ['ict_risk_manager.tasks', 'ict_risk_manager.events', 'dead-letters'].concat(
    ['tasks', 'commands', 'broadcasts'].map((kind) => `ict-risk-manager-001.${kind}`),
  );
  const exchanges = ['direct', 'topic', 'fanout', 'dead-letters'];
  const named = (names) => names.map((name) => `agent.${name}`);
  return {
    name: 'amqp',
    make: () => amqp({ url, namespace }),
    peer: (envelopes) => amqpPeer(url, envelopes),
    sweep: () => sweep(url, namespace, { queues: named(queues), exchanges: named(exchanges) }),
    calls: every,
    oneWay: [64],
    slice: 300,
  };
}

async function apacheKafka(prefix) {
  const address = await reachable('kafka');
  if (address === undefined) return undefined;
  return {
    name: 'kafka',
    make: () =>
      kafka({
        brokers: [address],
        prefix,
        create: { partitions: 3 },
        producer: { compression: 'none' },
      }),
    peer: (envelopes) => kafkaPeer(address, envelopes),
    sweep: () => removeTopics(address, prefix),
    // One at a time would measure the linger.
    calls: [64],
    oneWay: [64],
    slice: 500,
  };
}
