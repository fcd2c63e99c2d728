/** What a path means: `/ws/agents/{agent_id}`, or the `WebSocket` route that the manifest gives a stream both ways. */
import type { Member } from '../../membership.js';
import { routeMatcher } from '../../placeholders.js';
import { agentIdOf, anyAgent } from './binding.js';
import type { Route } from './connection.js';

/** Undefined where it is none of these agents' paths. */
export function routeOf(path: string, members: Iterable<Member>): Route | undefined {
  const agentId = agentIdOf(path);
  if (agentId !== undefined) return { agentId };
  for (const { host } of members) {
    for (const operation of Object.values(host.agent.operations)) {
      if (operation.stream !== 'both') continue;
      for (const { path: template } of operation.bindings.http ?? []) {
        const values = routeMatcher(template)(path);
        if (values !== undefined) return { agentId: values['agent_id'] ?? anyAgent, operation };
      }
    }
  }
  return undefined;
}
