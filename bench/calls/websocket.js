/** ws with JSON texts, answers correlated by id. */
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { counter, pending, renewed } from './work.js';

export async function websocketPeer({ task, reply, event }) {
  const heard = counter();
  const calls = pending();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) =>
    socket.on('message', (data) => {
      const { header } = JSON.parse(data.toString());
      if (header.message_type === 'event') heard.hear();
      else socket.send(JSON.stringify(renewed(reply, header.correlation_id)));
    }),
  );
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`, { perMessageDeflate: false });
  client.on('message', (data) => calls.settle(JSON.parse(data.toString())));
  await once(client, 'open');
  return {
    call: {
      name: 'ws',
      run() {
        const message = renewed(task);
        client.send(JSON.stringify(message));
        return calls.open(message.header.correlation_id);
      },
    },
    oneWay: {
      name: 'ws',
      run: () => new Promise((sent) => client.send(JSON.stringify(renewed(event)), sent)),
      reach: heard.reach,
    },
    close() {
      client.terminate();
      server.close();
    },
  };
}
