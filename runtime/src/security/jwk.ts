/** Keys as JOSE writes them (RFC 7517, 7518, 8037), held to what profile jcs-1 allows. */
import { sha256, type KeyMembers, type SignatureAlgorithm } from '#platform';
import { utf8 } from '../envelope/bytes.js';
import { fromBase64url, toBase64url } from './base64url.js';
import { canonicalText } from './jcs.js';

/** One key of a JWK Set, as parsed from JSON; what is in it is judged by `keyFactsOf`. */
export type Jwk = Readonly<Record<string, unknown>>;

export interface KeyFacts {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** The public members, and no others: what a thumbprint is over (RFC 7638 section 3.2). */
  readonly members: KeyMembers;
}

const publicMembers: Readonly<Record<string, readonly string[]>> = {
  OKP: ['crv', 'kty', 'x'],
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
};

/** By key type and curve: RSA keys name their algorithm, the others have one. */
const algorithms: Readonly<Record<string, readonly SignatureAlgorithm[]>> = {
  'OKP Ed25519': ['Ed25519'],
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
  RSA: ['RS256', 'PS256'],
};

/** Bytes of a signature; of RSA, those of its modulus. */
export function signatureLength({ alg, members }: KeyFacts): number {
  switch (alg) {
    case 'Ed25519':
    case 'ES256':
      return 64;
    case 'ES384':
      return 96;
    case 'RS256':
    case 'PS256':
      return fromBase64url(members['n'] ?? '')?.length ?? 0;
  }
}

const kidPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** @throws {TypeError} naming the key, where it is none that may sign. */
export function keyFactsOf(jwk: Jwk, where: string): KeyFacts {
  const kty = textOf(jwk, 'kty', where);
  const names = Object.hasOwn(publicMembers, kty) ? publicMembers[kty] : undefined;
  if (names === undefined) throw new TypeError(`${where}: no signature algorithm has keys of type ${kty}`);
  const members: KeyMembers = Object.fromEntries(names.map((name) => [name, textOf(jwk, name, where)]));
  const allowed = algorithms[kty === 'RSA' ? kty : `${kty} ${members['crv'] ?? ''}`] ?? [];
  const alg = allowed.find((name) => name === jwk['alg']) ?? (jwk['alg'] === undefined ? only(allowed) : undefined);
  if (alg === undefined)
    throw new TypeError(`${where}: "alg" must be ${allowed.join(' or ') || 'of Ed25519, P-256, P-384 or RSA'}`);
  if (kty === 'RSA') checkRsa(members, where);
  const kid = jwk['kid'] === undefined ? thumbprint(members) : textOf(jwk, 'kid', where);
  if (!kidPattern.test(kid)) throw new TypeError(`${where}: "kid" must be 1 to 64 of A-Z a-z 0-9 . _ -`);
  return { kid, alg, members };
}

/** RFC 7638 with SHA-256. */
export function thumbprint(members: KeyMembers): string {
  return toBase64url(sha256(utf8(canonicalText(members))));
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function textOf(jwk: Jwk, name: string, where: string): string {
  const value = jwk[name];
  if (typeof value !== 'string') throw new TypeError(`${where}: "${name}" must be text`);
  return value;
}

function checkRsa({ n = '', e }: KeyMembers, where: string): void {
  const modulus = fromBase64url(n);
  const first = modulus?.[0] ?? 0;
  const bits = modulus === undefined || first === 0 ? 0 : modulus.length * 8 - Math.clz32(first) + 24;
  if (bits < 2048 || e !== 'AQAB') throw new TypeError(`${where}: RSA needs 2048 bits or more, and e = 65537`);
}
