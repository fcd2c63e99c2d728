/** The listening side: one door, any number of agents behind it; it closes with the last of them. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemWorld, within } from '../../clock.js';
import { createMember, type Member } from '../../membership.js';
import type { Host, Listener } from '../../transport.js';
import { membersAt } from './addressing.js';
import { chooseProtocol } from './binding.js';
import { beginConnection, type Route } from './connection.js';
import { openDoor, refuseUpgrade, type Door } from './door.js';
import { defaults, headAllowance, windowOf, type WebSocketOptions } from './options.js';
import { isOriginAllowed } from './origin.js';
import { routeOf } from './route.js';
import { createSessions } from './sessions.js';
import { status } from './socket.js';
import { createAcceptor, type Acceptor } from './acceptor.js';
import type { ServerSocket, ServerSocketEvents } from './ws.js';

export interface WebSocketListener {
  /** Where it listens, base path included; undefined while it does not. */
  readonly address: () => string | undefined;
  listen(host: Host): Promise<Listener>;
}

interface Connection {
  readonly route: Route;
  readonly socket: ServerSocket;
}

export function createWebSocketServer(options: WebSocketOptions, basePath: string): WebSocketListener {
  const world = options.world ?? systemWorld;
  const members = new Set<Member>();
  const connections = new Set<Connection>();
  const limit = (): number => Math.max(0, ...[...members].map(({ host }) => host.maxFrame ?? defaults.maxFrame));
  const sessions = createSessions({
    world,
    limit,
    window: windowOf(options),
    patience: options.patience ?? defaults.patience,
    resumeWithin: options.resumeWithin ?? defaults.resumeWithin,
    maxSessions: options.maxConnections ?? defaults.maxConnections,
    maxCalls: options.maxCalls ?? defaults.maxCalls,
  });
  const settings = {
    clock: world.clock,
    handshakeTimeout: options.handshakeTimeout ?? defaults.handshakeTimeout,
    pingInterval: options.pingInterval ?? defaults.pingInterval,
    patience: options.patience ?? defaults.patience,
    window: windowOf(options),
    maxCalls: options.maxCalls ?? defaults.maxCalls,
  };
  let opening: Promise<Door> | undefined;
  let accept: Acceptor | undefined;
  let address: string | undefined;
  let emptied = (): void => undefined;

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): boolean => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const route = path.startsWith(basePath) ? routeOf(path.slice(basePath.length), members) : undefined;
    if (route === undefined || accept === undefined) return false;
    const places = membersAt(members, route.agentId);
    if (places === undefined) refuseUpgrade(stream, 404);
    else if (!isOriginAllowed(request.headers, options.origins)) refuseUpgrade(stream, 403);
    else if (connections.size >= (options.maxConnections ?? defaults.maxConnections)) refuseUpgrade(stream, 503);
    else {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
      const protocol = chooseProtocol(
        offered,
        places.map(({ host }) => host.agent),
      );
      accept({ request, stream, head }, protocol, (socket) => begin(socket, route));
    }
    return true;
  };
  const begin = (socket: ServerSocket, route: Route): ServerSocketEvents => {
    const connection: Connection = { route, socket };
    connections.add(connection);
    return beginConnection({
      socket,
      settings,
      route,
      sessions,
      members: () => membersAt(members, route.agentId),
      closed() {
        connections.delete(connection);
        if (connections.size === 0) emptied();
      },
    });
  };

  /** Whether a path leads to none of these. */
  const orphaned = (agentId: string, left: readonly Member[]): boolean => membersAt(left, agentId) === undefined;
  /** Says goodbye to whoever is connected for agents that are no longer here. */
  const dismiss = (): void => {
    const left = [...members];
    for (const one of sessions.all) if (orphaned(one.agentId, left)) one.end(status.goingAway, 'the agent is gone');
    for (const { route, socket } of connections)
      if (orphaned(route.agentId, left)) socket.close(status.goingAway, 'the agent is gone');
  };
  const leave = async (member: Member, grace: number): Promise<void> => {
    const until = world.clock.now() + grace;
    await member.drain(grace);
    // Who is cut off may come back for what was done in the meantime.
    const left = [...members].filter((one) => one !== member);
    const settled = sessions.settled(({ agentId }) => orphaned(agentId, left));
    await within(world.clock, Math.max(0, until - world.clock.now()), settled);
    members.delete(member);
    dismiss();
    if (members.size > 0 || opening === undefined) return;
    const door = opening;
    opening = undefined;
    address = undefined;
    await goodbyes();
    await (await door).close();
  };
  /** Peers that do not answer theirs are let go after a moment. */
  const goodbyes = async (): Promise<void> => {
    if (connections.size === 0) return;
    await within(world.clock, lastWords, new Promise<void>((resolve) => (emptied = resolve)));
    for (const { socket } of connections) socket.destroy();
  };

  return {
    address: () => address,
    async listen(host) {
      opening ??= openDoor(options, upgrade);
      const member = createMember(host, world.clock);
      members.add(member);
      try {
        const door = await opening;
        accept ??= await createAcceptor({
          message: limit() + headAllowance,
          fragments: options.maxFragments ?? defaults.maxFragments,
        });
        address = door.address === '' ? '' : door.address + basePath;
      } catch (thrown) {
        members.delete(member);
        opening = undefined;
        throw thrown;
      }
      return { address, close: (grace) => leave(member, grace) };
    },
  };
}

/** Milliseconds. */
const lastWords = 500;
