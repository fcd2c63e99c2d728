/** Where agents are on a host, and what a connection speaks. */
import type { Encoding } from '../../codec/codec.js';
import type { Agent } from '../../contract.js';

/** Stands for `{agent_id}` where the caller names no agent (as in AIP-159): the host resolves it by type. */
export const anyAgent = '-';

export function pathOf(agentId: string | undefined): string {
  return `/ws/agents/${encodeURIComponent(agentId ?? anyAgent)}`;
}

/** The `{agent_id}` of a path; undefined where it is none of ours. */
export function agentIdOf(path: string): string | undefined {
  const segment = /^\/ws\/agents\/([^/?#]+)$/.exec(path)?.[1];
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch (thrown) {
    if (thrown instanceof URIError) return undefined;
    throw thrown;
  }
}

/** By sub-protocol. Without one a connection speaks the document's frames alone, in JSON. */
const encodings: Readonly<Record<string, Encoding>> = {
  'agentwire.v1.json': 'json',
  'agentwire.v1.protobuf': 'protobuf',
  'agentwire.v1.avro': 'avro',
};

export function protocolOf(encoding: Encoding): string {
  return `agentwire.v1.${encoding}`;
}

export function encodingOf(protocol: string): Encoding | undefined {
  return Object.hasOwn(encodings, protocol) ? encodings[protocol] : undefined;
}

/** The first of the sub-protocols offered that one of these agents has codecs for. */
export function chooseProtocol(offered: Iterable<string>, agents: readonly Agent[]): string | undefined {
  for (const protocol of offered) {
    const encoding = encodingOf(protocol);
    if (encoding !== undefined && agents.some((agent) => agent.header[encoding] !== undefined)) return protocol;
  }
  return undefined;
}

/** The document's type of a frame that carries an envelope. */
export const messageWord = 'message';

/** The types of frames that carry envelopes of these agents. */
export function wordsOf(agents: readonly Agent[]): ReadonlySet<string> {
  const words = agents.flatMap(({ operations }) =>
    Object.values(operations).map(({ bindings }) => bindings.websocket?.frame ?? messageWord),
  );
  return new Set([messageWord, ...words]);
}
