import type { Bindings } from '../model/model.js';
import type { ObjectNode } from '../source/node.js';
import { readAmqp, readKafka } from './bindings/brokers.js';
import { readGrpc } from './bindings/grpc.js';
import { readHttp } from './bindings/http.js';
import { readWebSocket } from './bindings/websocket.js';
import type { Context, Subject } from './context.js';

/** An operation's keys that bind it to a transport. */
export const bindingKeys = ['http', 'grpc', 'kafka', 'websocket', 'amqp'] as const;

export function readBindings(operation: ObjectNode, subject: Subject, context: Context): Bindings {
  const http = operation.get('http');
  const grpc = operation.get('grpc');
  const kafka = operation.get('kafka');
  const websocket = operation.get('websocket');
  const amqp = operation.get('amqp');
  const bound = {
    http: http === undefined ? [] : readHttp(http, subject, context),
    grpc: grpc && readGrpc(grpc, subject, context),
    kafka: kafka && readKafka(kafka, subject, context),
    websocket: websocket && readWebSocket(websocket, subject, context),
    amqp: amqp && readAmqp(amqp, subject, context),
  };
  return {
    http: bound.http,
    ...(bound.grpc === undefined ? {} : { grpc: bound.grpc }),
    ...(bound.kafka === undefined ? {} : { kafka: bound.kafka }),
    ...(bound.websocket === undefined ? {} : { websocket: bound.websocket }),
    ...(bound.amqp === undefined ? {} : { amqp: bound.amqp }),
  };
}
