/**
 * Generation of N schemas per format: CPU seconds and peak memory of the whole process, and what tsc takes to check the
 * result. `ratio` is the peer's time over ours; without a peer, the goal's time over ours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../measure.js';
import { project } from './schemas.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../');
const formats = ['json-schema', 'protobuf', 'avro'];
/** CPU seconds to generate, milliseconds a message to check: what must hold. */
const must = { 10: 0.4, 100: 0.6, 1000: 2.5, 10_000: 22.3, tsc7: 3, tsc5: 8 };

/** CPU seconds and peak MiB of a Node process. */
function node(args, cwd) {
  const report = join(cwd, 'report.json');
  const { status, stderr } = spawnSync(process.execPath, ['--import', join(here, 'on-exit.js'), ...args], {
    cwd,
    env: { ...process.env, AGENTWIRE_BENCH: report },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** CPU seconds of any process: the shell knows what its children took. */
function shell(command, cwd) {
  const line = `${command} >/dev/null 2>&1 || exit 1; times`;
  const { stdout } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
  const [user, system] = (stdout.trim().split('\n')[1] ?? '').split(' ').map((text) => {
    const [minutes, seconds] = text.split(/[ms]/);
    return Number(minutes) * 60 + Number(seconds);
  });
  if (user === undefined) throw new Error(`failed: ${command}`);
  return user + system;
}

function repeated(count, run) {
  const all = Array.from({ length: count }, run);
  return { seconds: median(all.map(({ seconds }) => seconds)), peak: Math.max(...all.map(({ peak }) => peak)) };
}

export async function run({ rounds, only }) {
  const sizes = [10, 100, 1000].filter(
    (size) => only.length === 0 || only.includes(String(size)) || !only.some(Number),
  );
  if (only.includes('10000')) sizes.push(10_000);
  const rows = [];
  console.log(
    '| format | op | case | agentwire | peak MiB | beside | theirs | ratio |\n|---|---|---|--:|--:|---|--:|--:|',
  );
  const add = (row, peak, unit) => {
    rows.push({ suite: 'generate', ...row, ...(peak === undefined ? {} : { peak: Math.round(peak) }) });
    const shown = (time) => `${time.toFixed(2)} ${unit}`;
    console.log(
      `| ${row.format} | ${row.op} | ${row.case} | ${shown(row.ours)} | ${peak === undefined ? '' : Math.round(peak)} | ${row.best_name} | ${shown(row.best)} | ${row.ratio.toFixed(2)} |`,
    );
  };
  for (const format of formats.filter((one) => !only.some((word) => formats.includes(word)) || only.includes(one))) {
    const times = new Map();
    for (const size of sizes) {
      const repeats = Math.max(1, Math.min(3, rounds, Math.round(1000 / size)));
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentwire-bench-')));
      try {
        project(folder, format, size);
        const ours = repeated(repeats, () => {
          rmSync(join(folder, 'generated'), { recursive: true, force: true });
          rmSync(join(folder, 'agentwire.lock'), { force: true });
          return node([join(root, 'generator/bin/agentwire.js'), 'generate'], folder);
        });
        times.set(size, ours.seconds);
        const name = `N=${size}`;
        const goal = must[size];
        const row = { format, op: 'generate', case: name, ours: ours.seconds };
        add({ ...row, best: goal, best_name: 'must', ratio: goal / ours.seconds }, ours.peak, 's');
        if (format === 'json-schema' && size <= 1000) {
          const peer = node([join(here, 'json-to-typescript.js')], folder);
          const best_name = 'json-schema-to-typescript, types only';
          add({ ...row, best: peer.seconds, best_name, ratio: peer.seconds / ours.seconds }, ours.peak, 's');
        }
        if (size === 100) for (const row of checked(folder, format, size)) add(row, undefined, 'ms');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    const [small, large] = [times.get(100) ?? times.get(10), times.get(1000)];
    if (small !== undefined && large !== undefined) {
      const added = ((large - small) / (1000 - (times.has(100) ? 100 : 10))) * 1000;
      const row = { format, op: 'generate', case: 'per added schema', ours: added };
      add({ ...row, best: 2.2, best_name: 'must', ratio: 2.2 / added }, undefined, 'ms');
    }
  }
  noChange(add);
  return rows;
}

/** Milliseconds a message, beyond what an empty project takes. */
function* checked(folder, format, size) {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const options = { strict: true, module: 'nodenext', target: 'es2023', noEmit: true, skipLibCheck: true };
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'empty.ts'), "export type { Codec } from '@agentwire/runtime/codegen/v1';\n");
  for (const [name, tsc, goal] of [
    ['tsc 7', join(root, 'node_modules/typescript/bin/tsc'), must.tsc7],
    ['tsc 5.9', join(here, '../node_modules/typescript5/bin/tsc'), must.tsc5],
  ]) {
    const seconds = (include) => {
      const config = { compilerOptions: { ...options, types: [] }, include };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      return shell(`"${process.execPath}" "${tsc}" -p tsconfig.json`, folder);
    };
    const each = ((seconds(['generated/**/*.ts']) - seconds(['empty.ts'])) / size) * 1000;
    yield {
      format,
      op: 'type-check',
      case: `${name}, per message of ${size}`,
      ours: each,
      best: goal,
      best_name: 'must',
      ratio: goal / each,
    };
  }
}

/** The shipped protocol, where nothing changed; and the version. */
function noChange(add) {
  const agentwire = join(root, 'generator/bin/agentwire.js');
  const cpu = (args) => {
    const { status } = spawnSync(process.execPath, [agentwire, ...args], { cwd: root });
    if (status !== 0) throw new Error(`agentwire ${args.join(' ')} ended with ${status}`);
    return shell(`"${process.execPath}" "${agentwire}" ${args.join(' ')}`, root) * 1000;
  };
  for (const [name, args, goal] of [
    ['DORA protocol, no change', ['generate'], 400],
    ['--version', ['--version'], 150],
  ]) {
    const ours = median([cpu(args), cpu(args), cpu(args)]);
    const row = { format: 'all', op: 'generate', case: name, ours };
    add({ ...row, best: goal, best_name: 'must', ratio: goal / ours }, undefined, 'ms');
  }
}
