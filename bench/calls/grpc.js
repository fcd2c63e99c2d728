/** grpc-js by hand: a unary method, and one stream on which calls are correlated by id. Messages are JSON in both. */
import { once } from 'node:events';
import { credentials, makeClientConstructor, Server, ServerCredentials } from '@grpc/grpc-js';
import { pending, renewed } from './work.js';

const serialize = (value) => Buffer.from(JSON.stringify(value));
const deserialize = (bytes) => JSON.parse(bytes.toString());
const method = (path, streams) => ({
  path,
  requestStream: streams,
  responseStream: streams,
  requestSerialize: serialize,
  requestDeserialize: deserialize,
  responseSerialize: serialize,
  responseDeserialize: deserialize,
});
const service = { task: method('/bench.Calls/Task', false), tasks: method('/bench.Calls/Tasks', true) };

export async function grpcPeers({ task, reply }) {
  const server = new Server();
  const answer = ({ header }) => renewed(reply, header.correlation_id);
  server.addService(service, {
    task: ({ request }, done) => done(null, answer(request)),
    tasks(stream) {
      stream.on('data', (message) => stream.write(answer(message)));
      stream.on('end', () => stream.end());
    },
  });
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const Client = makeClientConstructor(service, 'Calls');
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const stream = client.tasks();
  const calls = pending();
  stream.on('data', calls.settle);
  const ended = once(stream, 'end');
  return {
    unary: {
      name: 'grpc-js unary',
      run: () =>
        new Promise((resolve, reject) =>
          client.task(renewed(task), (error, value) => (error === null ? resolve(value) : reject(error))),
        ),
    },
    call: {
      name: 'grpc-js, one stream',
      run() {
        const message = renewed(task);
        stream.write(message);
        return calls.open(message.header.correlation_id);
      },
    },
    async close() {
      stream.end();
      await ended;
      client.close();
      server.forceShutdown();
    },
  };
}
