import { AgentError } from '@agentwire/runtime';
import { fakeClock } from '@agentwire/runtime/testing';
import { describe, expect, it } from 'vitest';
import type { AmqpPublisher, Confirmation, Publication } from '../../../../runtime/src/transports/amqp/driver.js';
import { createLedger, type Ledger, type Sent } from '../../../../runtime/src/transports/amqp/ledger.js';

const message = (messageId: string, size = 1): Publication => ({
  exchange: 'x',
  routingKey: 'k',
  mandatory: true,
  persistent: true,
  properties: { messageId },
  headers: {},
  body: new Uint8Array(size),
});

/** A channel that keeps what it was given, to be answered by the test. */
function channel(): AmqpPublisher & { readonly given: string[]; answer(id: string, confirmation: Confirmation): void } {
  const open = new Map<string, (confirmation: Confirmation) => void>();
  const given: string[] = [];
  return {
    given,
    answer: (id, confirmation) => open.get(id)?.(confirmation),
    publish({ properties: { messageId = '' } }, settled) {
      given.push(messageId);
      open.set(messageId, settled);
    },
  };
}

let clock = fakeClock();
let overdue = 0;
const ledgerOf = (window = { messages: 10, bytes: 1000 }): Ledger => {
  overdue = 0;
  clock = fakeClock();
  return createLedger({ clock, window, confirmWithin: 1000, brokerWithin: 5000, overdue: () => overdue++ });
};
const send = (ledger: Ledger, publication: Publication, signal?: AbortSignal): Sent[] => {
  const outcomes: Sent[] = [];
  ledger.send(publication, signal, (outcome) => outcomes.push(outcome));
  return outcomes;
};

describe('the ledger of outstanding sends', () => {
  it('resolves a send when the broker has answered for it, and not before', () => {
    const [ledger, on] = [ledgerOf(), channel()];
    ledger.attach(on);
    const first = send(ledger, message('1'));
    const second = send(ledger, message('2'));
    expect(first).toEqual([]);
    on.answer('2', 'returned');
    on.answer('1', 'taken');
    expect([first, second]).toEqual([['taken'], ['returned']]);
    expect(ledger.empty).toBe(true);
  });

  it('publishes what was not confirmed again on the next channel, in its order, before what is new', () => {
    const [ledger, first, second] = [ledgerOf(), channel(), channel()];
    ledger.attach(first);
    const sent = ['1', '2', '3'].map((id) => send(ledger, message(id)));
    first.answer('2', 'taken');
    ledger.detach('lost');
    send(ledger, message('4'));
    ledger.attach(second);
    expect(second.given).toEqual(['1', '3', '4']);
    // A channel that is gone has nothing more to say.
    first.answer('1', 'refused');
    expect(sent[0]).toEqual([]);
    second.answer('1', 'taken');
    expect(sent[0]).toEqual(['taken']);
  });

  it('knows a message that was surely not taken from one that may have been', () => {
    const [ledger, on, next] = [ledgerOf(), channel(), channel()];
    const never = new AbortController();
    const waiting = send(ledger, message('never'), never.signal);
    never.abort(AgentError.of('deadline_exceeded', 'too late', { outcome: 'unknown' }));
    expect(waiting).toMatchObject([{ reason: 'deadline_exceeded', outcome: 'rejected' }]);

    ledger.attach(on);
    const perhaps = new AbortController();
    const given = send(ledger, message('given'), perhaps.signal);
    perhaps.abort(AgentError.of('deadline_exceeded', 'too late'));
    expect(given).toMatchObject([{ reason: 'deadline_exceeded', outcome: 'unknown' }]);

    const refused = send(ledger, message('refused'));
    on.answer('refused', 'refused');
    expect(refused).toMatchObject([{ reason: 'overloaded', outcome: 'rejected' }]);

    const [twice, returned] = [send(ledger, message('twice')), send(ledger, message('returned'))];
    ledger.detach('lost');
    ledger.attach(next);
    next.answer('twice', 'refused');
    next.answer('returned', 'returned');
    expect(twice).toMatchObject([{ reason: 'overloaded', outcome: 'unknown' }]);
    expect(returned).toMatchObject([{ reason: 'connection_lost', outcome: 'unknown' }]);
  });

  it('holds back beyond its window of messages and of bytes, yet lets one large message pass alone', () => {
    const [ledger, on] = [ledgerOf({ messages: 2, bytes: 100 }), channel()];
    ledger.attach(on);
    for (const id of ['1', '2', '3']) send(ledger, message(id));
    send(ledger, message('large', 500));
    expect(on.given).toEqual(['1', '2']);
    on.answer('1', 'taken');
    expect(on.given).toEqual(['1', '2', '3']);
    on.answer('2', 'taken');
    expect(on.given).not.toContain('large');
    on.answer('3', 'taken');
    expect(on.given).toContain('large');
  });

  it('writes nothing while the broker is blocked', () => {
    const [ledger, on] = [ledgerOf(), channel()];
    ledger.attach(on);
    ledger.block();
    send(ledger, message('1'));
    expect(on.given).toEqual([]);
    ledger.unblock();
    expect(on.given).toEqual(['1']);
  });

  it('calls the connection dead when a confirm is overdue, and a broker unreachable when none comes', async () => {
    const [ledger, on] = [ledgerOf(), channel()];
    ledger.attach(on);
    const given = send(ledger, message('given'));
    await clock.advance(1000);
    expect(overdue).toBe(1);
    ledger.detach('lost');
    const waiting = send(ledger, message('waiting'));
    for (let second = 0; second < 6; second++) await clock.advance(1000);
    expect(waiting).toMatchObject([{ reason: 'unreachable', outcome: 'rejected' }]);
    expect(given).toMatchObject([{ reason: 'unreachable', outcome: 'unknown' }]);
    expect(ledger.empty).toBe(true);
  });

  it('gives a message up that was on the channel each time the broker closed it', () => {
    const ledger = ledgerOf();
    const sent = send(ledger, message('poison'));
    for (let time = 0; time < 3; time++) {
      ledger.attach(channel());
      ledger.detach('refused');
    }
    expect(sent).toMatchObject([{ reason: 'connection_lost', outcome: 'unknown' }]);
  });

  it('fails at once what AMQP cannot say, and goes on with the others', () => {
    const [ledger, on] = [ledgerOf(), channel()];
    const malformed = AgentError.of('malformed', 'too long for a short string');
    ledger.attach({
      publish(publication, settled) {
        if (publication.properties.messageId === 'bad') throw malformed;
        on.publish(publication, settled);
      },
    });
    expect(send(ledger, message('bad'))).toEqual([malformed]);
    send(ledger, message('good'));
    expect(on.given).toEqual(['good']);
  });

  it('fails what is left when it is closed, and takes no more', () => {
    const [ledger, on] = [ledgerOf(), channel()];
    ledger.attach(on);
    const given = send(ledger, message('given'));
    ledger.close();
    expect(given).toMatchObject([{ reason: 'connection_lost', outcome: 'unknown' }]);
    expect(send(ledger, message('late'))).toMatchObject([{ reason: 'unreachable', outcome: 'rejected' }]);
  });
});
