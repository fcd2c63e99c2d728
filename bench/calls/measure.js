/** CPU time of one call, client and server in this process; contestants take turns, so that noise hits all alike. */
import { median } from '../measure.js';

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {() => Promise<unknown>} run One call, or one message handed over.
 * @property {(total: number) => Promise<void>} [reach] For messages without an answer: when so many have been received.
 */

/** @returns {Promise<{ cpu: number, p50: number }>} microseconds of a call */
async function slice(one, calls, inFlight) {
  let left = calls;
  const waits = [];
  const lane = async () => {
    while (left-- > 0) {
      const from = performance.now();
      await one.run();
      waits.push(performance.now() - from);
    }
  };
  one.sent = (one.sent ?? 0) + calls;
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, lane));
  await one.reach?.(one.sent);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, p50: 1000 * median(waits) };
}

/**
 * @param {readonly Contestant[]} contestants ours first
 * @returns what each took, by contestant, then by round
 */
export async function rounds(contestants, { calls, inFlight, count }) {
  for (const one of contestants) await slice(one, 2 * calls, inFlight);
  const found = contestants.map(() => []);
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (turn + round) % contestants.length;
      found[index].push(await slice(contestants[index], calls, inFlight));
    }
  }
  return found;
}
