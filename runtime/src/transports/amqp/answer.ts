/** The way back to the caller, and what it means for the message that it answers. */
import { writeFailure } from '../../broker/failure.js';
import { names as headers, type CallId, type MessageKind } from '../../broker/headers.js';
import type { OperationFacts } from '../../contract.js';
import type { AgentError } from '../../error.js';
import { createCredit, flowWindow, type Credit, type Intake } from '../../flow.js';
import type { Answer, Host } from '../../transport.js';
import { attemptOf, creditOf, messagesOf, nothing, type Content } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { settlementOf } from './settle.js';

/** The message that is answered, and what may become of it. */
export interface Settling {
  readonly delivery: AmqpDelivery;
  park(reason: string): Promise<void>;
  tryLater(): Promise<void>;
  /** False where another instance reads the same queue. */
  alone(): Promise<boolean>;
  /** It is one of several copies: that it is for somebody else is no failure. */
  readonly copies: boolean;
}

export interface AnswerParts {
  readonly bus: Bus;
  readonly host: Host;
  /** None: nobody waits for an answer. */
  readonly id: CallId | undefined;
  readonly operation: OperationFacts | undefined;
  readonly message: Settling;
  /** Where items and credit of this call are heard. */
  readonly inbox: string;
  readonly intake?: Intake;
}

export interface RevocableAnswer extends Answer {
  /** For updates and items. */
  readonly credit: Credit;
  /** From now on it says nothing: another instance answers. */
  revoke(): void;
}

export function answerTo({ bus, host, id, operation, message, inbox, intake }: AnswerParts): RevocableAnswer {
  const next = id === undefined ? undefined : messagesOf(id, bus.world.random.hex(8));
  const granted = creditOf(message.delivery);
  const counts = Number.isFinite(granted);
  const credit = createCredit();
  credit.grant(granted);
  let over = false;

  const send = async (kind: MessageKind, content: Content): Promise<void> => {
    if (id === undefined || next === undefined) return;
    const publication = { ...next(kind, content), exchange: '', routingKey: id.replyTo };
    try {
      // A caller that went away has no queue any more; there is nobody to tell.
      await bus.out.publish({ ...publication, mandatory: true, persistent: true });
    } catch {
      // The broker is gone for longer than callers wait. The message was handled all the same.
    }
  };
  /** In order, since they go one way; the credit of a caller who counts bounds what is not confirmed. */
  const stream = async (kind: 'update' | 'item', content: Content): Promise<void> => {
    await credit.take();
    if (over) return;
    const sent = send(kind, content);
    if (!counts) await sent;
  };
  const end = (): boolean => {
    if (over) return false;
    over = true;
    intake?.end();
    return true;
  };
  const settle = async (error: AgentError): Promise<void> => {
    switch (settlementOf(error)) {
      case 'ack':
        return message.delivery.ack();
      case 'dead-letter':
        return message.park(error.reason);
      case 'another':
        if (id !== undefined) return message.delivery.ack();
        return attemptOf(message.delivery) < bus.maxAttempts ? message.tryLater() : message.park(error.reason);
      case 'told':
        return id === undefined ? message.park(error.reason) : message.delivery.ack();
    }
  };
  /** Refused before anything happened, for a reason that passes: another instance may take it. */
  const passesOn = async (error: AgentError): Promise<boolean> =>
    settlementOf(error) === 'another' && attemptOf(message.delivery) < bus.maxAttempts && !(await message.alone());

  return {
    streams: true,
    credit,
    revoke: () => void (over = true),
    async accepted() {
      // The broker's confirm has told the caller; who counts has to know where to.
      if (over || (!counts && intake === undefined)) return;
      const beside = { [headers.streamTo]: inbox, [headers.credit]: String(flowWindow) };
      void send('accepted', { ...nothing, headers: beside });
    },
    update: (frame) => stream('update', frame),
    item: (frame) => stream('item', frame),
    async reply(frame) {
      if (!end()) return;
      await (frame === undefined ? send('done', nothing) : send('reply', frame));
      message.delivery.ack();
    },
    async fail(error) {
      if (over) return;
      if (message.copies && error.reason === 'wrong_destination') return void (end() && message.delivery.ack());
      if (await passesOn(error)) return end() ? message.tryLater() : undefined;
      if (!end()) return;
      // Who changed a header may have changed the property that says where answers go.
      if (error.reason !== 'header_mismatch') await send('error', writeFailure(host.agent, operation, error));
      await settle(error);
    },
    async refuse(error) {
      if (!end()) return;
      if (message.copies && error.reason === 'wrong_destination') return message.delivery.ack();
      await message.park(error.reason);
    },
  };
}
