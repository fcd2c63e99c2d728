/** A WebSocket as the rest of this folder sees it: the platform's own in a browser, the one of `ws` in Node. */
import type { Data } from './packet.js';

export interface Socket {
  /** The sub-protocol agreed on; empty without one. */
  readonly protocol: string;
  /** False once either side has said goodbye. */
  readonly open: boolean;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly buffered: number;
  /** `taken` is called when the network has it, and in a later turn on a socket that is not open. */
  send(data: Data, taken?: () => void): void;
  /** Says goodbye with a status (RFC 6455 7.4.1). */
  close(status: number, why: string): void;
  /** Lets go at once, where nobody answers. */
  destroy(): void;
}

/** What happens on a socket, in order; nothing after `closed`. */
export interface SocketEvents {
  data(data: Data): void;
  closed(status: number): void;
}

export interface OpenOptions {
  readonly protocols: readonly string[];
  readonly signal: AbortSignal;
  /** Called once the socket is open, before anything has come. */
  readonly begin: (socket: Socket) => SocketEvents;
}

/** How one platform opens sockets. */
export interface Opener {
  /** @throws {AgentError} `unreachable`, `agent_unknown` where the host has no such path, or the signal's reason. */
  open(address: URL, options: OpenOptions): Promise<void>;
  /** Keeps the process alive while a call waits for a connection to come back; the result lets go. */
  hold(): () => void;
}

/** Statuses of RFC 6455 7.4.1, and ours. */
export const status = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  abnormal: 1006,
  invalidData: 1007,
  policy: 1008,
  tooBig: 1009,
  tryAgainLater: 1013,
  /** The session goes on over another connection. */
  replaced: 4000,
} as const;
