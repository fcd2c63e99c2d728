/** Which of the agents behind one door a message is for, by its header (wire.md, "Addressing"). */
import type { OperationFacts } from './contract.js';
import { AgentError } from './error.js';
import type { Header } from './header.js';
import type { Member } from './membership.js';

/** One who serves an operation. */
export interface Place {
  readonly member: Member;
  readonly operation: OperationFacts;
}

export type Some<P> = readonly [P, ...P[]];

/** One that is shutting down is no choice while another is there. @throws {AgentError} `agent_unknown` */
export function staying<P extends Place>(places: readonly P[]): Some<P> {
  const open = places.filter(({ member }) => !member.closing);
  return some(open.length > 0 ? open : places);
}

/**
 * The one agent that the destination names; several where a one-way message is for all of a type.
 * @throws {AgentError} `agent_unknown`
 */
export function addressed<P extends Place>(places: readonly P[], { destination }: Header): Some<P> {
  const { agent_id, agent_type, broadcast } = destination;
  const found = some(
    places.filter(
      ({ member: { host } }) =>
        host.agent.type === agent_type && (broadcast || agent_id === undefined || host.id === agent_id),
    ),
  );
  return broadcast && found.every(({ operation }) => operation.reply === undefined) ? found : [only(found)];
}

/** @throws {AgentError} `agent_unknown` where there is a choice. */
export function only<P>([place, ...others]: Some<P>): P {
  if (others.length > 0)
    throw AgentError.of('agent_unknown', 'several agents are served here, and the request does not say which it means');
  return place;
}

function some<P>([first, ...others]: readonly P[]): Some<P> {
  if (first === undefined) throw AgentError.of('agent_unknown', 'no such agent is served here');
  return [first, ...others];
}
