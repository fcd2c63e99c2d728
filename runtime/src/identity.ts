import type { Party } from './header.js';

export interface IdentityOptions {
  readonly type: string;
  readonly id: string;
  readonly instance?: string;
}

/** Who calls, where the caller is not itself a served agent. */
export function identity({ type, id, instance }: IdentityOptions): Party {
  return { agent_id: id, agent_type: type, ...(instance === undefined ? {} : { instance_id: instance }) };
}
