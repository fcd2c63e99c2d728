/** One contract, every transport: a row here is all that a new transport adds. */
import { describe } from 'vitest';
import { amqp, embedded as embeddedAmqp } from '@agentwire/runtime/amqp';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { createLog, embedded, kafka } from '@agentwire/runtime/kafka';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { websocket } from '@agentwire/runtime/websocket';
import { contract } from './contract.js';
import type { Subject } from './subject.js';

const subjects: readonly Subject[] = [
  { name: 'memory', make: () => memory({ broker: createBroker() }), broadcasts: true, bothWays: true },
  { name: 'http', make: () => http({ port: 0 }), broadcasts: false, bothWays: false },
  { name: 'grpc', make: () => grpc({ port: 0 }), broadcasts: false, bothWays: true },
  { name: 'websocket', make: () => websocket({ port: 0 }), broadcasts: false, bothWays: true },
  {
    name: 'kafka',
    make: () => kafka({ driver: embedded({ log: createLog() }), producer: { linger: 1 } }),
    broadcasts: true,
    keeps: true,
    bothWays: true,
  },
  {
    name: 'amqp',
    make: () => amqp({ driver: embeddedAmqp({ broker: createBroker() }) }),
    broadcasts: true,
    bothWays: true,
  },
];

for (const subject of subjects) describe(`over ${subject.name}`, () => contract(subject));
