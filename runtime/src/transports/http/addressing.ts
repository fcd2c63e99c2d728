/** Which of the agents on a port a request is for: its path says it, or else its header (wire.md, "Addressing"). */
import { addressed, staying, type Some } from '../../addressing.js';
import type { Header } from '../../header.js';
import { anyAgent } from './binding.js';
import type { Match, Place } from './route-table.js';

export type Places = Some<Place>;

/** The agent that a path names; undefined where it leaves that to the header. */
export function agentIdOf({ values }: Match): string | undefined {
  return values['agent_id'] === anyAgent ? undefined : values['agent_id'];
}

/** The agents that the path leaves to choose from. @throws {AgentError} `agent_unknown` */
export function placesFor(match: Match): Places {
  const agentId = agentIdOf(match);
  const { agent_type } = match.values;
  return staying(
    match.places.filter(
      ({ member: { host } }) =>
        (agentId === undefined || host.id === agentId) && (agent_type === undefined || host.agent.type === agent_type),
    ),
  );
}

/** The header is read only where there is a choice. @throws {AgentError} `agent_unknown` */
export function placesOf(places: Places, header: () => Header): Places {
  return places.length === 1 ? places : addressed(places, header());
}
