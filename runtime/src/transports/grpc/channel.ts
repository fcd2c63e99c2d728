/**
 * One connection to one address. grpc-js leaves a call pending for ever where a connection is taken and nothing is said
 * on it, and backs off between attempts while calls fail; here every call waits for a connection, each attempt within its
 * time, and one that failed is followed by a new one.
 */
import { createSecureContext } from 'node:tls';
import { systemWorld } from '../../clock.js';
import { orAborted } from '../../deadline.js';
import { AgentError } from '../../error.js';
import { clientTls } from '../tls.js';
import { openExchange, type Exchange } from './exchange/client.js';
import type { Target } from './grpc.js';
import { connectionOptions, loadGrpc, type Grpc } from './grpc-js.js';
import { defaultMaxMessage, type GrpcOptions } from './options.js';

export interface Channel {
  readonly grpc: typeof Grpc;
  /** Connected. @throws {AgentError} `unreachable`, or the signal's reason. */
  client(signal: AbortSignal): Promise<Grpc.Client>;
  /** Undefined where the other side has none. @throws {AgentError} as `client`, or what has ended it. */
  exchange(signal: AbortSignal): Promise<Exchange | undefined>;
  close(): void;
}

interface Connection {
  readonly client: Grpc.Client;
  readonly ready: Promise<void>;
  exchange?: Promise<Exchange | undefined>;
}

export async function openChannel(target: Target, options: GrpcOptions): Promise<Channel> {
  const grpc = await loadGrpc();
  const { clock } = options.world ?? systemWorld;
  const credentials = credentialsOf(grpc, target, options);
  let current: Connection | undefined;
  let closed = false;

  const connect = (): Connection => {
    const client = new grpc.Client(target.address, credentials, {
      ...connectionOptions(options),
      ...(options.tls?.servername === undefined ? {} : { 'grpc.ssl_target_name_override': options.tls.servername }),
      // Retries are made at one layer only, above this one.
      'grpc.enable_retries': 0,
      'grpc.service_config_disable_resolution': 1,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_http_proxy': 0,
    });
    const ready = becomesReady(grpc, client, options.connectTimeout ?? 10_000);
    const connection: Connection = { client, ready };
    ready.catch(() => drop(connection));
    return connection;
  };
  const drop = (connection: Connection): void => {
    connection.client.close();
    if (current === connection) current = undefined;
  };
  const connected = async (signal: AbortSignal): Promise<Connection> => {
    if (closed) throw AgentError.of('unreachable', 'the client is closed');
    if (current !== undefined && hasFailed(grpc, current.client)) drop(current);
    current ??= connect();
    const connection = current;
    await orAborted(connection.ready, signal);
    return connection;
  };

  return {
    grpc,
    client: async (signal) => (await connected(signal)).client,
    async exchange(signal) {
      const connection = await connected(signal);
      connection.exchange ??= openExchange({
        grpc,
        client: connection.client,
        clock,
        maxMessage: options.maxMessage ?? defaultMaxMessage,
        onEnd: () => delete connection.exchange,
      }).then((exchange) => {
        // What has no exchange has none for as long as it is connected.
        if (exchange === undefined) connection.exchange = Promise.resolve(undefined);
        return exchange;
      });
      return orAborted(connection.exchange, signal);
    },
    close() {
      closed = true;
      const connection = current;
      current = undefined;
      if (connection === undefined) return;
      connection.exchange?.then(
        (exchange) => exchange?.close(),
        () => undefined,
      );
      connection.client.close();
    },
  };
}

function credentialsOf(grpc: typeof Grpc, { secure }: Target, { tls }: GrpcOptions): Grpc.ChannelCredentials {
  return secure || tls !== undefined
    ? grpc.ChannelCredentials.createFromSecureContext(createSecureContext(clientTls(tls)))
    : grpc.ChannelCredentials.createInsecure();
}

function hasFailed(grpc: typeof Grpc, client: Grpc.Client): boolean {
  const state = client.getChannel().getConnectivityState(true);
  return state === grpc.connectivityState.TRANSIENT_FAILURE || state === grpc.connectivityState.SHUTDOWN;
}

function becomesReady(grpc: typeof Grpc, client: Grpc.Client, patience: number): Promise<void> {
  const channel = client.getChannel();
  const until = new Date(Date.now() + patience);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const state = channel.getConnectivityState(true);
      if (state === grpc.connectivityState.READY) return resolve();
      if (state === grpc.connectivityState.TRANSIENT_FAILURE)
        return reject(AgentError.of('unreachable', 'no connection could be made'));
      if (state === grpc.connectivityState.SHUTDOWN)
        return reject(AgentError.of('unreachable', 'the client is closed'));
      channel.watchConnectivityState(state, until, (error) => {
        if (error === undefined) look();
        else reject(AgentError.of('unreachable', `nothing was said within ${patience} ms of connecting`));
      });
    };
    look();
  });
}
