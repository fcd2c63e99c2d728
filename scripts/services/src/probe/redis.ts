/** Redis: INFO as an inline command. A server that still loads its data says so; one with a password is ready. */
import type { Greeting } from '../server.js';
import { ServiceError } from '../service-error.js';
import { notThis } from './ask.js';

export const redisQuestion: Uint8Array = Buffer.from('INFO server\r\n');

export function redisAnswer(bytes: Buffer): Greeting | undefined {
  const text = bytes.toString('utf8');
  if (!text.includes('\r\n')) return undefined;
  if (text.startsWith('-LOADING')) throw new ServiceError('unreachable', 'it still loads its data');
  if (text.startsWith('-NOAUTH') || text.startsWith('-NOPERM')) return {};
  const length = /^\$(\d+)\r\n/.exec(text);
  if (length === null) throw notThis('Redis');
  if (bytes.length < length[0].length + Number(length[1])) return undefined;
  const version = /^redis_version:(\S+)/m.exec(text)?.[1];
  return version === undefined ? {} : { version };
}
