/** What the probes make of a server's first bytes: recorded answers, halves of them, and other protocols'. */
import { describe, expect, it } from 'vitest';
import { amqpAnswer } from '../../../scripts/services/src/probe/amqp.js';
import { endpointOf } from '../../../scripts/services/src/probe/ask.js';
import { apiVersionsAnswer, metadataAnswer } from '../../../scripts/services/src/probe/kafka.js';
import { postgresAnswer, postgresQuestion } from '../../../scripts/services/src/probe/postgres.js';
import { redisAnswer } from '../../../scripts/services/src/probe/redis.js';
import { ServiceError } from '../../../scripts/services/src/service-error.js';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const refuses = (code: string): unknown => expect.objectContaining({ code });

/** What the answer says at the end, having asked for more at every shorter length. */
function complete<T>(answer: (bytes: Buffer) => T | undefined, bytes: Buffer): T | undefined {
  for (let length = 0; length < bytes.length; length += 1) expect(answer(bytes.subarray(0, length))).toBeUndefined();
  return answer(bytes);
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('RabbitMQ', () => {
  const properties = Buffer.concat([text('\x07versionS'), hex('00000006'), text('3.10.8')]);
  const body = Buffer.concat([hex('000a000a 0009'), hex('00000012'), properties, hex('00000000 00000000')]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  const start = Buffer.concat([hex('010000'), size, body, hex('ce')]);

  it('is ready once Connection.Start is whole, and says its version', () => {
    expect(complete(amqpAnswer, start)).toEqual({ version: '3.10.8' });
  });

  it('is not a server that answers with its own protocol header or with text', () => {
    expect(thrownBy(() => amqpAnswer(text('HTTP/1.1 400 Bad Request\r\n')))).toEqual(refuses('port_taken'));
  });
});

describe('Kafka', () => {
  it('is Kafka when the list of its APIs is whole', () => {
    const list = hex('0000 00000002 0000 0003 000d 0001 0004 0011');
    expect(complete(apiVersionsAnswer, Buffer.concat([hex('00000016 00000007'), list]))).toBe(true);
  });

  it('has as many brokers as joined', () => {
    expect(complete(metadataAnswer, hex('00000008 00000007 00000000'))).toBe(0);
  });

  it('is not a server that answers another request', () => {
    expect(thrownBy(() => apiVersionsAnswer(text('-ERR unknown command\r\n')))).toEqual(refuses('port_taken'));
  });
});

describe('Redis', () => {
  it('is ready once INFO is whole, and says its version', () => {
    const info = '# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n';
    expect(complete(redisAnswer, text(`$${info.length}\r\n${info}`))).toEqual({ version: '7.0.15' });
  });

  it('is ready behind a password, and not while it loads', () => {
    expect(redisAnswer(text('-NOAUTH Authentication required.\r\n'))).toEqual({});
    expect(thrownBy(() => redisAnswer(text('-LOADING Redis is loading\r\n')))).toEqual(refuses('unreachable'));
  });

  it('is not a server that answers HTTP', () => {
    expect(thrownBy(() => redisAnswer(text('HTTP/1.1 400 Bad Request\r\n')))).toEqual(refuses('port_taken'));
  });
});

describe('PostgreSQL', () => {
  const login = { user: 'postgres', database: 'postgres', hasPassword: false };
  const message = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5, type);
    head.writeInt32BE(4 + body.length, 1);
    return Buffer.concat([head, body]);
  };
  const refusal = (state: string): Buffer => message('E', text(`SFATAL\0C${state}\0Mno\0\0`));

  it('is ready at ReadyForQuery, and says its version', () => {
    const bytes = [
      message('R', hex('00000000')),
      message('S', text('server_version\x0015.18 (Debian 15.18-0)\0')),
      message('K', hex('0000000100000002')),
      message('Z', text('I')),
    ];
    expect(complete((some) => postgresAnswer(some, login), Buffer.concat(bytes))).toEqual({ version: '15.18' });
  });

  it('wants a password where the address has none, and is ready where it has one', () => {
    const wish = message('R', hex('0000000a'));
    expect(thrownBy(() => postgresAnswer(wish, login))).toEqual(refuses('login_needed'));
    expect(postgresAnswer(wish, { ...login, hasPassword: true })).toEqual({});
  });

  it('tells a server that starts from one that refuses', () => {
    expect(thrownBy(() => postgresAnswer(refusal('57P03'), login))).toEqual(refuses('unreachable'));
    expect(thrownBy(() => postgresAnswer(refusal('3D000'), login))).toEqual(refuses('login_needed'));
  });

  it('is asked in protocol 3.0', () => {
    const question = Buffer.from(postgresQuestion(login));
    expect(question.readInt32BE(0)).toBe(question.length);
    expect(question.readInt32BE(4)).toBe(196_608);
  });
});

describe('an address', () => {
  it.each([
    ['127.0.0.1:9092,127.0.0.1:9192', 9092, { host: '127.0.0.1', port: 9092, tls: false }],
    ['amqps://user:secret@broker.example', 5671, { host: 'broker.example', port: 5671, tls: true }],
    ['redis://[::1]:7000/2', 6379, { host: '::1', port: 7000, tls: false }],
  ])('%s is where the probe goes', (address, usual, want) => {
    expect(endpointOf(address, usual)).toEqual(want);
  });

  it('has a cure for every error', () => {
    expect(new ServiceError('port_taken', 'x').cure).toContain('environment');
  });
});
