/**
 * `npm run services <verb> [names...]`: the servers that tests and the demo use.
 *
 *   up      finds or starts them          status  a table of where they are
 *   down    stops what it started         env     export lines for a shell
 *   stop    stops one, `-- --kill` as a crash does; `start` is `up`
 */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { addressOf, find } from './find.js';
import type { Server } from './server.js';
import { ServiceError } from './service-error.js';
import { serversNamed } from './servers/index.js';
import { down, stop, up, withoutPassword, type Desk } from './services.js';

const usage = `npm run services up|down|status|start|stop|env [rabbitmq] [kafka] [redis] [postgres]
  -- --yes        install what is missing without asking (CI=true does the same)
  -- --packages   Debian packages and Maven, even where a Docker engine is
  -- --kill       with stop: as a crash does`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { yes: { type: 'boolean' }, packages: { type: 'boolean' }, kill: { type: 'boolean' } },
});
const [verb, ...names] = positionals;

const desk: Desk = {
  tell: (server, text) => console.log(`  ${server.title.padEnd(14)}${text}`),
  async consents(packages) {
    if (values.yes === true || process.env['CI'] === 'true') return true;
    if (!process.stdin.isTTY) return false;
    const reader = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await reader.question(`Install ${packages.join(', ')} with apt-get? [y/N] `);
    reader.close();
    return /^y(?:es)?$/i.test(answer.trim());
  },
};

async function run(): Promise<number> {
  const wanted = serversNamed(names);
  switch (verb) {
    case 'up':
    case 'start':
      await up(wanted, desk, { packages: values.packages === true });
      return 0;
    case 'down':
      await down(wanted, desk);
      return 0;
    case 'stop':
      for (const server of wanted) await stop(server, values.kill === true, desk);
      return 0;
    case 'status':
      return status(wanted);
    case 'env':
      for (const server of wanted) console.log(`export ${server.variable}='${addressOf(server)}'`);
      return 0;
    default:
      console.error(usage);
      return 2;
  }
}

async function status(wanted: readonly Server[]): Promise<number> {
  const rows = await Promise.all(wanted.map(statusRow));
  const table = [['server', 'address', 'found', 'version'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) console.log(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
  return rows.every(([, , how]) => how !== 'absent') ? 0 : 1;
}

async function statusRow(server: Server): Promise<string[]> {
  const address = withoutPassword(addressOf(server));
  try {
    const found = await find(server);
    return [server.title, address, found?.how ?? 'absent', found?.greeting.version ?? '-'];
  } catch (error) {
    return [server.title, address, 'absent', error instanceof ServiceError ? error.code : '-'];
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  for (const one of errors) {
    if (!(one instanceof ServiceError)) throw one;
    console.error(`error ${one.code}: ${one.message}\n  cure: ${one.cure}`);
    process.exitCode = one.code === 'unknown_service' ? 2 : 1;
  }
}
