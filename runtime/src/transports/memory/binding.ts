/** What the memory transport calls its topics: by who is addressed. */
import type { Destination } from '../../header.js';

const part = encodeURIComponent;

/** One of the instances of a type. */
export const sharedTopic = (type: string): string => `agents/${part(type)}`;
/** One agent. */
export const directTopic = (type: string, id: string): string => `agents/${part(type)}/${part(id)}`;
/** All instances of a type. */
export const broadcastTopic = (type: string): string => `broadcast/${part(type)}`;
/** Callers that no longer want an answer, told to all instances: the one that works on the call stops. */
export const cancelTopic = (type: string): string => `cancels/${part(type)}`;

/** What no consumer of this transport could handle. */
export const deadLetterTopic = 'dead-letters';

export function topicOf({ agent_id, agent_type, broadcast }: Destination): string {
  if (broadcast) return broadcastTopic(agent_type);
  return agent_id === undefined ? sharedTopic(agent_type) : directTopic(agent_type, agent_id);
}
