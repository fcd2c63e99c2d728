/** Which of the agents on a port a request is for: its path says it, or else its header (wire.md, "Addressing"). */
import { AgentError } from '../../error.js';
import type { Header } from '../../header.js';
import { anyAgent } from './binding.js';
import type { Match, Place } from './route-table.js';

export type Places = readonly [Place, ...Place[]];

/** The agent that a path names; undefined where it leaves that to the header. */
export function agentIdOf({ values }: Match): string | undefined {
  return values['agent_id'] === anyAgent ? undefined : values['agent_id'];
}

/** The agents that the path leaves to choose from. @throws {AgentError} `agent_unknown` */
export function placesFor(match: Match): Places {
  const agentId = agentIdOf(match);
  const { agent_type } = match.values;
  const found = match.places.filter(
    ({ member: { host } }) =>
      (agentId === undefined || host.id === agentId) && (agent_type === undefined || host.agent.type === agent_type),
  );
  // One that is shutting down is no choice while another is there.
  const staying = found.filter(({ member }) => !member.closing);
  return some(staying.length > 0 ? staying : found);
}

/**
 * The one agent that there is or that the destination names; several where a one-way message is for all of a type.
 * @throws {AgentError} `agent_unknown`
 */
export function addressed(places: Places, header: () => Header): Places {
  if (places.length === 1) return places;
  const { agent_id, agent_type, broadcast } = header().destination;
  const found = some(
    places.filter(
      ({ member: { host } }) => host.agent.type === agent_type && (agent_id === undefined || host.id === agent_id),
    ),
  );
  return broadcast && found.every(({ operation }) => operation.reply === undefined) ? found : [only(found)];
}

/** @throws {AgentError} `agent_unknown` where there is a choice. */
export function only([place, ...others]: Places): Place {
  if (others.length > 0)
    throw AgentError.of('agent_unknown', 'several agents are served here, and the request does not say which it means');
  return place;
}

function some([first, ...others]: readonly Place[]): Places {
  if (first === undefined) throw AgentError.of('agent_unknown', 'no such agent is served here');
  return [first, ...others];
}
