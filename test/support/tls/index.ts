/**
 * Certificates for tests on loopback, valid for a hundred years: an authority (its key was thrown away), a server for
 * `localhost` and 127.0.0.1, a client. They protect nothing.
 */
import { readFileSync } from 'node:fs';

const pem = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

export const authority: string = pem('ca.pem');
export const serverPair: { readonly cert: string; readonly key: string } = {
  cert: pem('server.pem'),
  key: pem('server.key'),
};
export const clientPair: { readonly cert: string; readonly key: string } = {
  cert: pem('client.pem'),
  key: pem('client.key'),
};
