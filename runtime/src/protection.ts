/** What the core knows of security: that messages are signed and judged. How, is the business of `security/`. */
import type { Encoding } from './codec/codec.js';
import type { AgentError } from './error.js';
import type { Layer } from './exchange.js';
import type { Header } from './header.js';

export interface Signs {
  /**
   * The header, completed for the payload's bytes as they will be sent (none where it opens a stream).
   * @throws {AgentError} `key_unknown` where no key here signs for the header's source.
   */
  sign(header: Header, encoding: Encoding, payload: Uint8Array): Header;
}

/** A message that was opened and not yet decoded. */
export interface Unproven {
  readonly header: Header;
  readonly encoding: Encoding;
  /** As received. */
  readonly payload: Uint8Array;
}

/** One object for what is sent and what is received: made by `security`, shared by agents and clients. */
export interface Protection extends Signs {
  /**
   * Judges what came back on a call of ours.
   * @throws {AgentError} the exact reason.
   */
  verifyAnswer(answer: Unproven, request: Header): void;
  readonly authenticate: Layer;
  readonly authorize: Layer;
  /** Told to the peer, of an error that this agent gives. */
  heard(error: AgentError): AgentError;
}
