/** For tests of code that talks to agents: mock agents, a clock that is told the time, randomness with a seed. */
export { fakeClock, type FakeClock } from './clock.js';
export { MockAgent, type MockAgentOptions, type MockContext, type MockReply, type Recorded } from './mock-agent.js';
export { mockAgents, type MockAgentClass, type MockAgentOf } from './mock-agents.js';
export { seededRandom } from './random.js';
