/** The way back of one of the service's own calls: messages of the method's type, then a status. */
import type { Agent, OperationFacts } from '../../contract.js';
import { statusOf, type AgentError } from '../../error.js';
import { givesStream } from '../../streams.js';
import type { Answer } from '../../transport.js';
import { bufferOf, writeTo, type Grpc, type ServerCall, type ServerStatus } from './grpc-js.js';
import { acceptedKey } from './metadata.js';
import { encodeStatus, statusTrailer } from './status.js';

/** What a unary and a streaming call have in common on the serving side. */
export interface Line {
  begin(metadata: Grpc.Metadata): void;
  /** Resolves when there is room for more, or nobody left to read it. */
  write(message: Buffer): Promise<void>;
  end(): void;
  fail(status: ServerStatus): void;
}

export function unaryLine(call: ServerCall, callback: Grpc.sendUnaryData<Buffer>): Line {
  let reply: Buffer = Buffer.alloc(0);
  return {
    begin: (metadata) => call.sendMetadata(metadata),
    write(message) {
      reply = message;
      return Promise.resolve();
    },
    end: () => callback(null, reply),
    fail: (status) => callback(status),
  };
}

type Writable = Grpc.ServerWritableStream<Buffer, Buffer> | Grpc.ServerDuplexStream<Buffer, Buffer>;

export function streamLine(call: Writable): Line {
  return {
    begin: (metadata) => call.sendMetadata(metadata),
    write: (message) => writeTo(call, message),
    end: () => call.end(),
    fail: (status) => call.emit('error', status),
  };
}

export function answerOn(grpc: typeof Grpc, line: Line, agent: Agent, operation: OperationFacts): Answer {
  let begun = false;
  let over = false;
  const once = (act: () => void): Promise<void> => {
    if (!over) {
      over = true;
      act();
    }
    return Promise.resolve();
  };
  return {
    // The method has one type of answer (wire.md section 3: unary gives the reply only).
    streams: false,
    accepted() {
      if (begun || over) return Promise.resolve();
      begun = true;
      const metadata = new grpc.Metadata();
      metadata.set(acceptedKey, 'true');
      line.begin(metadata);
      return Promise.resolve();
    },
    update: () => Promise.resolve(),
    item: (frame) => (over ? Promise.resolve() : line.write(bufferOf(frame.body))),
    reply: (frame) =>
      once(() => {
        if (!givesStream(operation)) void line.write(bufferOf(frame?.body ?? new Uint8Array()));
        line.end();
      }),
    fail: (error) => once(() => line.fail(statusObject(grpc, error, agent, operation))),
  };
}

export function statusObject(
  grpc: typeof Grpc,
  error: AgentError,
  agent?: Agent,
  operation?: OperationFacts,
): ServerStatus {
  const metadata = new grpc.Metadata();
  metadata.set(statusTrailer, encodeStatus(error, agent, operation));
  return { code: statusOf[error.code].grpc, details: error.message, metadata };
}
