/**
 * Kafka: ApiVersions is answered by any broker, Metadata lists the brokers that have joined. A broker that is not listed
 * yet listens, but leads nothing.
 */
import { notThis } from './ask.js';

const apiVersions = 18;
const metadata = 3;
const correlation = 7;

/** ApiVersions in version 0, which every broker answers (KIP-35). */
export const apiVersionsQuestion: Uint8Array = request(apiVersions, 0, Buffer.alloc(0));

/** Metadata in version 1 about no topic: an empty array. */
export const metadataQuestion: Uint8Array = request(metadata, 1, Buffer.alloc(4));

export function apiVersionsAnswer(bytes: Buffer): true | undefined {
  const body = responseBody(bytes);
  if (body === undefined) return undefined;
  const errorCode = body.readInt16BE(0);
  const isList = body.length === 6 + 6 * body.readInt32BE(2);
  if (errorCode !== 0 || !isList) throw notThis('Kafka');
  return true;
}

/** How many brokers the cluster has. */
export function metadataAnswer(bytes: Buffer): number | undefined {
  return responseBody(bytes)?.readInt32BE(0);
}

function request(key: number, version: number, body: Uint8Array): Uint8Array {
  const client = Buffer.from('agentwire');
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + client.length + body.length, 0);
  head.writeInt16BE(key, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(correlation, 8);
  head.writeInt16BE(client.length, 12);
  return Buffer.concat([head, client, body]);
}

function responseBody(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 8) return undefined;
  if (bytes.readInt32BE(4) !== correlation) throw notThis('Kafka');
  const size = 4 + bytes.readInt32BE(0);
  return bytes.length < size ? undefined : bytes.subarray(8, size);
}
