/**
 * Real servers for tests. Where one is not reachable its tests are skipped, with the command that brings it; CI=true
 * demands them all. A server that a test stops, or configures, is its own: the shared one belongs to every test.
 */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { addressOf, find } from '../../scripts/services/src/find.js';
import { canStartPrivate, startPrivate, type PrivateServer } from '../../scripts/services/src/private-server.js';
import type { ServerName, Settings } from '../../scripts/services/src/server.js';
import { servers } from '../../scripts/services/src/servers/index.js';

export type { PrivateServer } from '../../scripts/services/src/private-server.js';

const demanded = process.env['CI'] === 'true';

/** The server's address, or undefined where it is not reachable. */
export async function reachable(name: ServerName): Promise<string | undefined> {
  try {
    return (await find(servers[name])) === undefined ? undefined : addressOf(servers[name]);
  } catch {
    return undefined;
  }
}

/** `describe` over a shared server: `await withServer('kafka', 'redelivery', (address) => { it(...) })`. */
export async function withServer(name: ServerName, title: string, body: (address: string) => void): Promise<void> {
  const address = await reachable(name);
  if (address === undefined) without(name, title, `npm run services up ${name}`);
  else describe(title, () => body(address));
}

/** `describe` over a server of its own, which it may stop, kill and start again; started before the first test. */
export function withOwnServer(
  name: ServerName,
  title: string,
  body: (server: () => PrivateServer) => void,
  settings: Settings = {},
): void {
  if (!canStartPrivate(name)) {
    without(name, title, `npm run services up ${name} -- --packages`);
    return;
  }
  describe(title, () => {
    let server: PrivateServer | undefined;
    beforeAll(async () => {
      server = await startPrivate(name, settings);
    }, 180_000);
    afterAll(() => server?.close(), 60_000);
    body(() => {
      if (server === undefined) throw new Error(`${name} is started before the first test`);
      return server;
    });
  });
}

function without(name: ServerName, title: string, cure: string): void {
  it(title, ({ skip }) => {
    const reason = `${name} is not reachable: ${cure}`;
    if (demanded) throw new Error(reason);
    skip(reason);
  });
}
