/** Which way a call takes: the first that leads there. A broadcast takes all of them where no transport does it itself. */
import type { Encoding } from './codec/codec.js';
import type { Agent, OperationFacts } from './contract.js';
import type { Directory, Route } from './directory.js';
import { AgentError } from './error.js';
import { fanOut } from './fan-out.js';
import type { Header, Party } from './header.js';
import { takesStream } from './streams.js';
import type { Dialer, FrameOptions, Outbound, Reaction, Transport } from './transport.js';

/** One message, to be framed anew for each route: another encoding is another frame under the same message_id. */
export interface Letter {
  readonly operation: OperationFacts;
  readonly header: Header;
  readonly signal: AbortSignal;
  readonly outbound: (frame: FrameOptions) => Outbound;
  readonly reaction: (encoding: Encoding) => Reaction;
  /** Where no route has taken it. */
  readonly fail: (error: AgentError) => void;
}

export interface Router {
  /** Tells the outcome through a reaction or `fail`; rejects where the message itself cannot be sent. */
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

export function createRouter(agent: Agent, from: Party, directory: Directory): Router {
  const dialers = new Map<Transport, Promise<Dialer>>();
  const dial = (transport: Transport): Promise<Dialer> => {
    let dialer = dialers.get(transport);
    if (dialer === undefined) {
      dialer = transport.dial(agent, from);
      dialers.set(transport, dialer);
      // A dial that failed is tried again by the next call.
      dialer.catch(() => dialers.delete(transport));
    }
    return dialer;
  };
  const walk: Walk = { agent, directory, dial };
  return {
    async send(letter) {
      const { any, each } = directory.ways(agent, letter.header.destination);
      if (any.length + each.length === 0)
        throw AgentError.of('unreachable', `no transport is known that leads to ${agent.type}`);
      const missed = await sendByFirst(walk, any, letter, each.length === 0);
      if (missed === undefined || each.length === 0) return;
      await fanOut(each, letter, (routes, one) => sendByFirst(walk, routes, one, true));
    },
    async close() {
      const open = [...dialers.values()];
      dialers.clear();
      for (const dialer of await Promise.allSettled(open))
        if (dialer.status === 'fulfilled') await dialer.value.close();
    },
  };
}

interface Walk {
  readonly agent: Agent;
  readonly directory: Directory;
  readonly dial: (transport: Transport) => Promise<Dialer>;
}

/**
 * Tries the routes in turn until one has taken the message. Where none has, the last failure is told to the letter if
 * `final`, and is the result otherwise (`unreachable` where there are no routes).
 */
async function sendByFirst(
  walk: Walk,
  routes: readonly Route[],
  letter: Letter,
  final: boolean,
): Promise<AgentError | undefined> {
  let missed: AgentError | undefined;
  for (const [index, route] of walk.directory.health.sorted(routes).entries()) {
    const last = final && index === routes.length - 1;
    missed = await attempt(walk, route, letter, { last, fallback: missed !== undefined });
    if (missed === undefined || last) return undefined;
  }
  return missed ?? AgentError.of('unreachable', `no transport is known that leads to ${walk.agent.type}`);
}

interface Turn {
  /** Then every failure is told to the letter. */
  readonly last: boolean;
  readonly fallback: boolean;
}

/** Sends once; the error where another route may be tried. What became of it is noted before its caller hears of it. */
async function attempt(walk: Walk, route: Route, letter: Letter, turn: Turn): Promise<AgentError | undefined> {
  const { agent, directory, dial } = walk;
  const { operation, signal, header } = letter;
  const repeatable = operation.idempotent === true || directory.remembers(agent);
  const note = (error: AgentError | undefined): void => {
    if (error === undefined) directory.health.up(route);
    else if (error.code === 'unavailable') directory.health.down(route);
    directory.note({
      kind: error === undefined ? 'taken' : 'missed',
      agent_type: agent.type,
      operation: operation.name,
      message_id: header.message_id,
      transport: route.transport.name,
      fallback: turn.fallback,
      ...(error === undefined ? {} : { error }),
    });
  };
  let missed: AgentError | undefined;
  const isMissed = (thrown: unknown): boolean => {
    if (!(thrown instanceof AgentError) || signal.aborted || !leadsOn(thrown, operation, repeatable)) return false;
    missed = thrown;
    note(thrown);
    return true;
  };
  try {
    const dialer = await dial(route.transport);
    const { replyTo } = dialer;
    const encoding = dialer.encodingOf?.(operation) ?? dialer.encoding;
    const reaction = letter.reaction(encoding);
    await dialer.send(letter.outbound({ encoding, ...(replyTo === undefined ? {} : { replyTo }) }), {
      ...reaction,
      reply(frame) {
        note(undefined);
        reaction.reply(frame);
      },
      fail(error) {
        const another = isMissed(error);
        if (!another) note(undefined);
        if (!another) reaction.fail(error);
      },
    });
  } catch (thrown) {
    if (!isMissed(thrown)) throw thrown;
  }
  if (missed !== undefined && turn.last) letter.fail(missed);
  return missed;
}

/** What is not so on another route: another host, another binding, another encoding. */
const elsewhere: ReadonlySet<string> = new Set(['agent_unknown', 'operation_unsupported', 'content_type_unsupported']);

/**
 * Whether the message may go another way: it was surely not taken here and may be there, or it may be taken twice. A
 * stream that has begun is somewhere and stays there.
 */
function leadsOn({ code, reason, outcome }: AgentError, operation: OperationFacts, repeatable: boolean): boolean {
  if (takesStream(operation)) return reason === 'unreachable' && outcome === 'rejected';
  if (outcome === 'unknown') return repeatable && code === 'unavailable';
  return outcome === 'rejected' && (code === 'unavailable' || elsewhere.has(reason));
}
