/** Frames as they come: what is known of them is checked, whatever else they have is left alone. */
import type { JsonValue } from '../../codec/json-value.js';
import type { ControlFrame, Frame, MessageFrame, NoteFrame, Received, Role } from './frame.js';
import { readPacket, type Body, type Data, type Fault, type Head } from './packet.js';

/** @param words types of frames that carry envelopes. */
export function readFrame(data: Data, words: ReadonlySet<string>): Received | Fault {
  const packet = readPacket(data);
  if (packet.kind === 'fault') return packet;
  const { head, body } = packet;
  const word = head['type'];
  if (typeof word !== 'string') return violation('a frame without a type');
  const frame = words.has(word) ? messageOf(word, head, body) : noteOf(word, head);
  if (frame === undefined) return violation(`a ${word.slice(0, 32)} frame lacks what it needs`);
  const { seq, ack } = head;
  if (!isCount(seq) || !isCount(ack)) return violation('a number of the session is none');
  return {
    kind: 'frame',
    frame,
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined ? {} : { ack }),
  };
}

export function violation(why: string): Fault {
  return { kind: 'fault', status: 1002, why };
}

function messageOf(word: string, head: Head, body: Body | undefined): MessageFrame | undefined {
  const { re, deadline, credit, role = 'request', headers = {} } = head;
  if (body === undefined || !isRole(role) || !isHeaders(headers) || !isCount(re) || !isCount(credit)) return undefined;
  if (deadline !== undefined && typeof deadline !== 'number') return undefined;
  return {
    kind: 'message',
    word,
    role,
    headers,
    body,
    ...(re === undefined ? {} : { re }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(credit === undefined ? {} : { credit }),
  };
}

function noteOf(word: string, head: Head): Frame | undefined {
  const { re, ack, credit, session, timestamp } = head;
  switch (word) {
    case 'accepted':
    case 'credit':
      if (!isCount(re) || re === undefined || !isCount(credit)) return undefined;
      return { kind: word, re, credit: credit ?? 0 };
    case 'done':
    case 'end':
    case 'cancel':
      return isCount(re) && re !== undefined ? { kind: word, re } : undefined;
    case 'error':
      return errorOf(head);
    case 'ping':
    case 'pong':
      return typeof timestamp === 'number' ? { kind: word, timestamp } : undefined;
    case 'ack':
      return isCount(ack) && ack !== undefined ? { kind: 'ack', ack } : undefined;
    case 'resume':
      if (!isCount(ack) || !isText(session)) return undefined;
      return { kind: 'resume', ack: ack ?? 0, ...(session === undefined ? {} : { session }) };
    case 'resumed':
      return resumedOf(head);
    default:
      return { kind: 'unknown', word };
  }
}

function errorOf({ re, code, reason, outcome, message, path, message_id, detail }: Head): NoteFrame | undefined {
  if (!isCount(re) || !isText(path) || !isText(message_id)) return undefined;
  if (![code, reason, outcome, message].every((member) => typeof member === 'string')) return undefined;
  return {
    kind: 'error',
    ...(re === undefined ? {} : { re }),
    error: {
      code: String(code),
      reason: String(reason),
      outcome: String(outcome),
      message: String(message),
      ...(path === undefined ? {} : { path }),
      ...(message_id === undefined ? {} : { message_id }),
      ...(detail === undefined ? {} : { detail }),
    },
  };
}

function resumedOf({ session, ack, window, limit }: Head): ControlFrame | undefined {
  if (typeof session !== 'string' || typeof ack !== 'number') return undefined;
  if (typeof window !== 'number' || typeof limit !== 'number') return undefined;
  return { kind: 'resumed', terms: { session, ack, window, limit } };
}

const roles: Readonly<Record<Role, true>> = { request: true, open: true, item: true, update: true, reply: true };

/** A whole number from 0, or nothing. */
function isCount(value: JsonValue | undefined): value is number | undefined {
  return value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
}

/** Text, or nothing. */
function isText(value: JsonValue | undefined): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isRole(value: JsonValue): value is Role {
  return typeof value === 'string' && Object.hasOwn(roles, value);
}

function isHeaders(value: JsonValue): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
