/** Timing: interleaved slices, so that whatever the machine does meanwhile hits every contestant alike. */

/** CPU time of one slice: long beside the clock's resolution, short beside a neighbour's noise. */
const sliceMicros = 6000;

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(variant: number) => unknown} run Does the work once, on one of `variants` values.
 */

/** Results land here, so that no contestant's work is dead code. */
let sink;

function slice({ run }, times, variants) {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) sink = run(i % variants);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** Warms a contestant up; to be called for all contestants of all cases before any is measured. */
export function warm(contestant, variants, millis = 150) {
  const until = performance.now() + millis;
  while (performance.now() < until) for (let i = 0; i < variants; i++) sink = contestant.run(i);
}

/**
 * Microseconds of every contestant in every round; within a round the order is random.
 * @param {readonly Contestant[]} contestants
 * @returns {number[][]} by contestant, then by round
 */
export function rounds(contestants, variants, count) {
  const times = contestants.map((one) => {
    const cost = Math.max(0.01, slice(one, 2000, variants));
    return Math.max(variants, Math.ceil(sliceMicros / cost));
  });
  const found = contestants.map(() => []);
  for (let round = 0; round < count; round++) {
    for (const index of shuffled(contestants.length)) {
      found[index].push(slice(contestants[index], times[index], variants));
    }
  }
  return sink === rounds ? [] : found;
}

function shuffled(count) {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
