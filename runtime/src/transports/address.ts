import type { AddressInfo, Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/** In clear, over TLS. */
type Schemes = readonly [string, string];

/** Of a server that listens, as a URL without a path; empty while it does not, or listens on a pipe. */
export function addressOf(server: Server, schemes: Schemes = ['http', 'https']): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') return '';
  const scheme = schemes[server instanceof TlsServer ? 1 : 0];
  const unspecified = address.address === '::' || address.address === '0.0.0.0';
  const host = unspecified ? 'localhost' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${scheme}://${host}:${address.port}`;
}
