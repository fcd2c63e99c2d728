/** `dial` of a transport, on whatever platform opens its sockets. */
import { systemWorld } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
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
  if (options.session === false && (options.encoding ?? 'json') !== 'json')
    throw new TypeError('websocket: without a session there is no other encoding than json');
  return async (agent) => {
    const encodingOf = (operation: OperationFacts): Encoding =>
      options.session === false ? 'json' : (options.encoding ?? operation.bindings.websocket?.encoding ?? 'json');
    const protocols = options.session === false ? [] : [protocolOf(binaryOf(agent, encodingOf))];
    const base = url ?? new URL(ownAddress());
    return createDialer({
      agent,
      encodingOf,
      link: (agentId, calls) =>
        createLink({
          opener,
          calls,
          world,
          clock: world.clock,
          protocols,
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

/** What a connection's binary messages hold; messages of JSON are text on every connection. */
function binaryOf({ type, operations }: Agent, encodingOf: (operation: OperationFacts) => Encoding): Encoding {
  const used = new Set(
    Object.values(operations)
      .map(encodingOf)
      .filter((encoding) => encoding !== 'json'),
  );
  const [only, ...others] = used;
  if (others.length > 0)
    throw new TypeError(`websocket: ${type} is bound to ${[...used].join(' and ')}; name one encoding`);
  return only ?? 'json';
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
