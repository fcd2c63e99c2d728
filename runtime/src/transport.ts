/**
 * The narrow waist: a transport moves frames and headers and knows no schema. Everything about messages (encoding,
 * checking, deadlines, security) happens above it, the same for all.
 */
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import type { AgentError } from './error.js';
import type { Header } from './header.js';

export type TransportHeaders = Readonly<Record<string, string>>;

/** A framed envelope as bytes, with the headers that travel beside it (names in lower case). */
export interface Frame {
  readonly encoding: Encoding;
  readonly body: Uint8Array;
  readonly headers: TransportHeaders;
}

// ----------------------------------------------------------------------------------------------------- the way out

/** A frame with the message that it was made of. */
export interface OutboundFrame extends Frame {
  readonly header: Header;
  /**
   * Fills `{placeholders}` of a path, topic or key from the header and the payload.
   * @throws {AgentError} `payload_invalid` where a member is missing or outside the transport's alphabet.
   */
  fill(template: string, escape: (value: string) => string): string;
}

/**
 * One call. Where the caller streams (`operation.stream` is `client` or `both`), `body` is the call's header alone as
 * canonical JSON, which opens the stream, and `items` are what follows.
 */
export interface Outbound extends OutboundFrame {
  readonly operation: OperationFacts;
  /**
   * The caller's stream, each item a whole envelope, made when it is asked for: a transport asks for the next one when it
   * has room for it, and for none before it is connected. Ends, too, when the call is over; where it throws, `signal` has
   * aborted.
   */
  readonly items?: AsyncIterable<OutboundFrame>;
  /** The value of a top-level payload member as text: for what a route puts into its path or query. */
  member(name: string): string | undefined;
  /**
   * The payload's members as text, for methods without a body; undefined where text cannot hold them (lists, objects,
   * bytes, metadata).
   */
  texts(): Readonly<Record<string, string>> | undefined;
  /** The header alone, as canonical JSON: for methods without a body. */
  headerJson(): Uint8Array;
  /** Absolute, in milliseconds. */
  readonly deadline: number;
  /** Aborts when the caller cancels or the deadline passes. */
  readonly signal: AbortSignal;
}

/** What comes back. After `reply` or `fail` nothing more does. */
export interface Reaction {
  /** The other side has durably taken the message over. */
  accepted(): void;
  /** Resolves when the caller has room for more. */
  update(frame: Frame): Promise<void>;
  /** An item of the agent's stream; resolves when the caller has room for more. `reply` without a frame is its end. */
  item(frame: Frame): Promise<void>;
  /** No frame where the operation is one-way or streams its replies. */
  reply(frame: Frame | undefined): void;
  fail(error: AgentError): void;
}

/** What a route decides of the frames that take it. */
export interface FrameOptions {
  readonly encoding: Encoding;
  /** Where answers go (`routing.reply_to`, which is signed), where they do not come back by themselves. */
  readonly replyTo?: string;
}

/** The way to one kind of agent over one transport. */
export interface Dialer extends FrameOptions {
  /** Where operations are encoded each in its own way; else all are in `encoding`. */
  encodingOf?(operation: OperationFacts): Encoding;
  /** Resolves when the exchange is over; what happens is told through `reaction`, never by throwing. */
  send(outbound: Outbound, reaction: Reaction): Promise<void>;
  close(): Promise<void>;
}

// ------------------------------------------------------------------------------------------------------ the way in

/** One message on its way in, as a transport hands it to the onion. */
export interface Inbound {
  readonly transport: string;
  readonly frame: Frame;
  /** Where the transport itself names the operation (a route, a method); else the message type does. */
  readonly operation?: OperationFacts;
  /**
   * For methods without a body: the payload's members as text, to be typed by the request's shape. The frame's body is
   * then the header alone, as JSON.
   */
  readonly members?: Readonly<Record<string, string>>;
  /** Payload members that stand in the path as well as in the body. */
  readonly pathMembers?: Readonly<Record<string, string>>;
  /** Copies that the frame's header must agree with: `agent_id`, `correlation_id`, `trace_id`, `reply_to`. */
  readonly copies?: Readonly<Record<string, string>>;
  /**
   * The caller's stream, read as fast as the handler takes it; `frame` has then opened it and its body is the call's
   * header alone, as JSON. Ends when the caller has no more, or once the call was answered.
   */
  readonly items?: AsyncIterable<Frame>;
  /** Absolute, in milliseconds, as the transport carries it. */
  readonly deadline?: number;
  /** Aborts when the peer goes away or cancels. */
  readonly signal: AbortSignal;
  readonly answer: Answer;
}

/** The way back. Each resolves when the transport has taken the frame; `reply` and `fail` end the exchange. */
export interface Answer {
  /** False where an update has nowhere to go (plain request and reply). */
  readonly streams: boolean;
  accepted(): Promise<void>;
  update(frame: Frame): Promise<void>;
  /** An item of the agent's stream; `reply` without a frame is its end. */
  item(frame: Frame): Promise<void>;
  reply(frame: Frame | undefined): Promise<void>;
  fail(error: AgentError): Promise<void>;
  /**
   * Ends the exchange without a word to where the message wants its answer: it did not prove whom it is from, and that
   * address is as good as the attacker's. Left out where the answer goes back on the connection that the message came by.
   */
  refuse?(error: AgentError): Promise<void>;
}

/** A served agent as a transport sees it. */
export interface Host {
  readonly agent: Agent;
  readonly id: string;
  readonly instance: string;
  /** Bytes of one framed envelope that the onion takes: a transport need not read more. */
  readonly maxFrame?: number;
  /** The onion. Never rejects. */
  receive(inbound: Inbound): Promise<void>;
}

export interface Listener {
  /** `http://127.0.0.1:8080`, `memory:`: what another agent dials. */
  readonly address: string;
  /** Takes no new messages; resolves when those under way are done or `grace` milliseconds have passed. */
  close(grace: number): Promise<void>;
}

/** One transport with its settings: listens for served agents, dials others. May be shared by several agents. */
export interface Transport {
  readonly name: string;
  /** A broadcast reaches every instance of a type by itself. */
  readonly broadcasts?: boolean;
  listen(host: Host): Promise<Listener>;
  dial(agent: Agent, from: { readonly agent_type: string; readonly agent_id: string }): Promise<Dialer>;
}
