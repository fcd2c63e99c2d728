/** The dialling side: a call goes over the exchange, or by the method of the service. */
import type { Clock } from '../../clock.js';
import type { Agent } from '../../contract.js';
import { AgentError } from '../../error.js';

import type { Dialer, Frame, Outbound, Reaction } from '../../transport.js';
import { pathOf } from './binding.js';
import type { Channel } from './channel.js';
import { errorOfStatus } from './failure.js';
import { bufferOf, identity, writeTo, type Grpc } from './grpc-js.js';
import { acceptedKey, metadataOf, openingKey } from './metadata.js';
import type { GrpcOptions } from './options.js';

export interface DialerParts {
  readonly agent: Agent;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly calls: NonNullable<GrpcOptions['calls']>;
  readonly close: () => Promise<void>;
}

export function createDialer({ agent, channel, calls, close }: DialerParts): Dialer {
  return {
    encoding: 'protobuf',
    close,
    async send(outbound, reaction) {
      try {
        const exchange =
          calls === 'exchange' && outbound.operation.stream === undefined
            ? await channel.exchange(outbound.signal)
            : undefined;
        if (exchange === undefined) await callMethod(agent, channel, outbound, reaction);
        else await exchange.send(agent, outbound, reaction);
      } catch (thrown) {
        reaction.fail(AgentError.from(thrown, 'protocol_violation', 'unknown'));
      }
    },
  };
}

type Call = Grpc.ClientUnaryCall;

async function callMethod(
  agent: Agent,
  { grpc, client: connect }: Channel,
  outbound: Outbound,
  reaction: Reaction,
): Promise<void> {
  const { operation, signal, items } = outbound;
  const path = pathOf(operation);
  if (path === undefined) throw AgentError.of('operation_unsupported', `${operation.name} has no gRPC method`);
  const metadata = metadataOf(grpc, outbound.headers);
  if (items !== undefined) metadata.set(openingKey, bufferOf(outbound.body));
  const client = await connect(signal);
  const options: Grpc.CallOptions = { deadline: Number.isFinite(outbound.deadline) ? outbound.deadline : Infinity };
  await new Promise<void>((resolve) => {
    const stop = (): void => call.cancel();
    const end = (tell: () => void): void => {
      signal.removeEventListener('abort', stop);
      tell();
      resolve();
    };
    const fail = (status: Grpc.StatusObject): void =>
      end(() => reaction.fail(errorOfStatus(status, agent, operation, signal)));
    const answered = (error: Grpc.ServiceError | null, reply?: Buffer): void => {
      if (error !== null) return fail(error);
      end(() => reaction.reply(reply === undefined || operation.reply === undefined ? undefined : frameOf(reply)));
    };
    const body = bufferOf(outbound.body);
    const start = (): Call => {
      if (operation.stream === undefined)
        return client.makeUnaryRequest(path, bufferOf, identity, body, metadata, options, answered);
      switch (operation.stream) {
        case 'client': {
          const stream = client.makeClientStreamRequest(path, bufferOf, identity, metadata, options, answered);
          if (items !== undefined) void send(stream, items);
          return stream;
        }
        case 'server': {
          const stream = client.makeServerStreamRequest(path, bufferOf, identity, body, metadata, options);
          void receive(stream, reaction, end, fail);
          return stream;
        }
        case 'both': {
          const stream = client.makeBidiStreamRequest(path, bufferOf, identity, metadata, options);
          if (items !== undefined) void send(stream, items);
          void receive(stream, reaction, end, fail);
          return stream;
        }
      }
    };
    const call = start();
    call.on('metadata', (given: Grpc.Metadata) => {
      if (given.get(acceptedKey).length > 0) reaction.accepted();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function frameOf(body: Uint8Array): Frame {
  return { encoding: 'protobuf', body, headers: {} };
}

/** The caller's stream, as fast as the other side reads it. */
async function send(
  stream: Grpc.ClientWritableStream<Buffer> | Grpc.ClientDuplexStream<Buffer, Buffer>,
  items: AsyncIterable<Frame>,
): Promise<void> {
  try {
    for await (const { body } of items) await writeTo(stream, bufferOf(body));
    stream.end();
  } catch {
    // What has failed has aborted the call.
    stream.cancel();
  }
}

/** The agent's stream, as fast as the caller reads it; then how it ended. */
async function receive(
  stream: Grpc.ClientReadableStream<Buffer> | Grpc.ClientDuplexStream<Buffer, Buffer>,
  reaction: Reaction,
  end: (tell: () => void) => void,
  fail: (status: Grpc.StatusObject) => void,
): Promise<void> {
  const ended = new Promise<Grpc.StatusObject>((resolve) => void stream.on('status', resolve));
  // It is told again as the status.
  stream.on('error', () => undefined);
  try {
    for await (const message of stream as AsyncIterable<Buffer>) await reaction.item(frameOf(message));
  } catch {
    // The status says why.
  }
  const status = await ended;
  if (status.code === 0) end(() => reaction.reply(undefined));
  else fail(status);
}
