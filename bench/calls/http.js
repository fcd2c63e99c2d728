/** node:http and undici's pool, as one would write it by hand. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { counter, renewed } from './work.js';

export async function httpPeer({ task, reply, event }) {
  const heard = counter();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { header } = JSON.parse(Buffer.concat(chunks).toString());
      if (request.url === '/events') {
        heard.hear();
        response.writeHead(202).end();
        return;
      }
      const body = Buffer.from(JSON.stringify(renewed(reply, header.correlation_id)));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pool = new Pool(`http://127.0.0.1:${server.address().port}`, { connections: 64 });
  const headers = { 'content-type': 'application/json' };
  const post = (path, message) =>
    pool.request({ method: 'POST', path, headers, body: JSON.stringify(renewed(message)) });
  const name = 'node:http + undici Pool';
  return {
    call: { name, run: async () => JSON.parse(await (await post('/tasks', task)).body.text()) },
    oneWay: { name, run: async () => (await post('/events', event)).body.dump(), reach: heard.reach },
    async close() {
      await pool.close();
      server.close();
    },
  };
}
