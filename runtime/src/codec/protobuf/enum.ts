/** What an enum's value is when it is none of its words. */
import { Fault } from '../codec.js';

/** An open enum takes any number of 32 bits. */
export function enumNumber(value: unknown): number {
  if (typeof value !== 'number' || (value | 0) !== value) throw new Fault('not a word of the enum, nor a number', 0);
  return value;
}

export function unknownWord(_value: unknown): never {
  throw new Fault('not a word of the enum', 0);
}
