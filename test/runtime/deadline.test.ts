import { describe, expect, test } from 'vitest';
import { createScope, orAborted } from '../../runtime/src/deadline.js';
import { AgentError } from '@agentwire/runtime';
import { fakeClock } from '@agentwire/runtime/testing';

describe('a scope', () => {
  test('aborts at its deadline, not before', async () => {
    const clock = fakeClock(0);
    const { signal } = createScope(clock, 100);
    await clock.advance(99);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.reason).toMatchObject({ reason: 'deadline_exceeded', outcome: 'unknown' });
  });

  test('aborts at once where the deadline has passed', async () => {
    const clock = fakeClock(500);
    const { signal } = createScope(clock, 100);
    await clock.advance(0);
    expect(signal.aborted).toBe(true);
  });

  test('sets no timer without a deadline, and leaves none behind', () => {
    const clock = fakeClock(0);
    createScope(clock, Infinity);
    expect(clock.timers).toBe(0);
    const scope = createScope(clock, 100);
    expect(clock.timers).toBe(1);
    scope.dispose();
    expect(clock.timers).toBe(0);
  });

  test('follows other signals: our reasons as they are, others as cancelled with the cause', () => {
    const clock = fakeClock(0);
    const ours = new AbortController();
    const theirs = new AbortController();
    const first = createScope(clock, Infinity, ours.signal, undefined);
    const second = createScope(clock, Infinity, theirs.signal);
    const reason = AgentError.of('shutting_down', 'bye');
    ours.abort(reason);
    theirs.abort('enough');
    expect(first.signal.reason).toBe(reason);
    expect(second.signal.reason).toMatchObject({ reason: 'cancelled', cause: 'enough' });
    expect(createScope(clock, Infinity, AbortSignal.abort()).signal.aborted).toBe(true);
  });

  test('keeps the first reason', async () => {
    const clock = fakeClock(0);
    const scope = createScope(clock, 10);
    const reason = AgentError.of('cancelled', 'first');
    scope.abort(reason);
    await clock.advance(20);
    expect(scope.signal.reason).toBe(reason);
  });

  test('no longer follows once it is disposed of', () => {
    const controller = new AbortController();
    const scope = createScope(fakeClock(0), Infinity, controller.signal);
    scope.dispose();
    controller.abort();
    expect(scope.signal.aborted).toBe(false);
  });
});

test('work that is waited for ends with itself or with the signal, whichever is first', async () => {
  const controller = new AbortController();
  await expect(orAborted(Promise.resolve(1), controller.signal)).resolves.toBe(1);
  await expect(orAborted(Promise.reject(new Error('own')), controller.signal)).rejects.toThrow('own');
  const never = orAborted(new Promise(() => undefined), controller.signal);
  controller.abort(new Error('signal'));
  await expect(never).rejects.toThrow('signal');
  await expect(orAborted(new Promise(() => undefined), controller.signal)).rejects.toThrow('signal');
});
