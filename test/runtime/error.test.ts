import { describe, expect, test } from 'vitest';
import { AgentError } from '@agentwire/runtime';
import { httpStatusOf, isCode, isReason, reasons, statusOf, type Reason } from '../../runtime/src/error.js';

describe('the registry of reasons', () => {
  test('gives each reason a code with its gRPC number and an HTTP status that means failure', () => {
    const numbers = new Set(Object.values(statusOf).map(({ grpc }) => grpc));
    expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, n) => n + 1));
    for (const reason of Object.keys(reasons) as Reason[]) {
      const error = AgentError.of(reason, 'x');
      expect(isCode(error.code)).toBe(true);
      expect(httpStatusOf(error)).toBeGreaterThanOrEqual(400);
    }
  });

  test('lets only what is tried again be put back', () => {
    for (const [reason, row] of Object.entries(reasons))
      expect([reason, row.settle === 'requeue']).toEqual([reason, row.retryable]);
  });

  test('knows its own words only', () => {
    expect([isReason('expired'), isReason('toString'), isCode('internal'), isCode('constructor')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('an AgentError', () => {
  test('keeps one of ours as it is, and the original of any other as its cause', () => {
    const ours = AgentError.of('expired', 'late', { outcome: 'expired' });
    expect(AgentError.from(ours, 'handler_failed')).toBe(ours);
    const cause = new Error('secret');
    const wrapped = AgentError.from(cause, 'handler_failed', 'handled');
    expect(wrapped).toMatchObject({ reason: 'handler_failed', outcome: 'handled', cause });
    expect(wrapped.message).not.toContain('secret');
    expect(AgentError.from('text', 'unreachable').message).toBe('text');
  });

  test('reported with a word of a later release keeps its code, and is retried only where that is safe to say', () => {
    const later = AgentError.reported('unavailable', 'moon_phase', 'x', { outcome: 'rejected' });
    expect(later).toMatchObject({ code: 'unavailable', reason: 'moon_phase', retryable: true });
    expect(AgentError.reported('internal', 'moon_phase', 'x', {}).retryable).toBe(false);
    expect(AgentError.reported('unavailable', 'shutting_down', 'x', {}).retryable).toBe(true);
  });

  test('that an operation declares was handled and carries its detail', () => {
    const error = AgentError.declared('already_exists', 'sold_out', 'sold out', { dish: 'soup' });
    expect(error).toMatchObject({
      code: 'already_exists',
      outcome: 'handled',
      retryable: false,
      detail: { dish: 'soup' },
    });
    expect(httpStatusOf(error)).toBe(409);
  });
});
