/** Opens sockets in Node. */
import { AgentError } from '../../error.js';
import { clientTls, type TlsOptions } from '../tls.js';
import type { Opener } from './socket.js';
import { adapt, beyondTypes, listen, loadWs, type SocketLimits } from './ws.js';

export interface NodeOpenerOptions {
  readonly tls: TlsOptions | undefined;
  readonly limits: SocketLimits;
  /** Of the upgrade request. */
  readonly headers: Readonly<Record<string, string>>;
}

export function nodeOpener({ tls, limits, headers }: NodeOpenerOptions): Opener {
  return {
    async open(address, { protocols, signal, begin }) {
      const { WebSocket } = await loadWs('calls over WebSocket need');
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(address, [...protocols], {
          ...clientTls(tls),
          ...beyondTypes(limits),
          headers,
          maxPayload: limits.message,
          perMessageDeflate: false,
          followRedirects: false,
        });
        const stop = (): void => {
          reject(signal.reason as Error);
          socket.terminate();
        };
        signal.addEventListener('abort', stop, { once: true });
        socket.once('upgrade', ({ socket: stream }) => {
          socket.once('open', () => {
            signal.removeEventListener('abort', stop);
            listen(socket, begin(adapt(socket, stream)));
            resolve();
          });
        });
        socket.on('error', (cause) => {
          signal.removeEventListener('abort', stop);
          reject(AgentError.of('unreachable', `no connection: ${wordsOf(cause)}`, { cause }));
        });
        socket.once('unexpected-response', (request, response) => {
          signal.removeEventListener('abort', stop);
          reject(refusal(response.statusCode ?? 0));
          request.destroy();
        });
      });
    },
    hold() {
      // Longer than any wait: it is there to be there.
      const timer = setInterval(() => undefined, 2 ** 30);
      return () => clearInterval(timer);
    },
  };
}

/** What a host says instead of an upgrade: nothing was sent yet, whatever it is. */
function refusal(status: number): AgentError {
  switch (status) {
    case 404:
      return AgentError.of('agent_unknown', 'no such agent is served there');
    case 401:
      return AgentError.of('authentication_failed', 'the host refused the connection');
    case 403:
      return AgentError.of('permission_denied', 'the host refused the connection');
    default:
      return AgentError.of('unreachable', `the host answered ${status} instead of an upgrade`);
  }
}

function wordsOf(cause: Error): string {
  if (cause.message === 'Server sent no subprotocol') return 'the host knows no sessions (session: false)';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
