/** The calling side of one exchange: a number per call, answers by that number. */
import type { Clock } from '../../../clock.js';
import type { Agent } from '../../../contract.js';
import { AgentError } from '../../../error.js';
import { createIntake, flowWindow, type Intake } from '../../../flow.js';
import type { Outbound, Reaction, TransportHeaders } from '../../../transport.js';
import { bareStatus } from '../failure.js';
import { bufferOf, identity, roomIn, type Grpc } from '../grpc-js.js';
import { limitIn, maxMessageKey } from '../metadata.js';
import { codeOf, decodeStatus } from '../status.js';
import { decodeFrame, encodeFrame, exchangePath, overhead, type ExchangeFrame } from './frame.js';

export interface Exchange {
  /** Resolves when the call is over. */
  send(agent: Agent, outbound: Outbound, reaction: Reaction): Promise<void>;
  close(): void;
}

interface Pending {
  readonly agent: Agent;
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  readonly updates: Updates | undefined;
  readonly finish: (tell: () => void) => void;
}

interface Updates {
  readonly intake: Intake;
  /** Resolves when all that came was read. */
  readonly read: Promise<void>;
}

export interface ExchangeOptions {
  readonly grpc: typeof Grpc;
  readonly client: Grpc.Client;
  readonly clock: Clock;
  readonly maxMessage: number;
  /** It has ended and takes no more calls. */
  readonly onEnd: () => void;
}

/** Undefined where the other side has no exchange. @throws {AgentError} `unreachable` */
export function openExchange(options: ExchangeOptions): Promise<Exchange | undefined> {
  const { grpc, client, maxMessage, onEnd } = options;
  const metadata = new grpc.Metadata();
  metadata.set(maxMessageKey, String(maxMessage));
  const stream = client.makeBidiStreamRequest(exchangePath, bufferOf, identity, metadata, { deadline: Infinity });
  // It is told again as the status.
  stream.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    let lose: ((error: AgentError) => void) | undefined;
    stream.on('metadata', (hello: Grpc.Metadata) => {
      const limit = limitIn(hello);
      if (limit === undefined) return;
      const exchange = createExchange(stream, options, limit);
      ({ lose } = exchange);
      resolve(exchange);
    });
    stream.on('status', ({ code }: Grpc.StatusObject) => {
      onEnd();
      const error = code === grpc.status.OK ? bareStatus('unavailable') : bareStatus(codeOf(code));
      if (lose !== undefined) lose(error);
      else if (code === grpc.status.UNIMPLEMENTED) resolve(undefined);
      // Nothing was sent on it.
      else reject(AgentError.of('unreachable', 'the exchange could not be opened', { cause: error }));
    });
  });
}

function createExchange(
  stream: Grpc.ClientDuplexStream<Buffer, Buffer>,
  { clock }: ExchangeOptions,
  limit: number,
): Exchange & { readonly lose: (error: AgentError) => void } {
  const pending = new Map<number, Pending>();
  let numbers = 0;
  let lost: AgentError | undefined;
  const write = (frame: ExchangeFrame): void => {
    if (lost === undefined) stream.write(encodeFrame(frame));
  };

  stream.on('data', (bytes: Buffer) => {
    const frame = read(bytes);
    const call = frame === undefined ? undefined : pending.get(frame.call);
    // Late answers to calls that were given up, and kinds of a later release.
    if (frame !== undefined && call !== undefined) react(frame, call);
  });
  const read = (bytes: Buffer): ExchangeFrame | undefined => {
    try {
      return decodeFrame(bytes);
    } catch (cause) {
      lose(AgentError.of('protocol_violation', 'a frame of the exchange is none', { outcome: 'unknown', cause }));
      stream.cancel();
      return undefined;
    }
  };
  const lose = (error: AgentError): void => {
    lost ??= error;
    for (const { reaction, finish } of pending.values()) finish(() => reaction.fail(error));
  };

  return {
    lose,
    async send(agent, outbound, reaction) {
      if (lost !== undefined) throw AgentError.of('unreachable', 'the exchange has ended', { cause: lost });
      if (outbound.body.length + overhead > limit)
        throw AgentError.of('too_large', `${outbound.body.length} bytes; the other side takes ${limit}`);
      if (stream.writableNeedDrain) await roomIn(stream);
      const number = ++numbers;
      const flows = outbound.operation.updates !== undefined && !outbound.header.destination.broadcast;
      const grant = (credit: number): void => write({ call: number, kind: 'credit', credit });
      const updates = flows ? readUpdates(reaction, grant) : undefined;
      await new Promise<void>((resolve) => {
        const { signal } = outbound;
        const stop = (): void => {
          write({ call: number, kind: 'cancel' });
          finish(() => reaction.fail(signal.reason as AgentError));
        };
        const finish = (tell: () => void): void => {
          if (!pending.delete(number)) return;
          signal.removeEventListener('abort', stop);
          updates?.intake.end();
          tell();
          resolve();
        };
        pending.set(number, { agent, outbound, reaction, updates, finish });
        if (signal.aborted) return finish(() => reaction.fail(signal.reason as AgentError));
        signal.addEventListener('abort', stop, { once: true });
        write({
          call: number,
          kind: 'request',
          envelope: outbound.body,
          headers: headersBeside(outbound.headers),
          credit: flows ? flowWindow : Number.MAX_SAFE_INTEGER,
          ...(Number.isFinite(outbound.deadline)
            ? { timeout: Math.max(1, Math.ceil(outbound.deadline - clock.now())) }
            : {}),
        });
      });
    },
    close() {
      lose(AgentError.of('connection_lost', 'the client was closed', { outcome: 'unknown' }));
      stream.cancel();
    },
  };
}

/** The envelope has these, and nobody in between reads them. */
const inEnvelope: ReadonlySet<string> = new Set(['x-correlation-id', 'x-trace-id', 'x-agent-version']);

function headersBeside(headers: TransportHeaders): TransportHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !inEnvelope.has(name)));
}

function readUpdates(reaction: Reaction, grant: (count: number) => void): Updates {
  const intake = createIntake(grant);
  const read = async (): Promise<void> => {
    for await (const frame of intake) await reaction.update(frame);
  };
  return { intake, read: read() };
}

function react(frame: ExchangeFrame, { agent, outbound, reaction, updates, finish }: Pending): void {
  const { kind, envelope, status } = frame;
  const body = envelope === undefined ? undefined : ({ encoding: 'protobuf', body: envelope, headers: {} } as const);
  const last = (tell: () => void): void => {
    if (updates === undefined) return finish(tell);
    updates.intake.end();
    void updates.read.then(() => finish(tell));
  };
  switch (kind) {
    case 'accepted':
      return reaction.accepted();
    case 'update':
      if (body === undefined) return;
      return updates === undefined ? void reaction.update(body) : updates.intake.push(body);
    case 'reply':
      return last(() => reaction.reply(body));
    case 'error':
      return last(() =>
        reaction.fail(
          decodeStatus(status ?? new Uint8Array(), agent, outbound.operation) ??
            AgentError.of('protocol_violation', 'an error without details', { outcome: 'unknown' }),
        ),
      );
    case 'request':
    case 'cancel':
    case 'credit':
  }
}
