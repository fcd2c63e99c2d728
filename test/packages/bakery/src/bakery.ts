/** Both agents and a customer, over any transport. */
import { connect, identity, serve, type Transport } from '@agentwire/runtime';
import { Counter } from '../generated/agents/counter/index.js';
import { Oven } from '../generated/agents/oven/index.js';

export interface Place {
  readonly on: Transport;
  /** How an address of this place is dialled. */
  readonly over: (address: string | undefined) => Transport;
}

/** One day's business, and what the customer saw of it. */
export async function day(name: string, places: readonly [Place, Place]): Promise<object> {
  const [ovenPlace, counterPlace] = places;
  const oven = await serve(Oven, {
    id: 'oven-1',
    on: ovenPlace.on,
    handlers: {
      bake: (dough) => ({
        grams: 750.5 * dough.loaves,
        kilojoules: 9007199254740993n,
        crust: { kind: 'hard_minutes', hard_minutes: dough.seeds.length },
      }),
    },
  });
  const counter = await serve(Counter, {
    id: 'counter-1',
    on: counterPlace.on,
    handlers: {
      async buy(order, ctx) {
        if (order.flour === 'spelt') throw ctx.fail('out_of_flour', { flour: order.flour, delivery_in_days: 2 });
        await ctx.update({ stage: 'KNEADING' });
        await ctx.update({ stage: 'IN_THE_OVEN', browned: 0.5 });
        const over = ovenPlace.over(oven.addresses[ovenPlace.on.name]);
        const bread = await ctx
          .connect(Oven, { over })
          .bake({ flour: order.flour, loaves: order.loaves, seeds: Object.keys(order.wishes ?? {}) });
        return {
          grams: bread.grams,
          ...(order.pick_up === undefined ? {} : { ready: order.pick_up }),
        };
      },
    },
  });

  const over = counterPlace.over(counter.addresses[counterPlace.on.name]);
  const shop = connect(Counter, { from: identity({ type: 'customer', id: 'ann' }), over });
  const pick_up = new Date('2026-05-01T06:30:00Z');
  const call = shop.buy({ flour: 'rye', loaves: 2, pick_up, wishes: { crust: 'dark' } }, { deadline: '10s' });
  const stages: string[] = [];
  for await (const update of call.updates) stages.push(`${update.stage} ${update.browned ?? '-'}`);
  const loaf = await call;
  const refused = await shop.buy({ flour: 'spelt', loaves: 1 }).result;
  const failure = refused.ok ? undefined : refused.error;
  const detail = failure?.reason === 'out_of_flour' ? failure.detail.delivery_in_days : undefined;
  await Promise.all([shop.close(), oven.close(), counter.close()]);
  return { name, stages, grams: loaf.grams, ready: loaf.ready, id: loaf.order_id.length, detail };
}
