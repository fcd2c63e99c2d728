import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type Served } from '@agentwire/runtime';
import { http } from '@agentwire/runtime/http';
import { envelope, jsonHeaders, plainHeader, raw } from './raw.js';
import { Printer, printing } from './shop.js';

let served: Served;
let base: string;
let jobs: string;

beforeAll(async () => {
  served = await serve(Printer, {
    id: 'printer-1',
    on: http({ port: 0 }),
    // The same envelope is sent again and again.
    dedupe: false,
    handlers: {
      ...printing,
      async print(job, context) {
        if (job.pages === 0) throw context.fail('jam', { tray: 1 });
        if (job.pages < 0) await new Promise((_, reject) => context.signal.addEventListener('abort', reject));
        if (job.pages > 1) await context.update({ done: 0.5 });
        return { job_id: job.job_id, note: `${context.header.correlation_id} ${context.header.tracing.trace_id}` };
      },
      look: (question, context) => ({ job_id: question.job_id, note: JSON.stringify(context.header) }),
    },
  });
  base = served.addresses['http'] ?? '';
  jobs = `${base}/v1/agents/printer-1/jobs`;
});
afterAll(() => served.close(0));

const post = (
  body: string | Uint8Array,
  headers: Record<string, string> | readonly string[] = jsonHeaders,
  url = jobs,
) => raw(url, { method: 'POST', headers, body });

describe('a whole envelope', () => {
  it("is answered with one, under the document's headers", async () => {
    const response = await post(envelope('job', { job_id: 'j-1', pages: 1 }));
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-correlation-id': '6f2c9d3e-8a51-4f7b-9c20-1d3e5f7a9b0c',
      'x-trace-id': '0af7651916cd43dd8448eb211c80319c',
      'x-agent-version': '1.2.0',
      traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/),
    });
    expect(response.json).toMatchObject({
      header: { message_type: 'done', causation_id: '6f2c9d3e-8a51-4f7b-9c20-1d3e5f7a9b0c' },
      payload: { data: { job_id: 'j-1' } },
    });
  });

  it.each([
    ['x-correlation-id', '00000000-8a51-4f7b-9c20-1d3e5f7a9b0c'],
    ['x-trace-id', 'ffffffffffffffffffffffffffffffff'],
    ['traceparent', '00-ffffffffffffffffffffffffffffffff-b7ad6b7169203331-01'],
  ])('must agree with %s', async (name, value) => {
    const response = await post(envelope('job', { job_id: 'j', pages: 1 }), { ...jsonHeaders, [name]: value });
    expect(response.status).toBe(400);
    expect(response.json).toMatchObject({ reason: 'header_mismatch', outcome: 'rejected' });
  });

  it('must agree with the path', async () => {
    const elsewhere = { destination: { agent_id: 'printer-2', agent_type: 'printer', broadcast: false } };
    const response = await post(envelope('job', { job_id: 'j', pages: 1 }, elsewhere));
    expect(response.json).toMatchObject({ status: 400, reason: 'header_mismatch', path: '/header/agent_id' });
    const put = await raw(`${jobs}/j-1`, {
      method: 'PUT',
      headers: jsonHeaders,
      body: envelope('note', { job_id: 'j-2', text: 'x' }),
    });
    expect(put.json).toMatchObject({ status: 400, reason: 'header_mismatch', path: '/payload/data/job_id' });
  });

  it('gets a trace that x-trace-id and traceparent both name, or is refused', async () => {
    const response = await post('{"data":{"job_id":"j","pages":1}}', {
      ...jsonHeaders,
      'x-trace-id': '0af7651916cd43dd8448eb211c80319c',
      traceparent: '00-ffffffffffffffffffffffffffffffff-b7ad6b7169203331-01',
    });
    expect(response.json).toMatchObject({ status: 400, reason: 'header_mismatch' });
  });

  it('names the member that is wrong', async () => {
    const response = await post(envelope('job', { job_id: 'j', pages: 'many' }));
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'invalid_argument',
      reason: 'payload_invalid',
      outcome: 'rejected',
      path: '/payload/data/pages',
    });
  });

  it("of another operation than the route's is refused", async () => {
    const response = await post(envelope('note', { job_id: 'j', text: 'x' }));
    expect(response.json).toMatchObject({ status: 400, reason: 'header_mismatch', path: '/header/message_type' });
  });

  it('gets a declared error as a problem with its own details', async () => {
    const response = await post(envelope('job', { job_id: 'j', pages: 0 }));
    expect(response.status).toBe(409);
    expect(response.json).toMatchObject({ title: 'Conflict', reason: 'jam', outcome: 'handled', details: { tray: 1 } });
  });

  it('is given up after X-Request-Timeout seconds', async () => {
    const before = performance.now();
    const response = await post(envelope('job', { job_id: 'j', pages: -1 }), {
      ...jsonHeaders,
      'x-request-timeout': '0.1',
    });
    expect(response.status).toBe(504);
    expect(response.json).toMatchObject({ reason: 'deadline_exceeded' });
    expect(performance.now() - before).toBeGreaterThan(95);
  });

  it('is given up at its own deadline where that is sooner', async () => {
    const routing = {
      ...(plainHeader('job')['routing'] as object),
      deadline: new Date(Date.now() + 100).toISOString(),
    };
    const response = await post(envelope('job', { job_id: 'j', pages: -1 }, { routing }), {
      ...jsonHeaders,
      'x-request-timeout': '30',
    });
    expect(response.status).toBe(504);
  });

  it.each(['soon', '-1', '1e3', 'Infinity', ''])('with X-Request-Timeout %j is malformed', async (text) => {
    const response = await post(envelope('job', { job_id: 'j', pages: 1 }), {
      ...jsonHeaders,
      'x-request-timeout': text,
    });
    expect(response.json).toMatchObject({ status: 400, reason: 'malformed' });
  });
});

describe('updates', () => {
  const wanted = { ...jsonHeaders, accept: 'application/x-ndjson, application/json' };

  it('come as lines before the reply', async () => {
    const response = await post(envelope('job', { job_id: 'j-1', pages: 2 }), wanted);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    const lines = response.text.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual([['accepted'], ['update'], ['reply']]);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ update: { payload: { data: { done: 0.5 } } } });
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ reply: { payload: { data: { job_id: 'j-1' } } } });
  });

  it('end with an error line where the handler fails', async () => {
    const response = await post(envelope('job', { job_id: 'j-1', pages: 0 }), wanted);
    expect(response.status).toBe(200);
    expect(JSON.parse(response.text.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { status: 409, reason: 'jam', details: { tray: 1 } },
    });
  });

  it('do not hide the status of a message that was not accepted', async () => {
    const response = await post(envelope('job', { job_id: 'j-1' }), wanted);
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });

  it.each(['*/*', 'application/json', 'application/x-ndjson;q=0'])(
    'are left out for a client that accepts %s',
    async (accept) => {
      const response = await post(envelope('job', { job_id: 'j-1', pages: 2 }), { ...jsonHeaders, accept });
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(response.json).toMatchObject({ payload: { data: { job_id: 'j-1' } } });
    },
  );
});

describe('a body', () => {
  const good = envelope('job', { job_id: 'j', pages: 1 });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'APPLICATION/JSON',
  ])('of type %s is taken', async (type) => {
    expect((await post(good, { 'content-type': type })).status).toBe(200);
  });

  it.each([
    'text/plain',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; charset=utf-8',
    'application/json, text/plain',
    'application/json; boundary=x',
    'application/jsonx',
    ' application/json ;',
    'application/avro; charset=utf-8',
  ])('of type %s is refused as 415', async (type) => {
    const response = await post(good, { 'content-type': type });
    expect(response.status).toBe(415);
    expect(response.json).toMatchObject({ reason: 'content_type_unsupported', outcome: 'rejected' });
  });

  it('without a type is refused as 415', async () => {
    expect((await post(good, {})).status).toBe(415);
  });

  it('with two types is refused', async () => {
    const rest = ['Host', 'x', 'Content-Length', String(good.length)];
    const response = await post(good, [...rest, 'Content-Type', 'application/json', 'Content-Type', 'text/plain']);
    expect(response.json).toMatchObject({ status: 400, reason: 'malformed' });
  });

  it('that is compressed is refused as 415', async () => {
    expect((await post(good, { ...jsonHeaders, 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('that is not UTF-8 is refused as 400', async () => {
    const bytes = Buffer.from(good.replace('"j"', '"\u00ff"'), 'latin1');
    const response = await post(bytes);
    expect(response.json).toMatchObject({ status: 400, reason: 'malformed' });
  });

  it.each(['', '{', '[]', 'null', '{"header":{}}', '{"payload":{}}', '{"data":1,"extra":2}', '{}'])(
    'of %j is refused as 400',
    async (body) => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(response.headers['content-type']).toBe('application/problem+json');
    },
  );

  it('that breaks off is told as that', async () => {
    const { json } = await post('{"data":');
    expect(json).toMatchObject({ reason: 'malformed', detail: expect.stringContaining('expected a value') });
  });

  it("is never quoted in the answer: text of a payload stays the sender's", async () => {
    const { json, status } = await post('{"data":{"job_id":"patient John Doe","pages":"DE89 3704"}}');
    expect(status).toBe(400);
    expect(JSON.stringify(json)).not.toMatch(/John|DE89/);
  });

  it('that says it is too long is refused before it is read', async () => {
    const { hostname, port } = new URL(base);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connectSocket(Number(port), hostname, () => {
        // Nothing of the body follows: an answer means that nobody waited for it.
        socket.write(`POST /v1/agents/printer-1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`);
        socket.write('Content-Length: 99999999\r\n\r\n');
      });
      let seen = '';
      socket.on('data', (chunk) => (seen += chunk.toString()));
      socket.on('close', () => resolve(seen));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toContain('"reason":"too_large"');
    expect(text.toLowerCase()).toContain('connection: close');
  });

  it('that grows too long is refused', async () => {
    const { hostname, port } = new URL(base);
    const text = await new Promise<string>((resolve) => {
      const socket = connectSocket(Number(port), hostname, () => {
        socket.write(`POST /v1/agents/printer-1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`);
        socket.write('Transfer-Encoding: chunked\r\n\r\n');
        const chunk = `${(65536).toString(16)}\r\n${' '.repeat(65536)}\r\n`;
        for (let sent = 0; sent <= 1024 * 1024; sent += 65536) socket.write(chunk);
      });
      let seen = '';
      socket.on('data', (chunk) => (seen += chunk.toString()));
      socket.on('close', () => resolve(seen));
      socket.on('error', () => resolve(seen));
    });
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('a path', () => {
  it("that is nobody's is 404", async () => {
    for (const path of ['/', '/nothing', '/v1/agents/printer-1/jobs/a/b', '/v1/agents/printer-1/jobs/', '/v1//jobs']) {
      const response = await raw(base + path);
      expect(response.status).toBe(404);
      expect(response.json).toMatchObject({ status: 404, code: 'unimplemented', reason: 'operation_unsupported' });
    }
  });

  it('of an agent that is not here is 404', async () => {
    const response = await post(envelope('job', {}), jsonHeaders, `${base}/v1/agents/printer-9/jobs`);
    expect(response.json).toMatchObject({ status: 404, code: 'not_found', reason: 'agent_unknown' });
  });

  it('names the methods that it takes', async () => {
    const response = await raw(`${jobs}/j-1`, { method: 'POST', headers: jsonHeaders, body: '{}' });
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe('DELETE, GET, HEAD, OPTIONS, PUT');
    const options = await raw(`${jobs}/j-1`, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.headers.allow).toBe('DELETE, GET, HEAD, OPTIONS, PUT');
  });

  it('that is not decodable is 404', async () => {
    expect((await raw(`${jobs}/%zz`)).status).toBe(404);
    expect((await raw(`${jobs}/%ff`)).status).toBe(404);
  });
});

describe('a GET', () => {
  const encoded = (header: unknown): string => Buffer.from(JSON.stringify(header)).toString('base64url');

  it('carries the header as X-Agent-Header and the payload in path and query', async () => {
    const header = plainHeader('question');
    const response = await raw(`${jobs}/j%201?verbose=true&since=12.5`, {
      headers: { 'x-agent-header': encoded(header) },
    });
    expect(response.status).toBe(200);
    expect(response.json).toMatchObject({
      header: { correlation_id: header['correlation_id'], causation_id: header['message_id'] },
      payload: { data: { job_id: 'j 1' } },
    });
  });

  it('refuses an X-Agent-Header that is none', async () => {
    for (const text of [
      '%%%',
      `${encoded(plainHeader('question'))}=`,
      Buffer.from([0xff, 0xfe]).toString('base64url'),
    ]) {
      const response = await raw(`${jobs}/j-1`, { headers: { 'x-agent-header': text } });
      expect(response.json).toMatchObject({ status: 400, reason: 'malformed' });
    }
    const invalid = await raw(`${jobs}/j-1`, { headers: { 'x-agent-header': encoded({ message_id: 'x' }) } });
    expect(invalid.json).toMatchObject({ status: 400, reason: 'header_invalid' });
  });

  it.each([
    ['job_id=other', 'malformed'],
    ['verbose=true&verbose=false', 'malformed'],
    ['colour=blue', 'payload_invalid'],
    ['verbose=maybe', 'payload_invalid'],
    ['__proto__=x', 'payload_invalid'],
  ])('refuses the query %s', async (query, reason) => {
    const response = await raw(`${jobs}/j-1?${query}`);
    expect(response.json).toMatchObject({ status: 400, reason });
  });

  it('has a HEAD beside it', async () => {
    const response = await raw(`${jobs}/j-1`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers['content-length'])).toBeGreaterThan(0);
    expect(response.text).toBe('');
  });
});

describe('a client that knows no envelopes', () => {
  const headerOf = (note: unknown): Record<string, unknown> => JSON.parse(String(note)) as Record<string, unknown>;

  it('gets a header from the route and its X-* headers', async () => {
    const response = await raw(`${jobs}/j-1`, {
      headers: {
        'x-correlation-id': '11111111-8a51-4f7b-9c20-1d3e5f7a9b0c',
        'x-agent-version': '1.0.3',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
    const { data } = response.json['payload'] as { data: { note: string } };
    expect(headerOf(data.note)).toMatchObject({
      correlation_id: '11111111-8a51-4f7b-9c20-1d3e5f7a9b0c',
      version: '1.0.3',
      source: { agent_id: 'anonymous', agent_type: 'http_client' },
      destination: { agent_id: 'printer-1', agent_type: 'printer', broadcast: false },
      message_type: 'question',
      tracing: { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' },
    });
  });

  it.each([
    '{"data":{"job_id":"j-1","pages":1}}',
    ' {\n"payload" : {"data":{"job_id":"j-1","pages":1}}}',
    '{"metadata":{"a":1},"data":{"job_id":"j-1","pages":1}}',
    '{"job_id":"j-1","pages":1}',
  ])('may post %s', async (body) => {
    const response = await post(body);
    expect(response.json).toMatchObject({ payload: { data: { job_id: 'j-1' } } });
  });

  it('may delete, and stops the job that the path names', async () => {
    const response = await raw(`${jobs}/j-7`, { method: 'DELETE' });
    const { data } = response.json['payload'] as { data: { note: string } };
    expect(JSON.parse(data.note)).toEqual({ verb: 'stop', job: 'j-7' });
  });

  it('does not get past an X-* header that is not valid', async () => {
    const response = await raw(`${jobs}/j-1`, { headers: { 'x-correlation-id': 'mine' } });
    expect(response.json).toMatchObject({ status: 400, reason: 'header_invalid', path: '/header/correlation_id' });
    const version = await raw(`${jobs}/j-1`, { headers: { 'x-agent-version': '7.0.0' } });
    expect(version.json).toMatchObject({ status: 501, reason: 'version_unsupported' });
  });

  it('gets its one agent without naming it', async () => {
    expect((await raw(`${base}/v1/agents/-/jobs/j-1`)).status).toBe(200);
  });
});
