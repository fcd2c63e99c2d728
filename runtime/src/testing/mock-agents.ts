/** The class of mock agents of one protocol, with its operations as methods. */
import type { CallOptions, Method } from '../client.js';
import type { Agent } from '../contract.js';
import { MockAgent, type MockAgentOptions } from './mock-agent.js';
import { everywhere, neighboursOn } from './neighbours.js';

type OperationsOf<A> = A extends Agent<infer O> ? O : never;

type Send<M> = M extends (...given: infer G) => infer R ? (to: string, ...given: G) => R : never;

type Sends<O> = { readonly [K in keyof O]: Send<Method<O[K]>> };

type Intersected<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;

/** A mock agent with a method per operation of the protocol: `sender.sendTask(receiver.agent_id, task)`. */
export type MockAgentOf<A extends Agent> = MockAgent & Intersected<A extends unknown ? Sends<OperationsOf<A>> : never>;

export interface MockAgentClass<A extends Agent> {
  new (id: string, type: string, options?: Partial<MockAgentOptions>): MockAgentOf<A>;
}

/**
 * The class of mock agents of one protocol.
 * @example
 * const MockAgent = mockAgents([PolicyAnalyzer, GapAssessment]);
 * const sender = new MockAgent('sender-001', 'policy_analyzer');
 * const receiver = new MockAgent('receiver-001', 'gap_assessment');
 * const reply = await sender.sendTask(receiver.agent_id, task);
 */
export function mockAgents<const A extends Agent>(
  agents: readonly A[],
  options: Omit<MockAgentOptions, 'agents'> = {},
): MockAgentClass<A> {
  const on = options.on ?? everywhere;
  class ProtocolMockAgent extends MockAgent {
    constructor(id: string, type: string, own: Partial<MockAgentOptions> = {}) {
      super(id, type, { agents, ...options, on, ...own });
      const here = own.on ?? on;
      for (const method of new Set(agents.flatMap((agent) => Object.keys(agent.operations)))) {
        const send = (to: string, data: unknown, callOptions?: CallOptions): unknown => {
          const type = neighboursOn(here).get(to)?.agent_type;
          const target =
            agents.find((agent) => agent.type === type) ??
            agents.find(({ operations }) => Object.hasOwn(operations, method));
          if (target === undefined || !Object.hasOwn(target.operations, method))
            throw new TypeError(`${type ?? to} serves no ${method}`);
          const call = (this.to(target as Agent, to) as Readonly<Record<string, unknown>>)[method];
          return (call as (data: unknown, options?: CallOptions) => unknown)(data, callOptions);
        };
        Object.defineProperty(this, method, { value: send });
      }
    }
  }
  return ProtocolMockAgent as unknown as MockAgentClass<A>;
}
