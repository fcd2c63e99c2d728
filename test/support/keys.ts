/** Keys of agents, and directories that hold them. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { keyDirectory, security, type Jwk, type Protection, type SecurityOptions } from '@agentwire/runtime/security';
import { keyFactsOf } from '../../runtime/src/security/jwk.js';

export interface TestKey {
  /** Of the process that signs. */
  readonly own: Jwk;
  /** Of the directory; `aw` is what it says of the key. */
  listed(aw?: Jwk, members?: Jwk): Jwk;
  readonly kid: string;
}

/** RFC 8032 section 7.1, test 1. */
export const rfc8032Key: Jwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

export type Kind = 'Ed25519' | 'ES256' | 'ES384' | 'RS256' | 'PS256';

export function keyOf(owner: Jwk, kind: Kind = 'Ed25519'): TestKey {
  const own: Jwk = { ...privateJwk(kind), alg: kind, aw: owner };
  const { kid, members } = keyFactsOf(own, 'own');
  return {
    own,
    kid,
    listed: (aw = {}, more = {}) => ({ ...members, alg: kind, aw: { ...owner, uses: ['sign'], ...aw }, ...more }),
  };
}

function privateJwk(kind: Kind): Jwk {
  const pair = (): { privateKey: KeyObject } => {
    switch (kind) {
      case 'Ed25519':
        return generateKeyPairSync('ed25519');
      case 'ES256':
        return generateKeyPairSync('ec', { namedCurve: 'P-256' });
      case 'ES384':
        return generateKeyPairSync('ec', { namedCurve: 'P-384' });
      case 'RS256':
      case 'PS256':
        return generateKeyPairSync('rsa', { modulusLength: 2048 });
    }
  };
  return { ...pair().privateKey.export({ format: 'jwk' }) };
}

export const waiterKey: TestKey = keyOf({ agent_id: 'waiter-1', agent_type: 'waiter' });
export const cookKey: TestKey = keyOf({ agent_type: 'cook' });

/** What a waiter and a cook share in one process, or each alone with its own key. */
export function secured(more: Partial<SecurityOptions> & { readonly listed?: readonly Jwk[] } = {}): Protection {
  const { listed = [waiterKey.listed({ permissions: ['write:orders'] }), cookKey.listed()], ...options } = more;
  return security({
    keys: { keys: [waiterKey.own, cookKey.own] },
    directory: keyDirectory({ keys: listed }),
    ...options,
  });
}
