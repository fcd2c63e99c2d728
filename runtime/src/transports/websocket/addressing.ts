/** Which of the agents of a host a message is for: its path says it, or else its header (wire.md, "Addressing"). */
import { AgentError } from '../../error.js';
import type { Header } from '../../header.js';
import type { Member } from '../../membership.js';
import { anyAgent } from './binding.js';

export type Members = readonly [Member, ...Member[]];

/** The agents that a path leaves to choose from; undefined where there are none. */
export function membersAt(members: Iterable<Member>, agentId: string): Members | undefined {
  const found = [...members].filter(({ host }) => agentId === anyAgent || host.id === agentId);
  // One that is shutting down is no choice while another is there.
  const staying = found.filter(({ closing }) => !closing);
  return some(staying.length > 0 ? staying : found);
}

/**
 * The one agent that there is or that the destination names; all of a type where a one-way message is for all of it.
 * @param operation that the message itself names.
 * @throws {AgentError} `agent_unknown`
 */
export function addressed(members: Members, operation: string | undefined, header: () => Header): Members {
  if (members.length === 1) return members;
  const { destination, message_type } = header();
  const { agent_id, agent_type, broadcast } = destination;
  const found = some(
    members.filter(({ host }) => host.agent.type === agent_type && (agent_id === undefined || host.id === agent_id)),
  );
  if (found === undefined) throw AgentError.of('agent_unknown', 'no such agent is served here');
  const [first, ...others] = found;
  if (others.length === 0 || (broadcast && isOneWay(first, operation, message_type))) return found;
  throw AgentError.of('agent_unknown', 'several agents are served here, and the message does not say which it means');
}

function isOneWay({ host }: Member, operation: string | undefined, message_type: string): boolean {
  const meant = Object.values(host.agent.operations).filter(({ name, request }) =>
    operation === undefined ? request === message_type : name === operation,
  );
  return meant.every(({ reply }) => reply === undefined);
}

function some([first, ...others]: readonly Member[]): Members | undefined {
  return first === undefined ? undefined : [first, ...others];
}
