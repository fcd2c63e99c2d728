/** The private keys of this process: which one signs for a source. */
import { signer, type Sign } from '#platform';
import { AgentError } from '../error.js';
import type { Party } from '../header.js';
import { keyFactsOf, type KeyFacts } from './jwk.js';
import { ownerOf, owns, recordOf, type DirectoryKey, type JwkSet } from './key-directory.js';

export interface SigningKey extends Pick<KeyFacts, 'kid' | 'alg'> {
  readonly owner: DirectoryKey['owner'];
  readonly sign: Sign;
}

export interface SigningKeys {
  /** @throws {AgentError} `key_unknown` where none here belongs to the source. */
  of(source: Party): SigningKey;
}

/** The first key of an owner signs. @throws {TypeError} naming the key that is none. */
export function signingKeys({ keys }: JwkSet): SigningKeys {
  const own = keys.map((jwk, index): SigningKey => {
    const where = `keys[${index}]`;
    const { kid, alg, members } = keyFactsOf(jwk, where);
    const secret: Record<string, string> = {};
    for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) {
      const value = jwk[name];
      if (typeof value === 'string') secret[name] = value;
    }
    const owner = ownerOf(recordOf(jwk['aw'], `${where}.aw`), `${where}.aw`);
    return { kid, alg, owner, sign: signer(alg, { ...members, ...secret }) };
  });
  return {
    of(source) {
      const key = own.find(({ owner }) => owns(owner, source));
      if (key !== undefined) return key;
      throw AgentError.of('key_unknown', `no key here signs for ${source.agent_id}, a ${source.agent_type}`);
    },
  };
}
