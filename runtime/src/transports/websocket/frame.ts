/**
 * The frames of a connection: the document's `message`, `ping` and `pong`, and those that make it lossless.
 *
 * A frame with `seq` counts: it is kept by its sender until the peer acknowledges its number, and is sent again on the
 * next connection of the session. `re` is the `seq` of the request that a frame is about.
 */
import type { JsonValue } from '../../codec/json-value.js';
import type { TransportHeaders } from '../../transport.js';
import { readPacket, type Body, type Data, type Fault, type Head } from './packet.js';

/** What a message is to its call. One with the role `open` holds a header alone, as JSON, and opens the caller's stream. */
export type Role = 'request' | 'open' | 'item' | 'update' | 'reply';

export interface MessageFrame {
  readonly kind: 'message';
  /** Its `type`: the document's `message`, or the word that the manifest binds an operation to. */
  readonly word: string;
  readonly role: Role;
  readonly re?: number;
  readonly headers: TransportHeaders;
  /** Absolute, in milliseconds. */
  readonly deadline?: number;
  /** Of a request: how many updates or items may come before more are granted. */
  readonly credit?: number;
  readonly body: Body;
}

/** Of what a peer keeps for another connection of the same session. */
export interface Terms {
  readonly session: string;
  /** The last number that it has received. */
  readonly ack: number;
  /** Milliseconds that it waits for another connection. */
  readonly window: number;
  /** Bytes of one envelope that it takes. */
  readonly limit: number;
}

export interface ErrorMembers {
  readonly code: string;
  readonly reason: string;
  readonly outcome: string;
  readonly message: string;
  readonly path?: string;
  /** Of the request, for peers that number nothing. */
  readonly message_id?: string;
  /** A declared error's own detail. */
  readonly detail?: JsonValue;
}

/** What a peer says about one request beside its updates and its reply. */
export type NoteFrame =
  | { readonly kind: 'accepted'; readonly re: number; readonly credit: number }
  | { readonly kind: 'credit'; readonly re: number; readonly credit: number }
  | { readonly kind: 'done' | 'end' | 'cancel'; readonly re: number }
  | { readonly kind: 'error'; readonly re?: number; readonly error: ErrorMembers };

/** What concerns the connection, and is never sent again. */
export type ControlFrame =
  | { readonly kind: 'ping' | 'pong'; readonly timestamp: number }
  | { readonly kind: 'ack'; readonly ack: number }
  | { readonly kind: 'resume'; readonly session?: string; readonly ack: number }
  | { readonly kind: 'resumed'; readonly terms: Terms };

export type Frame = MessageFrame | NoteFrame | ControlFrame | { readonly kind: 'unknown'; readonly word: string };

/** A frame as it came, with the session's members. */
export interface Received {
  readonly kind: 'frame';
  readonly frame: Frame;
  readonly seq?: number;
  readonly ack?: number;
}

export function headOf(frame: MessageFrame | NoteFrame | ControlFrame): Head {
  switch (frame.kind) {
    case 'message':
      return {
        type: frame.word,
        ...(frame.role === 'request' ? {} : { role: frame.role }),
        ...(frame.re === undefined ? {} : { re: frame.re }),
        ...(frame.deadline === undefined ? {} : { deadline: frame.deadline }),
        ...(frame.credit === undefined ? {} : { credit: frame.credit }),
        headers: { ...frame.headers },
      };
    case 'accepted':
    case 'credit':
      return { type: frame.kind, re: frame.re, credit: frame.credit };
    case 'done':
    case 'end':
    case 'cancel':
      return { type: frame.kind, re: frame.re };
    case 'error':
      return { type: 'error', ...(frame.re === undefined ? {} : { re: frame.re }), ...frame.error };
    case 'ping':
    case 'pong':
      return { type: frame.kind, timestamp: frame.timestamp };
    case 'ack':
      return { type: 'ack', ack: frame.ack };
    case 'resume':
      return { type: 'resume', ...(frame.session === undefined ? {} : { session: frame.session }), ack: frame.ack };
    case 'resumed':
      return { type: 'resumed', ...frame.terms };
  }
}

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
