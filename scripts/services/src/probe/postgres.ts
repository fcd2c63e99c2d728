/** PostgreSQL: a StartupMessage, answered up to ReadyForQuery or by a wish for a password (protocol 3.0, 55.2.1). */
import type { Greeting } from '../server.js';
import { ServiceError } from '../service-error.js';
import { notThis } from './ask.js';

export interface Login {
  readonly user: string;
  readonly database: string;
  readonly hasPassword: boolean;
}

export function postgresQuestion({ user, database }: Login): Uint8Array {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, parameters]);
}

export function postgresAnswer(bytes: Buffer, { user, hasPassword }: Login): Greeting | undefined {
  let version: string | undefined;
  for (let at = 0; bytes.length >= at + 5;) {
    const size = 1 + bytes.readInt32BE(at + 1);
    if (!'RSKZEN'.includes(String.fromCharCode(bytes[at] ?? 0))) throw notThis('PostgreSQL');
    if (bytes.length < at + size) return undefined;
    const body = bytes.subarray(at + 5, at + size);
    switch (String.fromCharCode(bytes[at] ?? 0)) {
      case 'R':
        if (body.readInt32BE(0) === 0) break;
        if (hasPassword) return {};
        throw new ServiceError('login_needed', `PostgreSQL wants a password of ${user}`);
      case 'S': {
        const [name, value] = body.toString('utf8').split('\0');
        // Debian's packages add their own in brackets.
        if (name === 'server_version') version = value?.split(' ')[0];
        break;
      }
      case 'E':
        throw refusal(body, user);
      case 'Z':
        return version === undefined ? {} : { version };
    }
    at += size;
  }
  return undefined;
}

/** 57P03 is cannot_connect_now: it starts or shuts down. */
function refusal(body: Buffer, user: string): ServiceError {
  const state = /(?:^|\0)C([0-9A-Z]{5})\0/.exec(body.toString('utf8'))?.[1] ?? '';
  return state === '57P03'
    ? new ServiceError('unreachable', 'it is starting up')
    : new ServiceError('login_needed', `PostgreSQL refuses ${user} (${state})`);
}
