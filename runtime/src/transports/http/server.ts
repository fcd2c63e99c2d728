/** The listening side: one door, any number of agents behind it; it closes with the last of them. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { systemWorld } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { Host, Listener } from '../../transport.js';
import { openDoor, type Door, type RequestHandler } from './door.js';
import { createMember, type Member } from '../../membership.js';
import type { HttpOptions } from './options.js';
import { receive, refuse } from './receive.js';
import { routeTable, type RouteTable } from './route-table.js';

export interface HttpServer {
  readonly handler: RequestHandler;
  /** Where it listens, base path included; undefined while it does not. */
  readonly address: () => string | undefined;
  listen(host: Host): Promise<Listener>;
  hold(): Promise<HeldServer>;
}

/** The server behind a port, for what else it can do. */
export interface HeldServer {
  readonly server: Server | SecureServer;
  release(): Promise<void>;
}

export function createHttpServer(options: HttpOptions, basePath: string): HttpServer {
  const world = options.world ?? systemWorld;
  const members = new Set<Member>();
  let table: RouteTable = routeTable(members);
  let opening: Promise<Door> | undefined;
  let address: string | undefined;
  let held = 0;

  const handler: RequestHandler = (request, response) => {
    const target = targetOf(request.url ?? '', basePath);
    if (target === undefined) return false;
    const match = table.find(request.method ?? '', target.path);
    if (match === undefined) return answerByMethod(request, response, table.methods(target.path));
    void receive({ request, response, match, query: target.query, world });
    return true;
  };

  const leave = async (member: Member, grace: number): Promise<void> => {
    await member.drain(grace);
    members.delete(member);
    table = routeTable(members);
    await closeIfLast();
  };
  const closeIfLast = async (): Promise<void> => {
    if (members.size > 0 || held > 0 || opening === undefined) return;
    const door = opening;
    opening = undefined;
    address = undefined;
    await (await door).close();
  };

  return {
    handler,
    address: () => address,
    async listen(host) {
      opening ??= openDoor(options, handler, refuseUnknown);
      const member = createMember(host, world.clock);
      members.add(member);
      table = routeTable(members);
      try {
        const door = await opening;
        address = door.address === '' ? '' : door.address + basePath;
      } catch (thrown) {
        members.delete(member);
        opening = undefined;
        throw thrown;
      }
      return { address, close: (grace) => leave(member, grace) };
    },
    async hold() {
      opening ??= openDoor(options, handler, refuseUnknown);
      held++;
      const release = async (): Promise<void> => {
        held--;
        await closeIfLast();
      };
      try {
        const { server } = await opening;
        if (server === undefined) throw new TypeError('http: a transport that is mounted in a framework has no server');
        return { server, release };
      } catch (thrown) {
        held--;
        if (held === 0 && members.size === 0) opening = undefined;
        throw thrown;
      }
    },
  };
}

interface RequestTarget {
  readonly path: string;
  readonly query: string;
}

/** Path and query below the base path; a server has to take the absolute form too (RFC 9112 3.2.2). */
function targetOf(url: string, basePath: string): RequestTarget | undefined {
  const local = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  if (!path.startsWith(`${basePath}/`)) return undefined;
  return { path: path.slice(basePath.length), query: mark < 0 ? '' : local.slice(mark + 1) };
}

/** OPTIONS, or a method that the path does not take; false where nobody has the path. */
function answerByMethod(request: IncomingMessage, response: ServerResponse, methods: readonly string[]): boolean {
  if (methods.length === 0) return false;
  const allow = methods.join(', ');
  if (request.method === 'OPTIONS') {
    request.resume();
    response.writeHead(204, { allow }).end();
  } else {
    refuse(request, response, AgentError.of('operation_unsupported', `this path takes ${allow}`), 405, { allow });
  }
  return true;
}

const refuseUnknown: RequestHandler = (request, response) => {
  refuse(request, response, AgentError.of('operation_unsupported', 'there is nothing at this path'), 404);
  return true;
};
