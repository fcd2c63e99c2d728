/** Every transport that runs without a server of its own, by name. */
import type { Transport } from '@agentwire/runtime';
import { amqp, embedded as embeddedAmqp } from '@agentwire/runtime/amqp';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { createLog, embedded, kafka } from '@agentwire/runtime/kafka';
import { createBroker, memory } from '@agentwire/runtime/memory';
import { websocket } from '@agentwire/runtime/websocket';

export const transports: readonly (readonly [string, () => Transport])[] = [
  ['memory', () => memory({ broker: createBroker() })],
  ['HTTP', () => http({ port: 0 })],
  ['gRPC', () => grpc({ port: 0 })],
  ['WebSocket', () => websocket({ port: 0 })],
  ['Kafka', () => kafka({ driver: embedded({ log: createLog() }), producer: { linger: 1 } })],
  ['AMQP', () => amqp({ driver: embeddedAmqp({ broker: createBroker() }) })],
];
