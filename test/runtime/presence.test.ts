import { describe, expect, test } from 'vitest';
import { createPresenceTable } from '../../runtime/src/presence.js';
import { fakeClock } from '@agentwire/runtime/testing';

const cook = { agent_id: 'cook-1', agent_type: 'cook' };

describe('the presence table', () => {
  test('loses an agent after three silent intervals, and finds it again', async () => {
    const clock = fakeClock(0);
    const table = createPresenceTable(clock, 10_000);
    const changes: string[] = [];
    table.onChange(({ party, state }) => changes.push(`${party.agent_id} ${state} at ${clock.now()}`));
    table.seen(cook, { load: 0.1 });
    await clock.advance(10_000);
    table.seen(cook, { load: 0.2 });
    await clock.advance(29_999);
    expect(table.get('cook-1')).toMatchObject({ state: 'present', lastSeen: 10_000, figures: { load: 0.2 } });
    await clock.advance(1);
    expect(table.get('cook-1')?.state).toBe('lost');
    await clock.advance(5000);
    table.seen(cook, { load: 0.3 });
    expect(table.all).toMatchObject([{ party: cook, state: 'present', figures: { load: 0.3 } }]);
    expect(changes).toEqual(['cook-1 present at 0', 'cook-1 lost at 40000', 'cook-1 present at 45000']);
  });

  test('takes the pace of an agent that beats more slowly than the protocol says', async () => {
    const clock = fakeClock(0);
    const table = createPresenceTable(clock, 10_000);
    const changes: string[] = [];
    table.onChange(({ state }) => changes.push(`${state} at ${clock.now()}`));
    for (let beat = 0; beat < 5; beat++) {
      table.seen(cook, {});
      await clock.advance(45_000);
    }
    expect(changes).toEqual(['present at 0', 'lost at 30000', 'present at 45000']);
    await clock.advance(90_000);
    expect(table.get('cook-1')?.state).toBe('lost');
  });

  test('forgets whom it lost first when it is full, and never somebody who is present', async () => {
    const clock = fakeClock(0);
    const table = createPresenceTable(clock, 10_000);
    for (let n = 0; n < 10_000; n++) table.seen({ ...cook, agent_id: `stranger-${n}` }, {});
    table.seen(cook, {});
    expect(table.get('cook-1')).toBeUndefined();
    await clock.advance(30_000);
    table.seen(cook, {});
    expect(table.get('cook-1')?.state).toBe('present');
    expect(table.all).toHaveLength(10_000);
    expect(table.get('stranger-0')).toBeUndefined();
    table.close();
  });

  test('leaves no timer behind when it is closed', () => {
    const clock = fakeClock(0);
    const table = createPresenceTable(clock, 10_000);
    table.seen(cook, {});
    table.seen({ ...cook, agent_id: 'cook-2' }, {});
    table.seen(cook, {});
    expect(clock.timers).toBe(2);
    table.close();
    expect(clock.timers).toBe(0);
  });
});
