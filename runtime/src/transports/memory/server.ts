/** Serves one agent: what its queues hold goes through the onion, answers go to the caller's reply topic. */
import { operationHeader } from '../../beside.js';
import type { Subscription } from '../../broker/broker-queue.js';
import type { Broker } from '../../broker/broker.js';
import { writeFailure } from '../../broker/failure.js';
import { callOf, frameOf, headersOf, names, type CallId, type MessageKind } from '../../broker/headers.js';
import type { BrokerMessage, Delivery } from '../../broker/message.js';
import { subscribe } from '../../broker/subscribe.js';
import type { OperationFacts } from '../../contract.js';
import { createCredit, createIntake, flowWindow, type Credit, type Intake } from '../../flow.js';
import { AgentError, isReason, reasons } from '../../error.js';
import type { Answer, Host, Listener } from '../../transport.js';
import { broadcastTopic, cancelTopic, deadLetterTopic, directTopic, sharedTopic } from './binding.js';

interface RevocableAnswer extends Answer {
  /** From now on it says nothing: another instance answers. */
  revoke(): void;
}

/** A message that the onion works on. */
interface Work {
  readonly subscription: Subscription;
  readonly answer: RevocableAnswer;
  readonly stop: (reason: AgentError) => void;
  /** For what the answer sends, and for what the caller does where it streams. */
  readonly credit: Credit;
  readonly intake?: Intake;
}

export function listenOn(broker: Broker, name: string, host: Host): Listener {
  const { type } = host.agent;
  const streamTo = broker.uniqueName('streams/');
  const works = new Map<string, Work>();
  const idlers: (() => void)[] = [];

  const work = async (delivery: Delivery, subscription: Subscription): Promise<void> => {
    const { headers, body } = delivery.message;
    const id = callOf(headers);
    const operation = operationOf(host, headers[operationHeader]);
    const controller = new AbortController();
    const credit = createCredit();
    credit.grant(Number(headers[names.credit] ?? Infinity));
    const intake = headers[names.kind] === 'open' ? createIntake(grantTo(broker, id)) : undefined;
    const parts = { broker, host, id, operation, delivery, subscription, credit, intake, streamTo };
    const answer = answerOf(parts);
    const frame = frameOf(headers, body);
    if (frame === undefined)
      return answer.fail(AgentError.of('content_type_unsupported', 'the message names no encoding'));
    const key = keyOf(id);
    const own: Work = {
      subscription,
      answer,
      stop: (reason) => controller.abort(reason),
      credit,
      ...(intake === undefined ? {} : { intake }),
    };
    works.set(key, own);
    const deadline = Number(headers[names.deadline] ?? Infinity);
    const items = intake === undefined ? {} : { items: intake };
    await host.receive({ transport: name, frame, ...items, deadline, signal: controller.signal, answer });
    intake?.end();
    // Put back and delivered here again, the message is another's work by now.
    if (works.get(key) === own) works.delete(key);
    if (works.size === 0) for (const resolve of idlers.splice(0)) resolve();
  };
  const cancel = (id: CallId): void => {
    works.get(keyOf(id))?.stop(AgentError.of('cancelled', 'cancelled by the caller', { outcome: 'unknown' }));
  };
  const flow = ({ headers, body }: BrokerMessage): void => {
    const { credit, intake } = works.get(keyOf(callOf(headers))) ?? {};
    const frame = frameOf(headers, body);
    switch (headers[names.kind]) {
      case 'credit':
        return credit?.grant(Number(headers[names.credit]));
      case 'item':
        return frame === undefined ? undefined : intake?.push(frame);
      case 'end':
        return intake?.end();
    }
  };
  const take = (topics: string | readonly string[], group?: string): Subscription => {
    const subscription = subscribe(
      broker,
      topics,
      async (delivery) => {
        const { headers } = delivery.message;
        if (headers[names.kind] !== 'cancel') return work(delivery, subscription);
        delivery.ack();
        cancel(callOf(headers));
      },
      { deadLetters: deadLetterTopic, ...(group === undefined ? {} : { group }) },
    );
    return subscription;
  };
  const subscriptions = [
    take(sharedTopic(type), 'instances'),
    take(directTopic(type, host.id), 'instances'),
    take(broadcastTopic(type)),
    // Heard until the very end, and never counted among those who may take a call.
    take(cancelTopic(type)),
    subscribe(broker, streamTo, (delivery) => {
      delivery.ack();
      flow(delivery.message);
    }),
  ];

  let closing: Promise<void> | undefined;
  const drain = async (grace: number): Promise<void> => {
    for (const subscription of subscriptions.slice(0, 3)) subscription.pause();
    if (works.size > 0 && grace > 0) await idle(broker, idlers, grace);
    const reason = AgentError.of('shutting_down', `${host.id} is shutting down`, { outcome: 'unknown' });
    for (const { subscription, answer, stop } of works.values()) {
      // With others in its group the message goes to one of them, and the caller learns nothing of it.
      if (subscription.alone) await answer.fail(reason);
      else answer.revoke();
      stop(reason);
    }
    for (const subscription of subscriptions) subscription.close();
  };
  return { address: `${name}:${host.id}`, close: (grace) => (closing ??= drain(grace)) };
}

function idle(broker: Broker, idlers: (() => void)[], grace: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = broker.clock.timer(grace, resolve);
    idlers.push(() => {
      timer.cancel();
      resolve();
    });
  });
}

function grantTo(broker: Broker, id: CallId): (count: number) => void {
  return (count) => {
    const headers = { ...headersOf('credit', id), [names.credit]: String(count) };
    void broker.publish({ topic: id.replyTo, headers, body: new Uint8Array() });
  };
}

interface AnswerParts {
  readonly broker: Broker;
  readonly host: Host;
  readonly id: CallId;
  readonly operation: OperationFacts | undefined;
  readonly delivery: Delivery;
  readonly subscription: Subscription;
  readonly credit: Credit;
  readonly intake: Intake | undefined;
  readonly streamTo: string;
}

function answerOf({
  broker,
  host,
  id,
  operation,
  delivery,
  subscription,
  credit,
  intake,
  streamTo,
}: AnswerParts): RevocableAnswer {
  let over = false;
  const send = async (kind: MessageKind, body: Uint8Array, headers: Record<string, string>): Promise<void> => {
    // A caller that went away has no queue any more; there is nobody to tell.
    await broker.publish({ topic: id.replyTo, headers: { ...headers, [names.kind]: kind }, body });
  };
  const end = (settle: () => void): boolean => {
    if (over) return false;
    over = true;
    intake?.end();
    settle();
    return true;
  };
  return {
    streams: true,
    revoke: () => void (over = true),
    async accepted() {
      const more = { [names.streamTo]: streamTo, [names.credit]: String(flowWindow) };
      if (!over) await send('accepted', new Uint8Array(), { ...headersOf('accepted', id), ...more });
    },
    async item(frame) {
      await credit.take();
      if (!over) await send('item', frame.body, headersOf('item', id, frame));
    },
    async update(frame) {
      await credit.take();
      if (!over) await send('update', frame.body, headersOf('update', id, frame));
    },
    async reply(frame) {
      if (!end(() => delivery.ack())) return;
      if (frame === undefined) await send('done', new Uint8Array(), headersOf('done', id));
      else await send('reply', frame.body, headersOf('reply', id, frame));
    },
    async fail(error) {
      if (passesOn(error) && !subscription.alone && !delivery.last) return void end(() => delivery.requeue());
      if (!end(() => settleFailed(delivery, error))) return;
      const failure = writeFailure(host.agent, operation, error);
      await send('error', failure.body, { ...headersOf('error', id), ...failure.headers });
    },
  };
}

/** Refused before anything happened, for a reason that passes: another instance may take it. */
function passesOn({ outcome, reason }: AgentError): boolean {
  return outcome === 'rejected' && isReason(reason) && reasons[reason].settle === 'requeue';
}

/** The caller has been told, so nothing is delivered again; what no delivery could mend is parked. */
function settleFailed(delivery: Delivery, { reason }: AgentError): void {
  if (isReason(reason) && reasons[reason].settle === 'dead-letter') delivery.deadLetter(reason);
  else delivery.ack();
}

/** For the detail of its declared errors; the onion finds the operation by itself. */
function operationOf(host: Host, name: string | undefined): OperationFacts | undefined {
  return Object.values(host.agent.operations).find((operation) => operation.name === name);
}

function keyOf({ replyTo, call }: CallId): string {
  return `${call} ${replyTo}`;
}
