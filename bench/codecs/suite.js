/** Codecs against the best library of each encoding: `ratio` is the peer's time over ours, so more is better. */
import { deepStrictEqual } from 'node:assert';
import { median, rounds, warm } from '../measure.js';
import { avroPeers } from './avro.js';
import { cases } from './cases.js';
import { jsonPeers } from './json.js';
import { codecsOf, ours } from './ours.js';
import { protobufPeers } from './protobuf.js';

const formats = ['protobuf', 'avro', 'json'];
const ops = ['encode', 'encode-into', 'decode'];

/** Every comparison of one format and case: what is measured against whom. */
async function comparisons(one, format) {
  const own = await ours(one, format);
  await roundTrips(one, format, own.bytes);
  const comparison = (op, run, peers) => ({
    format,
    op,
    case: one.name,
    variants: one.messages.length,
    peers,
    own: { name: 'agentwire', run },
  });
  if (format === 'json') {
    const { foreign, peers } = jsonPeers(one);
    // Ours always judges formats; only the peers are measured without.
    const decode = { ...own, 'decode-formats': own.decode, 'decode-foreign': await decoderOf(one, foreign) };
    return Object.entries(peers).map(([op, list]) => comparison(op, decode[op], list));
  }
  const peers = format === 'avro' ? await avroPeers(one) : await protobufPeers(one);
  // Who has no call into a caller's buffer is measured with the call it has.
  return ops.map((op) =>
    comparison(
      op,
      own[op],
      peers.map((peer) => ({ name: peer.name, run: peer[op] ?? peer.encode })),
    ),
  );
}

async function decoderOf(one, parts) {
  const { header, data } = await codecsOf(one.message, 'json');
  if (one.messages[0].header === undefined) return (i) => data.decode(parts[i][0]);
  return (i) => {
    header.decode(parts[i][0]);
    return data.decode(parts[i][1]);
  };
}

async function roundTrips(one, format, bytes) {
  const { header, data } = await codecsOf(one.message, format);
  for (const [i, message] of one.messages.entries()) {
    const parts = bytes[i];
    if (message.header !== undefined) deepStrictEqual(header.decode(parts[0]), message.header);
    // Open maps have no prototype, and bytes may come as they went, as a Buffer.
    deepStrictEqual(structuredClone(data.decode(parts.at(-1))), structuredClone(message.data));
  }
}

export async function run({ rounds: count, only }) {
  const all = [];
  for (const format of formats) {
    for (const one of cases()) {
      if (one.formats?.includes(format) !== false) all.push(...(await comparisons(one, format)));
    }
  }
  const wanted = all.filter((one) => only.every((word) => [one.format, one.op, one.case].includes(word)));
  // Everybody sees every message type before anything is measured: a codec of one type only is no codec.
  for (const millis of [60, 60]) {
    for (const one of all)
      for (const it of [one.own, ...one.peers]) warm(it, one.variants, millis / (wanted.length < all.length ? 4 : 1));
  }
  const rows = [];
  console.log(`| encoding | case | op | agentwire µs | best peer | µs | ratio |\n|---|---|---|--:|---|--:|--:|`);
  for (const one of wanted) {
    const row = measured(one, count);
    rows.push(row);
    console.log(
      `| ${row.format} | ${row.case} | ${row.op} | ${row.ours.toFixed(2)} | ${row.best_name} | ${row.best.toFixed(2)} | ${row.ratio.toFixed(2)} |`,
    );
  }
  return rows;
}

function measured({ format, op, case: name, variants, own, peers }, count) {
  const [mine, ...theirs] = rounds([own, ...peers], variants, count);
  const medians = theirs.map(median);
  const best = medians.indexOf(Math.min(...medians));
  return {
    suite: 'codecs',
    format,
    op,
    case: name,
    ours: median(mine),
    best: medians[best],
    best_name: peers[best].name,
    ratio: median(theirs[best].map((time, round) => time / mine[round])),
  };
}
