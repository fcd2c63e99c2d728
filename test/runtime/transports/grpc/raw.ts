/** A client of grpc-js itself: what others may send. */
import * as grpcJs from '@grpc/grpc-js';
import { afterwards } from './table.js';

const asIs = (bytes: Buffer): Buffer => bytes;

export interface Raw {
  /** The status, with the reply where it is OK. */
  unary(
    path: string,
    message: Uint8Array,
    metadata?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<Answer>;
  bidi(path: string): grpcJs.ClientDuplexStream<Buffer, Buffer>;
}

export interface Answer {
  readonly code: number;
  readonly reply?: Buffer;
}

export function rawClient(address: string): Raw {
  const client = new grpcJs.Client(address.replace('grpc://', ''), grpcJs.credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  afterwards(() => client.close());
  return {
    unary(path, message, headers = {}) {
      const metadata = new grpcJs.Metadata();
      for (const [name, values] of Object.entries(headers))
        for (const value of [values].flat()) metadata.add(name, value);
      return new Promise((resolve) => {
        client.makeUnaryRequest(path, asIs, asIs, Buffer.from(message), metadata, (error, reply) =>
          resolve({ code: error?.code ?? 0, ...(reply === undefined ? {} : { reply }) }),
        );
      });
    },
    bidi: (path) => client.makeBidiStreamRequest(path, asIs, asIs),
  };
}

/** How a stream ended. */
export function statusOf(stream: grpcJs.ClientDuplexStream<Buffer, Buffer>): Promise<number> {
  stream.on('error', () => undefined);
  return new Promise((resolve) => void stream.on('status', ({ code }) => resolve(code)));
}

export const status = grpcJs.status;
