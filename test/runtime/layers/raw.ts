/** A served cook with nothing between the test and its onion: frames in, answers out. */
import {
  messageFactory,
  serve,
  type AgentError,
  type Encoding,
  type Header,
  type Served,
  type ServeOptions,
  type Transport,
} from '@agentwire/runtime';
import { fakeClock, seededRandom, type FakeClock } from '@agentwire/runtime/testing';
import { besideHeaders } from '../../../runtime/src/beside.js';
import { decodeHeader, decodePayload, encodeMessage, splitFrame } from '../../../runtime/src/envelope/message.js';
import type { Frame, Host, Inbound } from '../../../runtime/src/transport.js';
import { CookAgent, protocol, type CookOperations } from '../../support/agents.js';
import { idle, type CookHandlers } from '../../support/kitchen.js';

/** What an exchange was answered with. */
export interface Answers {
  readonly steps: string[];
  readonly updates: unknown[];
  reply?: unknown;
  replyHeader?: Header;
  error?: AgentError;
}

export interface Raw {
  readonly clock: FakeClock;
  readonly cook: Served;
  /** A good order, under a header that the test may bend. */
  order(bend?: (header: Header) => object, data?: object, encoding?: Encoding): Frame;
  receive(frame: Frame, inbound?: Partial<Inbound>): Promise<Answers>;
}

export async function openRaw(
  handlers: Partial<CookHandlers> = {},
  options: Partial<ServeOptions<CookOperations>> = {},
): Promise<Raw> {
  const clock = fakeClock();
  const world = { clock, random: seededRandom(1) };
  let host: Host | undefined;
  const raw: Transport = {
    name: 'raw',
    listen(given) {
      host = given;
      return Promise.resolve({ address: 'raw:', close: () => Promise.resolve() });
    },
    dial: () => Promise.reject(new Error('not dialled')),
  };
  const cook = await serve(CookAgent, { id: 'cook-1', on: raw, world, handlers: { ...idle, ...handlers }, ...options });
  const factory = messageFactory(protocol, { agent_id: 'w', agent_type: 'waiter' }, world);
  return {
    clock,
    cook,
    order(bend = () => ({}), data = { order_id: 'o-1', dish: 'soup' }, encoding = 'json') {
      const header = factory.header('order', { to: { agent_type: 'cook', broadcast: false }, encoding });
      const bent = { ...header, ...bend(header) };
      const message = { header: bent, payload: { data } };
      return { encoding, body: encodeMessage(CookAgent, encoding, message).body, headers: besideHeaders(header) };
    },
    async receive(frame, inbound = {}) {
      const answers: Answers = { steps: [], updates: [] };
      const read = ({ body, encoding }: Frame): { header: Header; data: unknown } => {
        const parts = splitFrame(CookAgent, encoding, body);
        const header = decodeHeader(CookAgent, encoding, parts.header);
        return { header, data: decodePayload(CookAgent, header.message_type, encoding, parts).data };
      };
      await host?.receive({
        transport: 'raw',
        frame,
        signal: new AbortController().signal,
        answer: {
          streams: true,
          accepted: async () => void answers.steps.push('accepted'),
          async update(update) {
            answers.steps.push('update');
            answers.updates.push(read(update).data);
          },
          async item(item) {
            answers.steps.push('item');
            answers.updates.push(read(item).data);
          },
          async reply(reply) {
            answers.steps.push('reply');
            if (reply === undefined) return;
            const { header, data } = read(reply);
            answers.reply = data;
            answers.replyHeader = header;
          },
          async fail(error) {
            answers.steps.push('fail');
            answers.error = error;
          },
        },
        ...inbound,
      });
      return answers;
    },
  };
}
