/** AMQP 0-9-1: the protocol header, answered by Connection.Start (spec 4.2.2, 1.4.2.1). RabbitMQ listens last in its boot. */
import type { Greeting } from '../server.js';
import { notThis } from './ask.js';

export const amqpQuestion: Uint8Array = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

export function amqpAnswer(bytes: Buffer): Greeting | undefined {
  if (bytes.length < 11) return undefined;
  const isStart = bytes[0] === 1 && bytes.readUInt32BE(7) === 0x000a_000a;
  if (!isStart) throw notThis('AMQP 0-9-1');
  if (bytes.length < 8 + bytes.readUInt32BE(3)) return undefined;
  const key = Buffer.from('\x07versionS', 'latin1');
  const at = bytes.indexOf(key);
  if (at < 0) return {};
  const start = at + key.length + 4;
  return { version: bytes.toString('utf8', start, start + bytes.readUInt32BE(start - 4)) };
}
