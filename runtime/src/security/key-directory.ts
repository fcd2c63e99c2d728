/** Whose keys there are and what their owners may do: a JWK Set whose keys carry `aw` (security.md section 1, Keys). */
import { verifier, type Verify } from '#platform';
import type { Party } from '../header.js';
import { keyFactsOf, signatureLength, type Jwk, type KeyFacts } from './jwk.js';

const states = ['next', 'active', 'retiring', 'archived', 'revoked'] as const;
export type KeyState = (typeof states)[number];

export interface DirectoryKey extends KeyFacts {
  /** What a source must say for its messages to be signed by this key. */
  readonly owner: Partial<Pick<Party, 'agent_id' | 'agent_type'>>;
  readonly uses: ReadonlySet<string>;
  readonly state: KeyState;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly expires: number;
  /** `verb:resource`, each exactly as an operation states it. */
  readonly permissions: ReadonlySet<string>;
  readonly signatureLength: number;
  readonly verify: Verify;
}

export interface KeyDirectory {
  find(kid: string): DirectoryKey | undefined;
}

export interface JwkSet {
  readonly keys: readonly Jwk[];
}

/**
 * Reads a directory.
 * @throws {TypeError} naming the key: an unknown kind, a weak or private key, a kid twice, no owner, an unknown state.
 * @example const directory = keyDirectory(JSON.parse(await readFile('agents.jwks.json', 'utf8')));
 */
export function keyDirectory({ keys }: JwkSet): KeyDirectory {
  const byKid = new Map<string, DirectoryKey>();
  for (const [index, jwk] of keys.entries()) {
    const where = `keys[${index}]`;
    const key = directoryKey(jwk, where);
    if (byKid.has(key.kid)) throw new TypeError(`${where}: the kid ${key.kid} is there twice`);
    byKid.set(key.kid, key);
  }
  return { find: (kid) => byKid.get(kid) };
}

function directoryKey(jwk: Jwk, where: string): DirectoryKey {
  if (jwk['d'] !== undefined) throw new TypeError(`${where}: a private key in a directory`);
  const facts = keyFactsOf(jwk, where);
  const aw = recordOf(jwk['aw'], `${where}.aw`);
  const state = states.find((word) => word === (aw['state'] ?? 'active'));
  if (state === undefined) throw new TypeError(`${where}.aw: "state" must be ${states.join(', ')}`);
  return {
    ...facts,
    owner: ownerOf(aw, `${where}.aw`),
    uses: new Set(wordsOf(aw['uses'], `${where}.aw.uses`)),
    state,
    notBefore: secondsOf(aw['nbf'], 0, `${where}.aw.nbf`),
    expires: secondsOf(aw['exp'], Infinity, `${where}.aw.exp`),
    permissions: new Set(wordsOf(aw['permissions'] ?? [], `${where}.aw.permissions`)),
    signatureLength: signatureLength(facts),
    verify: verifier(facts.alg, facts.members),
  };
}

/** @throws {TypeError} where a key has no owner, or a node, whose signatures this release does not know. */
export function ownerOf(aw: Jwk, where: string): DirectoryKey['owner'] {
  const { agent_id, agent_type } = aw;
  const named = [agent_id, agent_type].filter((name) => name !== undefined);
  if (named.length === 0 || !named.every((name) => typeof name === 'string' && name !== ''))
    throw new TypeError(`${where}: "agent_id", "agent_type" or both must name the owner`);
  return {
    ...(typeof agent_id === 'string' ? { agent_id } : {}),
    ...(typeof agent_type === 'string' ? { agent_type } : {}),
  };
}

export function owns({ agent_id, agent_type }: DirectoryKey['owner'], party: Party): boolean {
  return (
    (agent_id === undefined || agent_id === party.agent_id) &&
    (agent_type === undefined || agent_type === party.agent_type)
  );
}

export function recordOf(value: unknown, where: string): Jwk {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${where} must be an object`);
  return value as Jwk;
}

function wordsOf(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value)) throw new TypeError(`${where} must be a list of words`);
  return value.map((word: unknown) => {
    if (typeof word !== 'string') throw new TypeError(`${where} must be a list of words`);
    return word;
  });
}

/** NumericDate of RFC 7519, in seconds; here in milliseconds. */
function secondsOf(value: unknown, usual: number, where: string): number {
  if (value === undefined) return usual;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${where} must be seconds`);
  return value * 1000;
}
