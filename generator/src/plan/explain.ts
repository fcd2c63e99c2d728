/** The table message x encoding: what there is, and because of what (`generate --explain-encodings`). */
import type { EncodingRow } from '../generate-result.js';
import type { Message, Operation } from '../model/model.js';
import type { Plan } from './plan.js';

export function encodingTable({ model }: Plan): readonly EncodingRow[] {
  const { protocol } = model;
  if (protocol === undefined) return [];
  return protocol.messages.flatMap((message) =>
    (['json', 'protobuf', 'avro'] as const).map((encoding) => {
      const available = message.encodings.includes(encoding);
      const asked = protocol.operations.filter(
        (operation) => carries(operation, message) && binds(operation, encoding),
      );
      return { message: message.key, encoding, available, because: because(message, encoding, available, asked) };
    }),
  );
}

function because(message: Message, encoding: string, available: boolean, asked: readonly Operation[]): string {
  if (message.data.origin.format.startsWith(encoding)) return `authored in it: ${message.data.origin.path}`;
  if (asked.length > 0) return `bound by ${asked.map((operation) => operation.key).join(', ')}`;
  if (available) return encoding === 'json' ? 'every message has JSON' : 'asked for by `encodings`';
  return 'no binding and no `encodings` asks for it';
}

function carries({ request, reply, updates }: Operation, message: Message): boolean {
  return request === message || reply === message || updates === message;
}

function binds({ bindings: { http, grpc, kafka, websocket, amqp } }: Operation, encoding: string): boolean {
  if (grpc !== undefined && encoding === 'protobuf') return true;
  return [...http, kafka, websocket, amqp].some((binding) => binding?.encoding === encoding);
}
