/** Steps 5 to 9 of security.md section 1, in their order: the first failure wins, the payload is hashed last. */
import { AgentError } from '../error.js';
import type { Header } from '../header.js';
import type { Unproven } from '../protection.js';
import { fromBase64url } from './base64url.js';
import { owns, type DirectoryKey, type KeyDirectory } from './key-directory.js';
import { digestOf, digestOfBytes, signingInput } from './signing-input.js';

export interface Rules {
  readonly directory: KeyDirectory;
  /** Whether a message of this type must be signed. */
  readonly mustSign: (message_type: string) => boolean;
}

const algorithms: ReadonlySet<string> = new Set(['Ed25519', 'ES256', 'ES384', 'RS256', 'PS256']);

/**
 * The key that has signed the message; undefined where it has no signature and needs none. `payload` is asked for last.
 * @param now milliseconds since the epoch.
 * @throws {AgentError} the exact reason.
 */
export function judge(
  { directory, mustSign }: Rules,
  { header, encoding, payload }: Omit<Unproven, 'payload'> & { readonly payload: () => Uint8Array },
  now: number,
): DirectoryKey | undefined {
  const { encrypted, alg, kid, digest, signature } = header.security;
  if (encrypted) throw refused('header_invalid', 'nothing here is sealed', '/header/security/encrypted');
  if (signature === undefined) {
    if (mustSign(header.message_type))
      throw refused('signature_required', 'a message of this type must be signed', '/header/security/signature');
    return undefined;
  }
  if (alg === undefined || kid === undefined || digest === undefined)
    throw refused('signature_malformed', 'alg, kid and digest stand beside a signature', '/header/security');
  if (!algorithms.has(alg)) throw refused('alg_not_allowed', 'this algorithm is not allowed', algPath);
  const key = keyOf(directory, kid, now);
  if (key.alg !== alg) throw refused('alg_not_allowed', 'the key is for another algorithm', algPath);
  if (!owns(key.owner, header.source))
    throw refused('source_mismatch', 'the key belongs to another agent', '/header/source');
  verify(key, header, digest, signature);
  if (!isDigestOf(digest, encoding, payload()))
    throw refused('digest_mismatch', 'the payload is not the one that was signed', '/payload');
  return key;
}

const algPath = '/header/security/alg';

function keyOf(directory: KeyDirectory, kid: string, now: number): DirectoryKey {
  const path = '/header/security/kid';
  const key = directory.find(kid);
  if (key === undefined) throw refused('key_unknown', 'the directory has no such key', path);
  if (key.state === 'archived' || now < key.notBefore || now >= key.expires)
    throw refused('key_expired', 'the key is not valid at this time', path);
  if (key.state === 'revoked') throw refused('key_revoked', 'the key was revoked', path);
  if (!key.uses.has('sign')) throw refused('key_use', 'the key is not for signing messages', path);
  return key;
}

function verify(key: DirectoryKey, header: Header, digest: string, signature: string): void {
  const bytes = fromBase64url(signature);
  if (bytes?.length !== key.signatureLength || fromBase64url(digest)?.length !== 32)
    throw refused('signature_malformed', 'not a signature and a digest of this algorithm', '/header/security');
  if (!key.verify(signingInput(header, digest), bytes))
    throw refused('signature_invalid', 'the header, or its signature, is not what the key has signed', '/header');
}

/** Our own writers send the canonical form: then one hash is enough. */
function isDigestOf(digest: string, encoding: Unproven['encoding'], payload: Uint8Array): boolean {
  if (digestOfBytes(payload) === digest) return true;
  return encoding === 'json' && payload.length > 0 && digestOf('json', payload) === digest;
}

function refused(reason: Parameters<typeof AgentError.of>[0], message: string, path: string): AgentError {
  return AgentError.of(reason, message, { path });
}
