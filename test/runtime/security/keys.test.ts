import { describe, expect, test } from 'vitest';
import { keyDirectory, security, type Jwk } from '@agentwire/runtime/security';
import { keyOf, waiterKey } from '../../support/keys.js';

const listed = waiterKey.listed();

const wrong: readonly (readonly [string, Jwk, RegExp])[] = [
  ['a private key', { ...listed, d: 'AA' }, /private key/],
  ['an unknown kind of key', { ...listed, kty: 'oct' }, /no signature algorithm/],
  ['a kind of key that is a word of the language', { ...listed, kty: 'constructor' }, /no signature algorithm/],
  ['an algorithm of another kind of key', { ...listed, alg: 'ES256' }, /"alg" must be Ed25519/],
  ['the old name of Ed25519', { ...listed, alg: 'EdDSA' }, /"alg" must be Ed25519/],
  ['a weak curve', { ...keyOf({ agent_id: 'a' }, 'ES256').listed(), crv: 'secp256k1' }, /"alg" must be/],
  ['a point off the curve', { ...keyOf({ agent_id: 'a' }, 'ES256').listed(), x: 'AA' }, /no key of its kind/],
  ['a kid that is a path', { ...listed, kid: '../key' }, /"kid" must be/],
  ['a kid with a NUL', { ...listed, kid: 'a\u0000' }, /"kid" must be/],
  ['a kid of a megabyte', { ...listed, kid: 'a'.repeat(1 << 20) }, /"kid" must be/],
  ['no owner', { ...listed, aw: { uses: ['sign'] } }, /must name the owner/],
  ['an empty owner', { ...listed, aw: { agent_id: '', uses: ['sign'] } }, /must name the owner/],
  ['no record', { ...listed, aw: undefined }, /must be an object/],
  ['no uses', { ...listed, aw: { agent_id: 'a' } }, /list of words/],
  ['an unknown state', waiterKey.listed({ state: 'lost' }), /"state" must be/],
  ['permissions that are none', waiterKey.listed({ permissions: [1] }), /list of words/],
  ['an end that is text', waiterKey.listed({ exp: '2030' }), /must be seconds/],
];

describe('a key directory', () => {
  test.each(wrong)('refuses %s', (_, jwk, words) => {
    expect(() => keyDirectory({ keys: [jwk] })).toThrow(words);
  });

  test('refuses a kid that is there twice', () => {
    expect(() => keyDirectory({ keys: [listed, listed] })).toThrow(/twice/);
  });

  test('refuses RSA keys that are short or have another exponent', () => {
    const { n, ...rsa } = keyOf({ agent_id: 'a' }, 'RS256').listed();
    expect(() => keyDirectory({ keys: [{ ...rsa, n: String(n).slice(0, 300) }] })).toThrow(/2048 bits/);
    expect(() => keyDirectory({ keys: [{ ...rsa, n, e: 'Aw' }] })).toThrow(/2048 bits/);
  });

  test('says nothing of the key itself where it refuses one', () => {
    const { own } = waiterKey;
    const keys = { keys: [{ ...own, d: 'not-a-key' }] };
    expect(() => security({ keys, directory: keyDirectory({ keys: [] }) })).toThrow(/^the members of this JWK/);
  });

  test('knows a key by its thumbprint, or by the name that it has', () => {
    const directory = keyDirectory({ keys: [listed, keyOf({ agent_id: 'b' }).listed({}, { kid: 'b-1' })] });
    expect(directory.find(waiterKey.kid)?.owner).toEqual({ agent_id: 'waiter-1', agent_type: 'waiter' });
    expect(directory.find('b-1')?.alg).toBe('Ed25519');
    expect(directory.find('constructor')).toBeUndefined();
  });
});
