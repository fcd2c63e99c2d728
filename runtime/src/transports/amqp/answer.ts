/** The way back to the caller, and what it means for the message that it answers. */
import { writeFailure } from '../../broker/failure.js';
import type { CallId, MessageKind } from '../../broker/headers.js';
import type { OperationFacts } from '../../contract.js';
import type { AgentError } from '../../error.js';
import type { Answer, Frame, Host } from '../../transport.js';
import { answerMessage, attemptOf } from './binding.js';
import type { Bus } from './bus.js';
import type { AmqpDelivery } from './driver.js';
import { settlementOf } from './settle.js';

/** The message that is answered, and what may become of it. */
export interface Settling {
  readonly delivery: AmqpDelivery;
  ack(): void;
  park(reason: string): Promise<void>;
  tryLater(): Promise<void>;
  /** False where another instance reads the same queue. */
  alone(): Promise<boolean>;
  /** It is one of several copies: that it is for somebody else is no failure. */
  readonly copies: boolean;
}

export interface RevocableAnswer extends Answer {
  /** From now on it says nothing: another instance answers. */
  revoke(): void;
}

/** Updates whose confirms are awaited at a time; beyond them a handler waits. */
const updatesAhead = 64;

export function answerTo(
  bus: Bus,
  host: Host,
  id: CallId | undefined,
  operation: OperationFacts | undefined,
  message: Settling,
): RevocableAnswer {
  const run = bus.world.random.hex(8);
  const ahead: Promise<void>[] = [];
  let number = 0;
  let over = false;

  const send = async (
    kind: MessageKind,
    content: {
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      readonly encoding?: Frame['encoding'];
    },
  ): Promise<void> => {
    if (id === undefined) return;
    const answer = answerMessage(kind, id, run, ++number, content);
    try {
      // A caller that went away has no queue any more; there is nobody to tell.
      await bus.out.publish({ ...answer, exchange: '', routingKey: id.replyTo, mandatory: true, persistent: true });
    } catch {
      // The broker is gone for longer than callers wait. The message was handled all the same.
    }
  };
  const end = (): boolean => !over && (over = true);
  const settle = async (error: AgentError): Promise<void> => {
    switch (settlementOf(error)) {
      case 'ack':
        return message.ack();
      case 'dead-letter':
        return message.park(error.reason);
      case 'another':
        if (id !== undefined) return message.ack();
        return attemptOf(message.delivery) < bus.maxAttempts ? message.tryLater() : message.park(error.reason);
      case 'told':
        return id === undefined ? message.park(error.reason) : message.ack();
    }
  };
  /** Refused before anything happened, for a reason that passes: another instance may take it. */
  const passesOn = async (error: AgentError): Promise<boolean> =>
    settlementOf(error) === 'another' && attemptOf(message.delivery) < bus.maxAttempts && !(await message.alone());

  return {
    streams: true,
    revoke: () => void (over = true),
    // The broker's confirm has told the caller already.
    accepted: () => Promise.resolve(),
    async update(frame) {
      if (over) return;
      ahead.push(send('update', frame));
      if (ahead.length > updatesAhead) await ahead.shift();
    },
    async reply(frame) {
      if (!end()) return;
      await (frame === undefined ? send('done', { headers: {}, body: new Uint8Array() }) : send('reply', frame));
      message.ack();
    },
    async fail(error) {
      if (over) return;
      if (message.copies && error.reason === 'wrong_destination') return void (end() && message.ack());
      if (await passesOn(error)) return end() ? message.tryLater() : undefined;
      if (!end()) return;
      await send('error', writeFailure(host.agent, operation, error));
      await settle(error);
    },
  };
}
