/**
 * A typed call against the bare library on the same work: CPU time of both sides, which are in this process; a broker's
 * own is not in it. `ratio` is the library's time over agentwire's, so more is better.
 */
import { median } from '../measure.js';
import { rounds } from './measure.js';
import { ours } from './ours.js';
import { transports } from './transports.js';

export async function run({ rounds: count, only }) {
  const rows = [];
  console.log(
    '| transport | op | in flight | agentwire µs | bare library | µs | ratio | p50 µs | its p50 |\n|---|---|--:|--:|---|--:|--:|--:|--:|',
  );
  for (const transport of await transports()) {
    if (only.length > 0 && !only.includes(transport.name)) continue;
    for await (const row of measured(transport, count)) {
      rows.push(row);
      console.log(textOf(row));
    }
  }
  return rows;
}

async function* measured(transport, count) {
  const mine = await ours(transport.make());
  const peer = await transport.peer?.(await mine.envelopes());
  try {
    for (const [op, key] of [
      ['call', 'call'],
      ['one-way', 'oneWay'],
    ]) {
      for (const inFlight of key === 'call' ? transport.calls : transport.oneWay) {
        const contestants = peer === undefined ? [mine[key]] : [mine[key], peer[key]];
        const [own, theirs] = await rounds(contestants, { calls: transport.slice, inFlight, count });
        yield { ...row(own, theirs, peer?.[key].name), transport: transport.name, op, case: `${inFlight} in flight` };
      }
    }
  } finally {
    await peer?.close();
    await mine.close();
    await transport.sweep?.();
  }
}

function row(own, theirs, name) {
  const of = (found, what) => median(found.map((one) => one[what]));
  return {
    suite: 'calls',
    ours: of(own, 'cpu'),
    p50: of(own, 'p50'),
    ...(theirs !== undefined && {
      best: of(theirs, 'cpu'),
      best_p50: of(theirs, 'p50'),
      best_name: name,
      ratio: median(theirs.map(({ cpu }, round) => cpu / own[round].cpu)),
    }),
  };
}

function textOf({ transport, op, case: inFlight, ours, p50, best, best_p50, best_name, ratio }) {
  const figures = best === undefined ? ['', '', ''] : [best_name, best.toFixed(0), ratio.toFixed(2)];
  return `| ${[transport, op, inFlight.split(' ')[0], ours.toFixed(0), ...figures, p50.toFixed(0), best_p50?.toFixed(0) ?? ''].join(' | ')} |`;
}
