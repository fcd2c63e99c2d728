/** One question on one connection: a server that answers it as its protocol wants is ready. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ServiceError } from '../service-error.js';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Reads all bytes so far: undefined while they are too few, a `ServiceError` when they are not this protocol's. */
export type Answer<T> = (bytes: Buffer) => T | undefined;

/** A server on the own machine answers within this time, in milliseconds, or is not ready. */
const patience = 3000;

export function endpointOf(address: string, usualPort: number): Endpoint {
  const [first = ''] = address.split(',');
  const url = new URL(first.includes('://') ? first : `tcp://${first}`);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usualPort : Number(url.port),
    tls: /^(?:amqps|rediss|tls|ssl)/.test(url.protocol),
  };
}

/** Rejects with `unreachable` where nobody listens or the answer does not end, and with what `answer` throws. */
export function ask<T>(endpoint: Endpoint, question: Uint8Array, answer: Answer<T>): Promise<T> {
  const { host, port } = endpoint;
  return new Promise<T>((resolve, reject) => {
    const socket = open(endpoint);
    let bytes = Buffer.alloc(0);
    const fail = (why: string): void => {
      socket.destroy();
      reject(new ServiceError('unreachable', `${host}:${port} ${why}`));
    };
    socket.setTimeout(patience, () => fail('does not answer'));
    socket.on('error', (error) => fail(`cannot be reached (${'code' in error ? String(error.code) : error.message})`));
    socket.on('close', () => fail('closed the connection'));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const value = answer(bytes);
        if (value === undefined) return;
        resolve(value);
      } catch (error) {
        reject(error);
      }
      socket.destroy();
    });
    socket.write(question);
  });
}

function open({ host, port, tls }: Endpoint): Socket {
  // The certificate is the business of the tests that use the server, which know its authority.
  return tls ? connectTls({ host, port, rejectUnauthorized: false }) : connectPlain({ host, port });
}

export function notThis(protocol: string): ServiceError {
  return new ServiceError('port_taken', `the server that listens there does not speak ${protocol}`);
}
