/** Signatures by profile jcs-1, and permissions by key: `@agentwire/runtime/security`. */
export { keyDirectory, type DirectoryKey, type JwkSet, type KeyDirectory, type KeyState } from './key-directory.js';
export type { Jwk } from './jwk.js';
export { security, type Requirement, type SecurityOptions } from './security.js';
export type { Protection } from '../protection.js';
