/** The parts of the runner that touch nothing: names, words for a person, settings, the command that installs. */
import { describe, expect, it } from 'vitest';
import { settingsText } from '../../../scripts/services/src/config-file.js';
import { installCommand } from '../../../scripts/services/src/packages.js';
import { serversNamed } from '../../../scripts/services/src/servers/index.js';
import { loginOf } from '../../../scripts/services/src/servers/postgres.js';
import { describe as describeFound, withoutPassword } from '../../../scripts/services/src/services.js';

const names = (wanted: readonly string[]): string[] => serversNamed(wanted).map((server) => server.name);

describe('names on the command line', () => {
  it('mean all servers when there are none, and the named ones in one order', () => {
    expect(names([])).toEqual(['rabbitmq', 'kafka', 'redis', 'postgres']);
    expect(names(['redis', 'kafka'])).toEqual(['kafka', 'redis']);
  });

  it('are refused together when unknown', () => {
    expect(() => names(['kafka', 'mysql', 'nats'])).toThrow('no service is called mysql, nats');
  });
});

describe('what a person reads', () => {
  it('says where a server is and how it was found', () => {
    const found = { address: 'redis://127.0.0.1:6379', how: 'listening', greeting: { version: '7.0.15' } } as const;
    expect(describeFound(found)).toBe('redis://127.0.0.1:6379 (already listening, version 7.0.15)');
  });

  it('holds no password', () => {
    expect(withoutPassword('amqp://guest:gu:est@127.0.0.1:5672')).toBe('amqp://guest@127.0.0.1:5672');
    expect(withoutPassword('redis://:secret@127.0.0.1:6379')).toBe('redis://@127.0.0.1:6379');
    expect(withoutPassword('127.0.0.1:9092')).toBe('127.0.0.1:9092');
  });
});

describe('what a server is told', () => {
  it('is the runner’s settings with the caller’s over them', () => {
    expect(settingsText('=', { port: '1', bind: 'a' }, { port: '2' })).toBe('port=2\nbind=a\n');
  });
});

describe('installing', () => {
  it('goes through sudo for a user, and without it for root', () => {
    expect(installCommand(['redis-server'], true, true)[0]).toBe('sh');
    expect(installCommand(['redis-server'], false, true).slice(0, 2)).toEqual(['sudo', 'sh']);
  });

  it('is refused to a user without sudo', () => {
    expect(() => installCommand(['redis-server'], false, false)).toThrow('installing redis-server needs root');
  });
});

describe('a PostgreSQL address', () => {
  it('names user and database, each with its default', () => {
    expect(loginOf('postgres://ada:pw@db/work')).toEqual({ user: 'ada', database: 'work', hasPassword: true });
    expect(loginOf('postgres://db')).toEqual({ user: 'postgres', database: 'postgres', hasPassword: false });
  });
});
