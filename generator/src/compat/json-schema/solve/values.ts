/** JSON values as JSON Schema compares them. */
import type { Json } from '../../../model/types.js';
import { stable } from './doc.js';

export function equal(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return stable(a) === stable(b);
}
