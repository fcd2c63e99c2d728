/** The browser's door: a page cannot measure its process, and its cryptography never answers at once. */
import { AgentError } from '../error.js';

export interface ProcessUsage {
  readonly cpu_percent: number;
  readonly memory_percent: number;
}

export function usageReader(): () => ProcessUsage {
  return () => ({ cpu_percent: 0, memory_percent: 0 });
}

/** Signatures need a Node process in this release. */
function onlyOnNode(): never {
  throw AgentError.of('operation_unsupported', 'signatures are not offered in browsers');
}

export { onlyOnNode as sha256, onlyOnNode as signer, onlyOnNode as verifier };
