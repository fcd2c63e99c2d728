/** One request on its way in: from its frame to the onion of the agent that it is for. */
import { operationHeader } from '../../beside.js';
import type { Encoding } from '../../codec/codec.js';
import type { Agent, OperationFacts } from '../../contract.js';
import { decodeHeader, splitFrame } from '../../envelope/message.js';
import { AgentError } from '../../error.js';
import type { Header } from '../../header.js';
import { sharedAnswer } from '../../shared-answer.js';
import type { Frame } from '../../transport.js';
import { addressed, type Members } from './addressing.js';
import { answerOf } from './answer.js';
import { messageWord } from './binding.js';
import type { Channel } from './channel.js';
import type { MessageFrame } from './frame.js';
import type { Work } from './works.js';

export interface Received {
  readonly message: MessageFrame;
  /** Its number: what answers are about. */
  readonly re: number;
  readonly channel: Channel;
  /** What a binary body holds. */
  readonly encoding: Encoding;
  /** The agents that the connection's path leaves to choose from. */
  readonly members: Members;
  readonly work: Work;
  /** Where the connection's path is that of an operation. */
  readonly operation?: OperationFacts;
}

/** Resolves when the exchange is over. What cannot be received is answered with an error; the connection lives on. */
export async function receive(received: Received): Promise<void> {
  const { message, re, channel, work, members } = received;
  const { controller, credit, intake } = work;
  // What opens a stream is JSON and says nothing about what follows.
  const encoding = message.body.json && intake === undefined ? 'json' : received.encoding;
  credit.grant(message.credit ?? Infinity);
  const frame: Frame = { encoding, body: message.body.bytes, headers: message.headers };
  const leaves: (() => void)[] = [];
  let identity: Identity = { operation: undefined, message_id: undefined };
  try {
    const places = addressed(members, message.headers[operationHeader], () =>
      headerOf(members[0].host.agent, frame, intake !== undefined),
    );
    const { agent } = places[0].host;
    identity = identify(agent, message.word, frame);
    for (const { enter } of places) leaves.push(enter((reason) => controller.abort(reason)));
    const whole = answerOf({ channel, re, work, agent, ...identity });
    const answer = sharedAnswer(whole, places.length);
    await Promise.all(
      places.map(({ host }) =>
        host.receive({
          transport: 'websocket',
          frame,
          ...(intake === undefined ? {} : { items: intake }),
          ...(received.operation === undefined
            ? operationOfWord(host.agent, message.word)
            : { operation: received.operation }),
          ...(message.deadline === undefined ? {} : { deadline: message.deadline }),
          signal: controller.signal,
          answer,
        }),
      ),
    );
  } catch (thrown) {
    // What is no `AgentError` is a bug of ours, and its words are not for strangers.
    const error = AgentError.from(thrown, 'handler_failed', 'unknown');
    await answerOf({ channel, re, work, agent: members[0].host.agent, ...identity }).fail(error);
  } finally {
    for (const leave of leaves) leave();
  }
}

interface Identity {
  readonly operation: OperationFacts | undefined;
  readonly message_id: string | undefined;
}

/** What errors are told with. A peer that sends the document's frames alone says it in the envelope only. */
function identify(agent: Agent, word: string, frame: Frame): Identity {
  const operations = Object.values(agent.operations);
  const name = frame.headers[operationHeader];
  if (name !== undefined)
    return { operation: operations.find((operation) => operation.name === name), message_id: undefined };
  try {
    const { message_id, message_type } = headerOf(agent, frame, false);
    const { operation = operations.find(({ request }) => request === message_type) } = operationOfWord(agent, word);
    return { operation, message_id };
  } catch (thrown) {
    // The onion says what is wrong with it.
    if (thrown instanceof AgentError) return { operation: undefined, message_id: undefined };
    throw thrown;
  }
}

function headerOf(agent: Agent, { encoding, body }: Frame, alone: boolean): Header {
  if (alone) return decodeHeader(agent, 'json', body);
  return decodeHeader(agent, encoding, splitFrame(agent, encoding, body).header);
}

/** A word of its own names the operation that is bound to it. */
function operationOfWord(agent: Agent, word: string): { readonly operation?: OperationFacts } {
  if (word === messageWord) return {};
  const [only, ...others] = Object.values(agent.operations).filter(
    ({ bindings }) => bindings.websocket?.frame === word,
  );
  return only === undefined || others.length > 0 ? {} : { operation: only };
}
