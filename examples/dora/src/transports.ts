/**
 * The document's transport per agent type. HTTP, gRPC and WebSocket are real either way; Kafka and AMQP run on the broker
 * in this process, or with `--real` on servers (`npm run services up kafka rabbitmq`).
 */
import type { Transport } from '@agentwire/runtime';
import { amqp, embedded as embeddedAmqp } from '@agentwire/runtime/amqp';
import { grpc } from '@agentwire/runtime/grpc';
import { http } from '@agentwire/runtime/http';
import { embedded as embeddedKafka, kafka } from '@agentwire/runtime/kafka';
import { websocket } from '@agentwire/runtime/websocket';
import { watched } from './watched.js';

/** A new port for each agent on HTTP, gRPC and WebSocket; brokers are shared. */
export interface Transports {
  http(): Transport;
  grpc(): Transport;
  websocket(): Transport;
  readonly kafka: Transport;
  readonly amqp: Transport;
}

export function transports(real: boolean): Transports {
  const { AGENTWIRE_AMQP: url = 'amqp://guest:guest@127.0.0.1:5672', AGENTWIRE_KAFKA = '127.0.0.1:9092' } = process.env;
  const onKafka = real ? { brokers: AGENTWIRE_KAFKA.split(',') } : { driver: embeddedKafka() };
  const onAmqp = real ? { url } : { driver: embeddedAmqp() };
  return {
    http: () => watched(http({ port: 0 })),
    grpc: () => watched(grpc({ port: 0 })),
    websocket: () => watched(websocket({ port: 0 })),
    // Names of their own, since the servers may be used by others.
    kafka: watched(kafka({ ...onKafka, prefix: 'dora-demo.', encoding: 'avro' })),
    amqp: watched(amqp({ ...onAmqp, namespace: 'dora-demo.', encoding: 'protobuf' })),
  };
}
