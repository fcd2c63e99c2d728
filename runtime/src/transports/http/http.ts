import { systemWorld } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { sharedBy } from '../leases.js';
import { createDialer } from './client.js';
import type { RequestHandler } from './door.js';
import type { HttpOptions } from './options.js';
import { createHttpServer, type HeldServer } from './server.js';
import { openPool } from './undici.js';

export interface HttpTransport extends Transport {
  /**
   * For a framework: `app.use((request, response, next) => web.handler(request, response) || next())`, before anything
   * that reads bodies. False where the request is for no agent here; it has not been touched then.
   */
  readonly handler: RequestHandler;
  /** Opens its server, if no agent has, and keeps it open: `websocket({ server: web })` takes its upgrades. */
  hold(): Promise<HeldServer>;
}

/**
 * HTTP/1.1 on `node:http(s)`, dialled through undici. One value may be shared by several agents; it closes with the last.
 * @example
 * const web = http({ port: 8080 });
 * const agent = await serve(GapAssessment, { id: 'gap-assessment-001', on: web, handlers });
 * const gap = connect(GapAssessment, { from, over: http('http://127.0.0.1:8080') });
 * @throws {TypeError} for options that cannot be: an address that is none of HTTP's.
 */
export function http(given: string | HttpOptions): HttpTransport {
  const options: HttpOptions = typeof given === 'string' ? { url: given } : given;
  const { clock } = options.world ?? systemWorld;
  const url = options.url === undefined ? undefined : addressOf(options.url);
  const basePath = trimmed(options.basePath ?? '');
  const server = createHttpServer(options, basePath);
  const pools = sharedBy(
    (origin: string) => origin,
    (origin) => openPool(origin, options.pool ?? {}, options.tls),
  );
  return {
    name: 'http',
    handler: server.handler,
    listen: (host) => server.listen(host),
    hold: server.hold,
    async dial(agent) {
      const address = url ?? ownAddress(server.address());
      const { held: pool, release } = await pools.take(address.origin);
      return createDialer({
        agent,
        pool,
        clock,
        // A base path of our own stands in our own address already.
        basePath: trimmed(address.pathname) + (url === undefined ? '' : basePath),
        encoding: options.encoding ?? 'json',
        maxResponse: options.maxResponse ?? 4 * 1024 * 1024,
        close: release,
      });
    },
  };
}

function addressOf(text: string): URL {
  // URL.parse is not in Node 20.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new TypeError(`http: ${JSON.stringify(text)} is no address; write http://host:port or https://host:port`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('http: an address holds no credentials, query or fragment');
  return url;
}

function ownAddress(address: string | undefined): URL {
  if (address === undefined || address === '')
    throw AgentError.of('unreachable', 'this HTTP transport has no url to dial and does not listen yet');
  return new URL(address);
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
