/** `dial` of a transport, on whatever platform opens its sockets. */
import { systemWorld } from '../../clock.js';
import type { Transport } from '../../transport.js';
import { pathOf, protocolOf, wordsOf } from './binding.js';
import { createDialer } from './client.js';
import { createLink } from './link.js';
import { defaults, windowOf, type DialOptions } from './options.js';
import type { Opener } from './socket.js';

/**
 * @param ownAddress where the same value listens, for options without a url.
 * @throws {TypeError} for a url that is none of WebSocket's.
 */
export function dialling(options: DialOptions, opener: Opener, ownAddress: () => string): Transport['dial'] {
  const url = options.url === undefined ? undefined : addressOf(options.url);
  const world = options.world ?? systemWorld;
  const encoding = options.encoding ?? 'json';
  if (options.session === false && encoding !== 'json')
    throw new TypeError('websocket: without a session there is no other encoding than json');
  return async (agent) => {
    const base = url ?? new URL(ownAddress());
    return createDialer({
      agent,
      encoding,
      link: (agentId, calls) =>
        createLink({
          opener,
          calls,
          world,
          clock: world.clock,
          protocols: options.session === false ? [] : [protocolOf(encoding)],
          address: below(base, pathOf(agentId)),
          words: wordsOf([agent]),
          limits: windowOf(options),
          handshakeTimeout: options.handshakeTimeout ?? defaults.handshakeTimeout,
          pingInterval: options.pingInterval ?? defaults.pingInterval,
          patience: options.patience ?? defaults.patience,
          backoff: { ...defaults.backoff, ...options.backoff },
        }),
    });
  };
}

function below(base: URL, path: string): URL {
  const address = new URL(base);
  address.pathname = base.pathname.replace(/\/+$/, '') + path;
  return address;
}

function addressOf(text: string): URL {
  // URL.parse is not in Node 20.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'ws:' && url.protocol !== 'wss:'))
    throw new TypeError(`websocket: ${JSON.stringify(text)} is no address; write ws://host:port or wss://host:port`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('websocket: an address holds no credentials, query or fragment');
  return url;
}
