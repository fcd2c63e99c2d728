#!/usr/bin/env node
/**
 * Benchmarks: agentwire beside its peers. `npm run bench -- codecs|generate|calls [--json FILE] [--rounds N] [--only WORDS]`
 * prints a table of ratios; the peers are installed here on first use. Codecs run in one interleaved run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const suites = { codecs: './codecs/suite.js', generate: './generate/suite.js', calls: './calls/suite.js' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' } },
});
const [name = 'codecs'] = positionals;
const suite = suites[name];
if (suite === undefined) {
  console.error(`no suite ${name}: ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}

const here = fileURLToPath(new URL('.', import.meta.url));
if (!existsSync(`${here}node_modules/.package-lock.json`)) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });
}

const { run } = await import(suite);
const rows = await run({ rounds: Number(values.rounds ?? 15), only: values.only?.split(',') ?? [] });
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 1)}\n`);
