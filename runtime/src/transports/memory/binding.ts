/** What the memory transport calls things on its broker: topics by who is addressed, headers by what they say. */
import type { Encoding } from '../../codec/codec.js';
import type { Destination } from '../../header.js';
import type { Frame, TransportHeaders } from '../../transport.js';

const part = encodeURIComponent;

/** One of the instances of a type. */
export const sharedTopic = (type: string): string => `agents/${part(type)}`;
/** One agent. */
export const directTopic = (type: string, id: string): string => `agents/${part(type)}/${part(id)}`;
/** All instances of a type. */
export const broadcastTopic = (type: string): string => `broadcast/${part(type)}`;
/** Callers that no longer want an answer, told to all instances: the one that works on the call stops. */
export const cancelTopic = (type: string): string => `cancels/${part(type)}`;

/** What no consumer of this transport could handle. */
export const deadLetterTopic = 'dead-letters';

export function topicOf({ agent_id, agent_type, broadcast }: Destination): string {
  if (broadcast) return broadcastTopic(agent_type);
  return agent_id === undefined ? sharedTopic(agent_type) : directTopic(agent_type, agent_id);
}

export type MessageKind = 'request' | 'cancel' | 'accepted' | 'update' | 'reply' | 'done' | 'error';

/** Which call of which caller a message belongs to: the caller's reply topic and a number of its own. */
export interface CallId {
  readonly replyTo: string;
  readonly call: string;
}

/** Our headers beside the frame's. */
export const names = {
  kind: 'aw-kind',
  encoding: 'aw-encoding',
  deadline: 'aw-deadline',
  replyTo: 'aw-reply-to',
  call: 'aw-call',
  code: 'aw-code',
  reason: 'aw-reason',
  outcome: 'aw-outcome',
  path: 'aw-path',
  message: 'aw-message',
} as const;

export function headersOf(kind: MessageKind, id: CallId, frame?: Frame): Record<string, string> {
  return {
    ...frame?.headers,
    ...(frame === undefined ? {} : { [names.encoding]: frame.encoding }),
    [names.kind]: kind,
    [names.replyTo]: id.replyTo,
    [names.call]: id.call,
  };
}

export function callOf(headers: TransportHeaders): CallId {
  return { replyTo: headers[names.replyTo] ?? '', call: headers[names.call] ?? '' };
}

const encodings: readonly string[] = ['json', 'protobuf', 'avro'] satisfies Encoding[];

/** The frame of a message; undefined where it names no encoding that there is. */
export function frameOf(headers: TransportHeaders, body: Uint8Array): Frame | undefined {
  const encoding = headers[names.encoding];
  return encoding !== undefined && encodings.includes(encoding)
    ? { encoding: encoding as Encoding, body, headers }
    : undefined;
}
