/** `@agentwire/runtime/websocket` in a browser: the platform's own WebSocket, for clients. */
import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { browserOpener } from './browser-socket.js';
import { dialling } from './dial.js';
import type { DialOptions } from './options.js';

export type { DialOptions } from './options.js';

/**
 * Dials agents from a web page; what a browser cannot do is listen.
 * @example const reports = connect(ReportManager, { from, over: websocket('wss://agents.example') });
 * @throws {TypeError} for an address that is none of WebSocket's.
 */
export function websocket(given: string | DialOptions): Transport {
  const options: DialOptions = typeof given === 'string' ? { url: given } : given;
  return {
    name: 'websocket',
    listen: () => Promise.reject(new TypeError('websocket: a browser does not listen')),
    dial: dialling(options, browserOpener, () => {
      throw AgentError.of('unreachable', 'this WebSocket transport has no url to dial');
    }),
  };
}
