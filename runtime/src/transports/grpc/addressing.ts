/** Which of the agents on a port a message is for (wire.md, "Addressing"). */
import { addressed, staying, type Place, type Some } from '../../addressing.js';
import type { OperationFacts } from '../../contract.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Header } from '../../header.js';
import type { Member } from '../../membership.js';

/** Who of the members serves an operation that fits. @throws {AgentError} `operation_unsupported` */
export function placesWhere(members: Iterable<Member>, fits: (operation: OperationFacts) => boolean): Some<Place> {
  const places: Place[] = [];
  for (const member of members) {
    const operation = Object.values(member.host.agent.operations).find(fits);
    if (operation !== undefined) places.push({ member, operation });
  }
  const [first, ...others] = places;
  if (first === undefined) throw AgentError.of('operation_unsupported', 'no agent here serves this operation');
  return [first, ...others];
}

/**
 * Each agent decodes it again for itself, and judges it then.
 * @throws {AgentError} what is wrong with the frame or its header.
 */
export function headerOf({ host: { agent } }: Member, body: Uint8Array): Header {
  return decodeHeader(agent, 'protobuf', splitFrame(agent, 'protobuf', body).header);
}

/** Those that the envelope names. @throws {AgentError} `agent_unknown`. */
export function addressedBy(places: Some<Place>, header: Header): Some<Place> {
  return staying(addressed(places, header));
}
