/** Open JSON: any plain JSON value, and what a schema beyond the model says about it. */
import { isPlain, isPlainJson } from '../core/plain-json.js';
import { hasLoneSurrogate } from '../core/text.js';
import type { JsonShape } from '../shape.js';
import { kindOf } from './kinds.js';
import type { Report } from './report.js';

export function checkOpenJson(report: Report, shape: JsonShape, value: unknown): void {
  if (shape.of !== 'any' && kindOf(value) !== shape.of) {
    return report.add(`${report.show(value)} is not an ${shape.of}`);
  }
  const before = report.issues.length;
  // Most values are fine, which is told at a fraction of the price.
  if (!isPlainJson(value)) checkPlain(report, value, new Set());
  if (report.issues.length === before && shape.validate !== undefined) report.adopt(shape.validate(value));
}

function checkPlain(report: Report, value: unknown, above: Set<object>): void {
  if (report.full) return;
  if (typeof value === 'string') {
    if (hasLoneSurrogate(value)) report.add('the text has a lone surrogate, which UTF-8 cannot carry');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) report.add(`${report.show(value)} is not JSON`);
  } else if (value === null || typeof value === 'boolean') return;
  else if (typeof value !== 'object' || !isPlain(value)) report.add(`${report.show(value)} is not plain JSON`);
  else if (above.has(value)) report.add('refers to itself');
  else {
    above.add(value);
    for (const [key, item] of Object.entries(value)) {
      if (!report.enter(Array.isArray(value) ? key : report.keySegment(key))) break;
      if (hasLoneSurrogate(key)) report.add('the key has a lone surrogate, which UTF-8 cannot carry');
      checkPlain(report, item, above);
      report.leave();
    }
    above.delete(value);
  }
}
