/** Node's cryptography for signatures; the bytes are those of WebCrypto. */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
  type SignKeyObjectInput,
} from 'node:crypto';

export type SignatureAlgorithm = 'Ed25519' | 'ES256' | 'ES384' | 'RS256' | 'PS256';

/** A key as JOSE writes it: the members that a kind of key needs, each as text. */
export type KeyMembers = Readonly<Record<string, string>>;

export type Sign = (text: Uint8Array) => Uint8Array;
export type Verify = (text: Uint8Array, signature: Uint8Array) => boolean;

interface Scheme {
  /** Ed25519 hashes by itself. */
  readonly hash: 'sha256' | 'sha384' | null;
  readonly options: Omit<SignKeyObjectInput, 'key'>;
}

// DER would give one signature several spellings; r and s side by side is what JOSE says.
const ecdsa = { dsaEncoding: 'ieee-p1363' } as const;

const schemes: Readonly<Record<SignatureAlgorithm, Scheme>> = {
  Ed25519: { hash: null, options: {} },
  ES256: { hash: 'sha256', options: ecdsa },
  ES384: { hash: 'sha384', options: ecdsa },
  RS256: { hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
  PS256: { hash: 'sha256', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
};

/** @throws {TypeError} where the members are no private key. */
export function signer(alg: SignatureAlgorithm, members: KeyMembers): Sign {
  const { hash, options } = schemes[alg];
  const key = keyOf(() => createPrivateKey({ key: members, format: 'jwk' }));
  return (text) => sign(hash, text, { key, ...options });
}

/** @throws {TypeError} where the members are no public key. */
export function verifier(alg: SignatureAlgorithm, members: KeyMembers): Verify {
  const { hash, options } = schemes[alg];
  const key = keyOf(() => createPublicKey({ key: members, format: 'jwk' }));
  return (text, signature) => verify(hash, text, { key, ...options }, signature);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** OpenSSL's words may quote the key. */
function keyOf(make: () => KeyObject): KeyObject {
  try {
    return make();
  } catch {
    throw new TypeError('the members of this JWK are no key of its kind');
  }
}
