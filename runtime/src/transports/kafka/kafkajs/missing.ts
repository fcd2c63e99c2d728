import { AgentError } from '../../../error.js';

export function missing(library: string, cause: unknown): AgentError {
  return AgentError.of('unreachable', `Kafka needs the package ${library}: npm install ${library}`, { cause });
}
