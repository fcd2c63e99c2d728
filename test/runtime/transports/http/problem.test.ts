import { describe, expect, it } from 'vitest';
import { AgentError, httpStatusOf, reasons, statusOf, type Code, type Reason } from '../../../../runtime/src/error.js';
import { errorOfProblem, problemOf } from '../../../../runtime/src/transports/http/problem.js';
import { Printer } from './shop.js';

const { look, print } = Printer.operations;

describe('a problem', () => {
  it.each(Object.keys(reasons) as Reason[])('says all that is known of %s, and is read back the same', (reason) => {
    for (const outcome of ['rejected', 'unknown', 'expired', 'handled'] as const) {
      const error = AgentError.of(reason, 'a sentence', { outcome, path: '/payload/data/x~1y' });
      const { status, body } = problemOf(error, Printer, look);
      expect(status).toBe(httpStatusOf(error));
      const { code, retryable, path, message } = error;
      expect(errorOfProblem(body, Printer, look)).toMatchObject({ code, reason, outcome, retryable, path, message });
    }
  });

  it.each(Object.entries(statusOf))('of code %s has its standard status', (code, { http }) => {
    const error = AgentError.reported(code as Code, 'some_reason', 'x', {});
    const { status, body } = problemOf(error);
    expect(status).toBe(http);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ status: http, code });
  });

  it('carries details only for an error that the operation declares', () => {
    const jam = AgentError.declared('already_exists', 'jam', 'paper jam', { tray: 3 });
    expect(errorOfProblem(problemOf(jam, Printer, print).body, Printer, print)?.detail).toEqual({ tray: 3 });
    expect(new TextDecoder().decode(problemOf(jam, Printer, look).body)).not.toContain('tray');
    const named = AgentError.of('overloaded', 'x', { detail: { secret: 1 } });
    expect(new TextDecoder().decode(problemOf(named, Printer, print).body)).not.toContain('secret');
  });
});
