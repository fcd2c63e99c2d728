/**
 * The frames of a connection: the document's `message`, `ping` and `pong`, and those that make it lossless.
 *
 * A frame with `seq` counts: it is kept by its sender until the peer acknowledges its number, and is sent again on the
 * next connection of the session. `re` is the `seq` of the request that a frame is about.
 */
import type { JsonValue } from '../../codec/json-value.js';
import type { TransportHeaders } from '../../transport.js';
import type { Body, Head } from './packet.js';

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
