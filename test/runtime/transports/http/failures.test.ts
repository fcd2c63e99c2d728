import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { from, Printer } from './shop.js';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function outcome(url: string, operation: 'look' | 'print' = 'look') {
  const client = connect(Printer, { from, over: http(url) });
  const call = operation === 'look' ? client.look({ job_id: 'j' }) : client.print({ job_id: 'j', pages: 1 });
  const result = await call.result;
  await client.close();
  return result.ok ? result : result.error;
}

const against = async (answer: RequestListener, operation?: 'look' | 'print') =>
  outcome(await listening(createHttp(answer)), operation);

describe('a server that is not there', () => {
  it('is unreachable, and the message surely not accepted', async () => {
    const url = await listening(createTcp());
    servers.pop()?.close();
    expect(await outcome(url)).toMatchObject({ code: 'unavailable', reason: 'unreachable', outcome: 'rejected' });
  });

  it('whose name is not known is unreachable too', async () => {
    expect(await outcome('http://nowhere.invalid')).toMatchObject({ reason: 'unreachable', outcome: 'rejected' });
  });
});

describe('a connection that breaks', () => {
  it('after the message was sent leaves the outcome unknown', async () => {
    const url = await listening(createTcp((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await outcome(url)).toMatchObject({ code: 'unavailable', reason: 'connection_lost', outcome: 'unknown' });
  });

  it('within the reply leaves it unknown', async () => {
    const error = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"header":', () => response.destroy());
    });
    expect(error).toMatchObject({ reason: 'connection_lost', outcome: 'unknown' });
  });

  it('within the updates leaves it unknown', async () => {
    const error = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"accepted":true}\n', () => response.destroy());
    }, 'print');
    expect(error).toMatchObject({ reason: 'connection_lost', outcome: 'unknown' });
  });

  it('is told from updates that end without a reply', async () => {
    const error = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.end('{"accepted":true}\n\n');
    }, 'print');
    expect(error).toMatchObject({ reason: 'connection_lost', message: 'the answer ended before the reply' });
  });
});

describe('an answer that is not ours', () => {
  it.each([
    [502, 'unavailable', 'unknown'],
    [503, 'unavailable', 'unknown'],
    [500, 'internal', 'unknown'],
    [401, 'unauthenticated', 'rejected'],
    [403, 'permission_denied', 'rejected'],
    [404, 'unimplemented', 'rejected'],
    [413, 'resource_exhausted', 'rejected'],
    [301, 'internal', 'unknown'],
  ])('of status %i is %s, %s', async (status, code, known) => {
    const error = await against((_, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<p>'),
    );
    expect(error).toMatchObject({ code, outcome: known });
  });

  it('of 200 in another type is refused', async () => {
    const error = await against((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'));
    expect(error).toMatchObject({ reason: 'protocol_violation', outcome: 'unknown' });
  });

  it('that only looks like a problem of ours counts by its status', async () => {
    for (const body of [
      '{}',
      'null',
      '{"code":"constructor","reason":"x"}',
      '{"code":"internal","reason":"a b"}',
      '<p>',
    ]) {
      const error = await against((_, response) =>
        response.writeHead(503, { 'content-type': 'application/problem+json' }).end(body),
      );
      expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
    }
  });

  it('keeps the code of a reason that this release does not know', async () => {
    const error = await against((_, response) =>
      response
        .writeHead(503, { 'content-type': 'application/problem+json' })
        .end('{"code":"unavailable","reason":"on_holiday","outcome":"rejected","detail":"back soon"}'),
    );
    expect(error).toMatchObject({ reason: 'on_holiday', outcome: 'rejected', retryable: true, message: 'back soon' });
  });

  it('with a declared error whose details are wrong is refused', async () => {
    const error = await against(
      (_, response) =>
        response
          .writeHead(409, { 'content-type': 'application/problem+json' })
          .end('{"code":"already_exists","reason":"jam","outcome":"handled","details":{"tray":"x"}}'),
      'print',
    );
    expect(error).toMatchObject({ reason: 'protocol_violation', outcome: 'handled' });
  });

  it('to another call is refused', async () => {
    const error = await against((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'x-correlation-id': 'other' }).end('{}'),
    );
    expect(error).toMatchObject({ reason: 'protocol_violation' });
  });

  it('that is not HTTP is refused', async () => {
    const url = await listening(createTcp((socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n\r\n'))));
    expect(await outcome(url)).toMatchObject({ reason: 'protocol_violation', outcome: 'unknown' });
  });

  it('with lines that are none of ours is refused', async () => {
    for (const line of ['{ "reply": {} }', '{"surprise":1}', 'x', '{"reply":null}\n{"update":{}}']) {
      const error = await against(
        (_, response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${line}\n`),
        'print',
      );
      expect(error).toMatchObject({ reason: 'protocol_violation' });
    }
  });
});
