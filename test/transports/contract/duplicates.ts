import type { AgentError, Transport } from '@agentwire/runtime';
import { connect, identity, serve } from '@agentwire/runtime';
import { afterEach, expect, test } from 'vitest';
import type { Frame, Outbound, Reaction } from '../../../runtime/src/transport.js';
import { CookAgent, type CookOperations } from '../../support/agents.js';
import { gate, idle, type CookHandlers } from '../../support/kitchen.js';
import type { Subject } from './subject.js';

/** What a copy of a message was answered with: a reply's body, or an error. */
type Ending = { readonly body: string } | { readonly error: AgentError };

/** The transport, sending each message twice; the second time when `before` has passed. The caller hears the first. */
function twice(over: Transport, before: () => Promise<void>, second: Ending[]): Transport {
  return {
    ...over,
    async dial(agent, from) {
      const dialer = await over.dial(agent, from);
      const listen: Reaction = {
        accepted: () => undefined,
        update: () => Promise.resolve(),
        item: () => Promise.resolve(),
        reply: (frame) => void second.push({ body: textOf(frame) }),
        fail: (error) => void second.push({ error }),
      };
      return {
        encoding: dialer.encoding,
        close: () => dialer.close(),
        async send(outbound: Outbound, reaction: Reaction) {
          const first = dialer.send(outbound, { ...reaction, ...kept(reaction, second) });
          await Promise.all([first, before().then(() => dialer.send(outbound, listen))]);
        },
      };
    },
  };
}

/** Replies and errors of the first copy, noted before the caller sees them. */
function kept(reaction: Reaction, endings: Ending[]): Pick<Reaction, 'reply' | 'fail'> {
  return {
    reply(frame) {
      endings.push({ body: textOf(frame) });
      reaction.reply(frame);
    },
    fail(error) {
      endings.push({ error });
      reaction.fail(error);
    },
  };
}

const textOf = (frame: Frame | undefined): string =>
  frame === undefined ? '' : Buffer.from(frame.body).toString('latin1');

export function duplicates(subject: Subject): void {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });

  /** Sends one order twice and gives both endings. */
  async function orderTwice(handlers: Partial<CookHandlers>, before: () => Promise<void>): Promise<Ending[]> {
    const endings: Ending[] = [];
    const transport = subject.make();
    const cook = await serve<CookOperations>(CookAgent, {
      id: 'cook-1',
      on: transport,
      handlers: { ...idle, ...handlers },
    });
    open.push(() => cook.close(0));
    const over = twice(transport, before, endings);
    const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), to: 'cook-1', over });
    open.push(() => client.close());
    await client.cook({ order_id: 'o-1', dish: 'soup' }).result;
    await expect.poll(() => endings.length, { timeout: 20_000 }).toBe(2);
    return endings;
  }

  test('a message that comes again after its reply is not handled again, and gets the same reply', async () => {
    const replied = gate();
    let ran = 0;
    const [first, second] = await orderTwice(
      {
        cook() {
          ran++;
          replied.open();
          return { state: 'done' };
        },
      },
      () => replied.passed,
    );
    expect(ran).toBe(1);
    expect(first).toHaveProperty('body');
    expect(second).toEqual(first);
  });

  test('a message that comes again while it is handled waits for the same reply', async () => {
    const { passed, open: letGo } = gate();
    const begun = gate();
    let ran = 0;
    const ending = orderTwice(
      {
        async cook() {
          ran++;
          begun.open();
          await passed;
          return { state: 'done' };
        },
      },
      () => begun.passed,
    );
    await begun.passed;
    letGo();
    const [first, second] = await ending;
    expect(ran).toBe(1);
    expect(second).toEqual(first);
  });

  test('a declared error is given again', async () => {
    const thrown = gate();
    let ran = 0;
    const endings = await orderTwice(
      {
        cook(order, { fail }) {
          ran++;
          thrown.open();
          throw fail('sold_out', { dish: order.dish, until: 'tomorrow' });
        },
      },
      () => thrown.passed,
    );
    expect(ran).toBe(1);
    for (const ending of endings)
      expect(ending).toMatchObject({ error: { reason: 'sold_out', detail: { dish: 'soup', until: 'tomorrow' } } });
  });
}
