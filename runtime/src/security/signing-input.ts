/** Profile jcs-1: the bytes that a signature is over (security.md section 1). */
import { sha256 } from '#platform';
import type { Encoding } from '../codec/codec.js';
import { utf8 } from '../envelope/bytes.js';
import { AgentError } from '../error.js';
import type { Header } from '../header.js';
import { toBase64url } from './base64url.js';
import { canonicalJson } from './canonical-json.js';
import { canonicalText } from './jcs.js';

/** The header without what hops may change and what is made last. */
export function protectedHeader(header: Header): string {
  const { signature: _s, digest: _d, auth_token: _a, ...security } = header.security;
  const { retry_count: _r, ...routing } = header.routing;
  const { span_id: _i, parent_span_id: _p, ...tracing } = header.tracing;
  const { extensions, source, destination, ...flat } = header;
  const hasExtensions = extensions !== undefined && Object.keys(extensions).length > 0;
  return canonicalText({
    ...flat,
    source: { ...source },
    destination: { ...destination },
    security,
    routing,
    tracing,
    extensions: hasExtensions ? extensions : undefined,
  });
}

/**
 * What `security.digest` says of a payload as sent: a JSON payload counts by its canonical form.
 * @throws {AgentError} `malformed` where it is not JSON.
 */
export function digestOf(encoding: Encoding, payload: Uint8Array): string {
  if (encoding !== 'json' || payload.length === 0) return digestOfBytes(payload);
  const canonical = canonicalJson(payload);
  if (canonical === undefined)
    throw AgentError.of('malformed', 'a signed payload must be strict JSON, numbers in their canonical spelling', {
      path: '/payload',
    });
  return digestOfBytes(utf8(canonical));
}

export function digestOfBytes(payload: Uint8Array): string {
  return toBase64url(sha256(payload));
}

/** @throws {AgentError} `header_invalid` where a time is none that can be written. */
export function signingInput(header: Header, digest: string): Uint8Array {
  try {
    return utf8(`agentwire-jcs-1\n${protectedHeader(header)}\n${digest}`);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw AgentError.of('header_invalid', 'a time of the header is outside the years 0 to 9999', { cause });
  }
}
