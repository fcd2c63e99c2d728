/** The listening side: one server, any number of agents behind it; it closes with the last of them. */
import type { Place, Some } from '../../addressing.js';
import { systemWorld, type Clock } from '../../clock.js';
import type { OperationFacts } from '../../contract.js';
import { createMember, type Member } from '../../membership.js';
import type { Host, Listener } from '../../transport.js';
import { placesWhere } from './addressing.js';
import { streamLine, unaryLine } from './answer.js';
import { pathOf } from './binding.js';
import { openDoor, type Door } from './door.js';
import { serveExchange, type ServedExchange } from './exchange/server.js';
import { exchangePath } from './exchange/frame.js';
import { bufferOf, connectionOptions, identity, loadGrpc, type Grpc } from './grpc-js.js';
import { registerHealth, type Health } from './health.js';
import { messagesOf } from './messages.js';
import type { GrpcOptions } from './options.js';
import { receive } from './receive.js';
import { registerReflection } from './reflection.js';

export interface GrpcServer {
  /** Where it listens; undefined while it does not. */
  readonly address: () => string | undefined;
  listen(host: Host): Promise<Listener>;
}

interface Running {
  readonly grpc: typeof Grpc;
  readonly server: Grpc.Server;
  readonly door: Door;
  readonly exchanges: Set<ServedExchange>;
  readonly health: Health;
}

export function createGrpcServer(options: GrpcOptions): GrpcServer {
  const world = options.world ?? systemWorld;
  const members = new Set<Member>();
  let opening: Promise<Running> | undefined;
  let address: string | undefined;

  const open = async (): Promise<Running> => {
    const grpc = await loadGrpc();
    const server = new grpc.Server({
      ...connectionOptions(options),
      'grpc.max_concurrent_streams': options.maxCalls ?? 100,
    });
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    const exchanges = new Set<ServedExchange>();
    server.register(
      exchangePath,
      (call: Grpc.ServerDuplexStream<Buffer, Buffer>) => {
        const exchange = serveExchange({ grpc, call, members, world, options });
        exchanges.add(exchange);
        call.once('close', () => exchanges.delete(exchange));
      },
      bufferOf,
      identity,
      'bidi',
    );
    const health = registerHealth(grpc, server, members);
    registerReflection(grpc, server, members);
    const door = await openDoor(options, (socket) => injector.injectConnection(socket));
    return { grpc, server, door, exchanges, health };
  };

  const leave = async (member: Member, grace: number): Promise<void> => {
    const running = await opening;
    const drained = member.drain(grace);
    running?.health.changed();
    await drained;
    members.delete(member);
    running?.health.changed();
    if (members.size > 0 || opening === undefined || running === undefined) return;
    opening = undefined;
    address = undefined;
    await close(running, world.clock);
  };

  return {
    address: () => address,
    async listen(host) {
      const member = createMember(host, world.clock);
      opening ??= open();
      try {
        const { grpc, server, door, health } = await opening;
        for (const operation of Object.values(host.agent.operations)) serveMethod(grpc, server, members, operation);
        members.add(member);
        health.changed();
        address = door.address;
        return { address: door.address, close: (grace) => leave(member, grace) };
      } catch (thrown) {
        if (members.size === 0) opening = undefined;
        throw thrown;
      }
    },
  };
}

/** The method stays when its agents have left: there may be others, and who calls it then learns that there are none. */
function serveMethod(
  grpc: typeof Grpc,
  server: Grpc.Server,
  members: ReadonlySet<Member>,
  operation: OperationFacts,
): void {
  const path = pathOf(operation);
  if (path === undefined) return;
  const places = (): Some<Place> => placesWhere(members, (one) => pathOf(one) === path);
  const parts = { grpc, places };
  switch (operation.stream) {
    case undefined:
      server.register(
        path,
        (call: Grpc.ServerUnaryCall<Buffer, Buffer>, callback: Grpc.sendUnaryData<Buffer>) =>
          void receive({ ...parts, call, line: unaryLine(call, callback), request: call.request }),
        bufferOf,
        identity,
        'unary',
      );
      return;
    case 'client':
      server.register(
        path,
        (call: Grpc.ServerReadableStream<Buffer, Buffer>, callback: Grpc.sendUnaryData<Buffer>) =>
          void receive({ ...parts, call, line: unaryLine(call, callback), request: messagesOf(call) }),
        bufferOf,
        identity,
        'clientStream',
      );
      return;
    case 'server':
      server.register(
        path,
        (call: Grpc.ServerWritableStream<Buffer, Buffer>) =>
          void receive({ ...parts, call, line: streamLine(call), request: call.request }),
        bufferOf,
        identity,
        'serverStream',
      );
      return;
    case 'both':
      server.register(
        path,
        (call: Grpc.ServerDuplexStream<Buffer, Buffer>) =>
          void receive({ ...parts, call, line: streamLine(call), request: messagesOf(call) }),
        bufferOf,
        identity,
        'bidi',
      );
  }
}

/** Milliseconds for what was answered to get onto the wire before connections are cut. */
const lastWords = 1_000;

async function close({ server, door, exchanges }: Running, clock: Clock): Promise<void> {
  door.shut();
  for (const exchange of exchanges) exchange.end();
  await new Promise<void>((resolve) => {
    const timer = clock.timer(lastWords, resolve);
    server.tryShutdown(() => {
      timer.cancel();
      resolve();
    });
  });
  server.forceShutdown();
  await door.close();
}
