import { setImmediate } from 'node:timers/promises';
import { AgentError } from '../../error.js';
import type { Grpc } from './grpc-js.js';

type Readable = Grpc.ServerReadableStream<Buffer, Buffer> | Grpc.ServerDuplexStream<Buffer, Buffer>;

/** The caller's stream, read as fast as it is asked for; its call outlives a reader who stops. */
export async function* messagesOf(call: Readable): AsyncGenerator<Buffer, void, undefined> {
  for await (const message of call.iterator({ destroyOnReturn: false })) yield message as Buffer;
  // Node's HTTP/2 ends the caller's side before it resets it: a stream that was cancelled would look complete.
  await setImmediate();
  await setImmediate();
  if (call.cancelled) throw AgentError.of('cancelled', 'the caller went away', { outcome: 'unknown' });
}
