/** The explaining half of every codec: everything that is wrong with a value, by its shape. */
import { judgeJson } from './check/json.js';
import { Report } from './check/report.js';
import { judgeValue } from './check/value.js';
import type { Issue } from './codec.js';
import type { Shape } from './shape.js';

/**
 * What is wrong with a TypeScript value: at most `limit` issues (100). Values of sensitive members are never shown.
 * An empty list means that every codec of the type takes the value.
 */
export function checkValue(shape: Shape, value: unknown, limit?: number): Issue[] {
  const report = new Report(limit);
  judgeValue(report, shape, value, new Set());
  return report.issues;
}

/** What is wrong with plain JSON, as JSON.parse gives it. */
export function checkJson(shape: Shape, json: unknown, limit?: number): Issue[] {
  const report = new Report(limit);
  judgeJson(report, shape, json);
  return report.issues;
}
