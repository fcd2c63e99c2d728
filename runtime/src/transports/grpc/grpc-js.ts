/** The one door to @grpc/grpc-js, an optional peer: loaded when something is served or called. */
import type * as Grpc from '@grpc/grpc-js';
import { AgentError } from '../../error.js';
import { defaultMaxMessage, type GrpcOptions } from './options.js';

export type { Grpc };

/** What every kind of served call has. */
export interface ServerCall {
  readonly metadata: Grpc.Metadata;
  sendMetadata(metadata: Grpc.Metadata): void;
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** What a stream of either side is written to. */
export interface Sink {
  readonly destroyed: boolean;
  write(message: Buffer): boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
}

export type ServerStatus = Partial<Grpc.StatusObject>;

export async function loadGrpc(): Promise<typeof Grpc> {
  try {
    return await import('@grpc/grpc-js');
  } catch (cause) {
    throw AgentError.of('unreachable', 'gRPC needs the package @grpc/grpc-js: npm install @grpc/grpc-js', { cause });
  }
}

/** The generated codecs have written what goes out and will read what comes in; here bytes stay bytes. */
export function identity(bytes: Buffer): Buffer {
  return bytes;
}

/** What grpc-js writes has to be a Buffer; this one shares the bytes. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What both sides say about a connection. */
export function connectionOptions({ keepAlive, maxMessage }: GrpcOptions): Grpc.ChannelOptions {
  return {
    'grpc.max_receive_message_length': maxMessage ?? defaultMaxMessage,
    'grpc.max_send_message_length': -1,
    'grpc.keepalive_time_ms': keepAlive?.every ?? 30_000,
    'grpc.keepalive_timeout_ms': keepAlive?.timeout ?? 10_000,
  };
}

/** Resolves when there is room for more, or nobody left to read it. */
export function writeTo(sink: Sink, message: Buffer): Promise<void> {
  return sink.destroyed || sink.write(message) ? Promise.resolve() : roomIn(sink);
}

const waiting = new WeakMap<Sink, Promise<void>>();

/** However many wait for it, the sink has one listener. */
export function roomIn(sink: Sink): Promise<void> {
  let room = waiting.get(sink);
  if (room === undefined) {
    room = new Promise((resolve) => {
      const go = (): void => {
        sink.off('drain', go);
        sink.off('close', go);
        waiting.delete(sink);
        resolve();
      };
      sink.on('drain', go);
      sink.on('close', go);
    });
    waiting.set(sink, room);
  }
  return room;
}
