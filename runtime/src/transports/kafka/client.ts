/** Calls agents: a frame becomes a record of the operation's topic, answers come to the caller's own. */
import { readFailure } from '../../broker/failure.js';
import { flows, openFlow, type Flow, type Tell } from '../../broker/flow.js';
import { headersOf, names as headerNames, type CallId, type MessageKind } from '../../broker/headers.js';
import type { Agent } from '../../contract.js';
import { AgentError, withOutcome } from '../../error.js';
import { flowWindow } from '../../flow.js';
import { givesStream } from '../../streams.js';
import { isAnswered } from '../../outbound.js';
import type { Dialer, Frame, Outbound, Reaction } from '../../transport.js';
import { addressHeader, addressOf, keyOf } from './binding.js';
import type { IncomingRecord, OutgoingRecord } from './driver.js';
import type { Link } from './link.js';
import { framed, openRecord } from './record.js';
import type { ReplyBox } from './replies.js';

export interface DialerParts {
  readonly link: Link;
  readonly agent: Agent;
  readonly box: ReplyBox;
  readonly close: () => Promise<void>;
}

export function createDialer(parts: DialerParts): Dialer {
  const { link, agent, box } = parts;
  const encoding = link.settings.encoding ?? 'json';
  const open = new Set<(error: AgentError) => void>();
  return {
    encoding,
    encodingOf: ({ bindings }) => link.settings.encoding ?? bindings.kafka?.encoding ?? 'json',
    replyTo: box.topic,
    send: (outbound, reaction) =>
      new Promise((resolve) => {
        const id: CallId = { replyTo: isAnswered(outbound.operation) ? box.topic : '', call: box.nextCall() };
        const flow =
          id.replyTo !== '' && flows(outbound)
            ? openFlow(
                tellOf(link, agent, id, (error) => end(error)),
                id,
                outbound,
                reaction,
              )
            : undefined;
        let over = false;
        let written = false;
        const finish = (tell: () => void): void => {
          if (over) return;
          over = true;
          forget();
          open.delete(end);
          outbound.signal.removeEventListener('abort', stop);
          tell();
          resolve();
        };
        const end = (error: AgentError): void => {
          if (written && id.replyTo !== '') void cancel(link, outbound, id);
          finish(() => reaction.fail(error));
        };
        const stop = (): void => end(outbound.signal.reason as AgentError);
        const forget = box.expect(id.call, (record) => react({ agent, outbound, reaction, flow, finish }, record));
        open.add(end);
        if (outbound.signal.aborted) return stop();
        outbound.signal.addEventListener('abort', stop, { once: true });
        request(link, agent, outbound, id, flow).then(
          () => {
            written = true;
            // Given up while it was on its way: then it is told now.
            if (over) return id.replyTo === '' ? undefined : cancel(link, outbound, id);
            reaction.accepted();
            if (id.replyTo === '') finish(() => reaction.reply(undefined));
            return undefined;
          },
          (thrown: unknown) => finish(() => reaction.fail(AgentError.from(thrown, 'connection_lost', 'unknown'))),
        );
      }),
    async close() {
      for (const end of open) end(AgentError.of('connection_lost', 'the client was closed', { outcome: 'unknown' }));
      await link.sender.flush();
      await parts.close();
    },
  };
}

async function request(
  { sender, names, settings }: Link,
  agent: Agent,
  outbound: Outbound,
  id: CallId,
  flow: Flow | undefined,
): Promise<void> {
  const { value, headers } = framed(settings.framing, agent, outbound, outbound.header);
  const record = addressed(outbound, value, {
    ...(id.replyTo === ''
      ? oneWay(outbound)
      : headersOf(outbound.items === undefined ? 'request' : 'open', id, outbound)),
    ...headers,
    ...(flow === undefined ? {} : { [headerNames.credit]: String(flowWindow) }),
    ...(Number.isFinite(outbound.deadline) ? { [headerNames.deadline]: String(outbound.deadline) } : {}),
  });
  await sender.send(names.topic(outbound), record, outbound.signal);
}

/** Over once it is safe: it names nobody to answer to. */
function oneWay({ encoding, headers }: Frame): Record<string, string> {
  return { ...headers, [headerNames.encoding]: encoding, [headerNames.kind]: 'request' satisfies MessageKind };
}

/** Behind the request, in its partition: whoever has the one gets the other. */
async function cancel({ sender, names, settings }: Link, outbound: Outbound, id: CallId): Promise<void> {
  try {
    await sender.send(names.topic(outbound), addressed(outbound, new Uint8Array(), headersOf('cancel', id)));
  } catch (thrown) {
    settings.feed.onProblem(AgentError.from(thrown, 'connection_lost', 'unknown'));
  }
}

const text = new TextEncoder();

function addressed(outbound: Outbound, value: Uint8Array, headers: Record<string, string>): OutgoingRecord {
  const to = addressOf(outbound.header.destination);
  return { key: text.encode(keyOf(outbound)), value, headers: { ...headers, [addressHeader]: to } };
}

interface Reacting {
  readonly agent: Agent;
  readonly outbound: Outbound;
  readonly reaction: Reaction;
  readonly flow: Flow | undefined;
  readonly finish: (tell: () => void) => void;
}

function react({ agent, outbound, reaction, flow, finish }: Reacting, record: IncomingRecord): void {
  const { headers, value } = record;
  const { operation, header } = outbound;
  /** The end comes after what was sent before it has been read. */
  const last = (tell: () => void): void => (flow === undefined ? finish(tell) : flow.close(() => finish(tell)));
  switch (headers[headerNames.kind] as MessageKind | undefined) {
    case 'accepted':
      return flow?.open(headers);
    case 'update':
    case 'item':
      return opened(record, finish, reaction, (frame) => {
        if (flow !== undefined) flow.take(frame);
        else if (operation.updates !== undefined && !givesStream(operation)) void reaction.update(frame);
      });
    case 'credit':
      return flow?.grant(Number(headers[headerNames.credit]));
    case 'reply':
      return opened(record, finish, reaction, (frame) => last(() => reaction.reply(frame)));
    case 'done':
      return last(() => reaction.reply(undefined));
    case 'error':
      // Of a broadcast, nobody knows how many took it: one that could not does not speak for the others.
      if (header.destination.broadcast) return;
      return last(() => reaction.fail(readFailure(agent, operation, headers, value)));
    case 'request':
    case 'open':
    case 'end':
    case 'cancel':
    case undefined:
      return;
  }
}

/** One portion of credit at a time, without waiting for the broker; what is lost ends the call. */
function tellOf({ sender, settings }: Link, agent: Agent, id: CallId, lost: (error: AgentError) => void): Tell {
  return async (streamTo, headers, frame) => {
    const { value, headers: more } =
      frame === undefined ? { value: new Uint8Array(), headers: {} } : framed(settings.framing, agent, frame);
    sender
      .send(streamTo, { key: text.encode(id.call), value, headers: { ...headers, ...more } })
      .catch((thrown: unknown) => lost(withOutcome(AgentError.from(thrown, 'connection_lost'), 'unknown')));
  };
}

function opened(
  record: IncomingRecord,
  finish: (tell: () => void) => void,
  reaction: Reaction,
  use: (frame: Frame) => void,
): void {
  try {
    use(openRecord(record));
  } catch (thrown) {
    const cause = AgentError.from(thrown, 'protocol_violation', 'unknown');
    const error = AgentError.of('protocol_violation', cause.message, { outcome: 'unknown', cause });
    finish(() => reaction.fail(error));
  }
}
