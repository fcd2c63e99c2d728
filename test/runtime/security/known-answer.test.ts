/** The bytes of profile jcs-1, by the published key of RFC 8032 section 7.1. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Header } from '@agentwire/runtime';
import { signer, verifier } from '../../../runtime/src/platform/node.js';
import { fromBase64url, toBase64url } from '../../../runtime/src/security/base64url.js';
import { canonicalJson } from '../../../runtime/src/security/canonical-json.js';
import { keyFactsOf } from '../../../runtime/src/security/jwk.js';
import { digestOf, protectedHeader, signingInput } from '../../../runtime/src/security/signing-input.js';
import { rfc8032Key } from '../../support/keys.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const digest = 'g7f3md4WbVcwiu-GqZJpVP7leCSz7rFyUeTduxevTMA';
const signature = 'yMFKy7bcuua8RfZMZDaKces1ya87rWO5eyqvYAvF9A3ATmaGHkjuQGx4xwujuglyYSVasSDM9XWWx9MQeK1BBw';
const headerText =
  '{"content_type":"application/json","correlation_id":"00000000-0000-4000-8000-000000000002","destination":{"agent_id":"b","agent_type":"t","broadcast":false},"encoding":"utf-8","message_id":"00000000-0000-4000-8000-000000000001","message_type":"event","routing":{"priority":"high","ttl":300},"security":{"alg":"Ed25519","encrypted":false,"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},"source":{"agent_id":"a","agent_type":"s"},"timestamp":"2024-01-17T10:30:00.000Z","tracing":{"trace_id":"0af7651916cd43dd8448eb211c80319c"},"version":"1.0.0"}';

/** The same header as it would travel: members in another order, with those that are not signed. */
function travelling(): Header {
  const { version, security, tracing, routing, timestamp, ...rest } = JSON.parse(headerText);
  return {
    version,
    ...rest,
    timestamp: new Date(timestamp),
    extensions: {},
    tracing: { span_id: 'b7ad6b7169203331', parent_span_id: '00f067aa0ba902b7', ...tracing },
    routing: { retry_count: 2, ...routing },
    security: { signature, digest, auth_token: 'secret', ...security },
  };
}

test('a payload counts by its canonical form, however it was written', () => {
  const canonical = '{"data":{"10":1,"9":2,"b":"é"}}';
  const spaced = '{ "data" : {"b":"\\u00e9", "9":2,\n"10":1 } }';
  expect(canonicalJson(bytes(spaced))).toBe(canonical);
  expect([digestOf('json', bytes(canonical)), digestOf('json', bytes(spaced))]).toEqual([digest, digest]);
});

test('the protected header is the decoded one without what hops change', () => {
  expect(protectedHeader(travelling())).toBe(headerText);
});

test('the signing input, its hash and the signature are the published ones', () => {
  const input = signingInput(travelling(), digest);
  expect(new TextDecoder().decode(input)).toBe(`agentwire-jcs-1\n${headerText}\n${digest}`);
  expect(createHash('sha256').update(input).digest('hex')).toBe(
    '2319741c9ed1037ad907804380f3a5bc26714652e70eb9c92c321019b5262256',
  );
  const { alg, members, kid: thumbprint } = keyFactsOf(rfc8032Key, 'key');
  expect([alg, thumbprint]).toEqual(['Ed25519', kid]);
  const made = signer(alg, { ...members, d: String(rfc8032Key['d']) })(input);
  expect(toBase64url(made)).toBe(signature);
  expect(verifier(alg, members)(input, fromBase64url(signature) ?? new Uint8Array())).toBe(true);
});
