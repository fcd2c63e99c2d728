/** For tests of code that talks to agents: mock agents, a clock that is told the time, randomness with a seed. */
export { fakeClock, type FakeClock } from './clock.js';
export { seededRandom } from './random.js';
