import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { dialling } from './dial.js';
import { defaults, headAllowance, type WebSocketOptions } from './options.js';
import { createWebSocketServer } from './server.js';
import { nodeOpener } from './node-opener.js';

export interface WebSocketTransport extends Transport {
  /** Where it listens; undefined while it does not. */
  address(): string | undefined;
}

/**
 * WebSocket through ws. One value may be shared by several agents; it closes with the last. A connection that breaks is
 * opened again while calls wait for it, and nothing is lost or done twice if that succeeds within the host's window.
 *
 * Calls fail with `unreachable` where there is no connection, `agent_unknown` where the host does not serve the agent
 * (both `rejected`), `connection_lost` (`unknown`) where the connection did not come back in time.
 * @example
 * const sockets = websocket({ port: 8090 });
 * const agent = await serve(ReportManager, { id: 'report-manager-001', on: sockets, handlers });
 * const reports = connect(ReportManager, { from, over: websocket('ws://127.0.0.1:8090') });
 * @throws {TypeError} for options that cannot be: an address that is none of WebSocket's.
 */
export function websocket(given: string | WebSocketOptions): WebSocketTransport {
  const options: WebSocketOptions = typeof given === 'string' ? { url: given } : given;
  const basePath = (options.basePath ?? '').replace(/\/+$/, '');
  const server = createWebSocketServer(options, basePath);
  const opener = nodeOpener({
    tls: options.tls,
    limits: {
      message: (options.maxResponse ?? defaults.maxResponse) + headAllowance,
      fragments: options.maxFragments ?? defaults.maxFragments,
    },
    headers: options.headers ?? {},
  });
  const dial = dialling(options, opener, () => {
    const address = server.address();
    if (address !== undefined && address !== '') return address;
    throw AgentError.of('unreachable', 'this WebSocket transport has no url to dial and does not listen yet');
  });
  return { name: 'websocket', address: server.address, listen: server.listen, dial };
}
