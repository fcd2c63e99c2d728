/** Signatures and permissions, as one object for whoever sends and receives. */
import { systemClock, type Clock } from '../clock.js';
import { AgentError, heardOf } from '../error.js';
import { known, type Exchange, type Layer } from '../exchange.js';
import type { Header } from '../header.js';
import type { Protection } from '../protection.js';
import { toBase64url } from './base64url.js';
import { judge, type Rules } from './judge.js';
import type { JwkSet, KeyDirectory } from './key-directory.js';
import { payloadOf } from './rebuilt-payload.js';
import { digestOf, signingInput } from './signing-input.js';
import { signingKeys } from './signing-keys.js';

export type Requirement = 'signed';

export interface SecurityOptions {
  /** Private keys of the agents in this process, each with `aw.agent_id`, `aw.agent_type` or both. */
  readonly keys: JwkSet;
  /** Whose signatures count, and what their owners may do. */
  readonly directory: KeyDirectory;
  /** By message type, answers included (default of each: `['signed']`). `[]`: taken unsigned too, without permissions. */
  readonly require?: Readonly<Record<string, readonly Requirement[]>>;
  /** `exact`: peers are told which check failed. For development only (default `coarse`). */
  readonly peersHear?: 'coarse' | 'exact';
  /** Of answers; served agents go by their own. */
  readonly clock?: Clock;
}

/**
 * For `security` of `serve`, `connect` and `CommunicationManager`: what they send is signed (profile jcs-1), what they
 * receive is verified before it is decoded, and an operation is run for those whose key has its permission.
 * @throws {TypeError} where a key is none that may sign.
 * @example const security = security({ keys, directory: keyDirectory(set) });
 */
export function security(options: SecurityOptions): Protection {
  const { directory, clock = systemClock, peersHear = 'coarse' } = options;
  const keys = signingKeys(options.keys);
  const required = new Map(Object.entries(options.require ?? {}));
  const rules: Rules = { directory, mustSign: (type) => required.get(type)?.includes('signed') ?? true };
  return {
    sign(header, encoding, payload) {
      const { alg, kid, sign } = keys.of(header.source);
      const digest = digestOf(encoding, payload);
      const unsigned: Header = { ...header, security: { encrypted: false, alg, kid } };
      const signature = toBase64url(sign(signingInput(unsigned, digest)));
      return { ...unsigned, security: { ...unsigned.security, digest, signature } };
    },
    verifyAnswer(answer, request) {
      judge(rules, { ...answer, payload: () => answer.payload }, clock.now());
      checkAnswer(answer.header, request);
    },
    authenticate: authenticateBy(rules),
    authorize,
    heard: (error) => (peersHear === 'exact' ? error : heardOf(error)),
  };
}

function authenticateBy(rules: Rules): Layer {
  return async (exchange, next) => {
    const header = known(exchange.header, 'opened the frame');
    const { encoding } = exchange.inbound.frame;
    const rebuilt = exchange.inbound.members !== undefined;
    const unproven = {
      header,
      encoding: rebuilt ? ('json' as const) : encoding,
      payload: () => payloadOf(exchange),
    };
    const key = judge(rules, unproven, exchange.clock.now());
    checkOpening(exchange, header);
    exchange.permissions = key?.permissions ?? new Set();
    exchange.proven = true;
    await next();
  };
}

/** Who opened a stream was permitted to; nobody else adds to it. */
function checkOpening({ within }: Exchange, { source }: Header): void {
  if (within === undefined) return;
  const { agent_id, agent_type } = within.opening.source;
  if (source.agent_id !== agent_id || source.agent_type !== agent_type)
    throw AgentError.of('source_mismatch', 'another agent has opened the stream', { path: '/header/source' });
}

/** Exact match and no wildcards; what the manifest gives no permission is open to all whose messages are accepted. */
const authorize: Layer = async (exchange, next) => {
  const { permission } = known(exchange.operation, 'found the operation');
  if (permission !== undefined && !known(exchange.permissions, 'verified the signature').has(permission))
    throw AgentError.of('permission_denied', `this needs the permission ${permission}`);
  await next();
};

/** From whom we asked, to us, and to this very message: a correlation may hold several calls. */
function checkAnswer({ source, destination, causation_id }: Header, request: Header): void {
  const asked = request.destination;
  const isAsked =
    source.agent_type === asked.agent_type && (asked.agent_id === undefined || source.agent_id === asked.agent_id);
  if (!isAsked) throw AgentError.of('source_mismatch', 'another agent has answered', { path: '/header/source' });
  const isOurs =
    destination.agent_id === request.source.agent_id && destination.agent_type === request.source.agent_type;
  if (!isOurs || causation_id !== request.message_id)
    throw AgentError.of('protocol_violation', 'the answer is to another call', { path: '/header/causation_id' });
}
