/** What codecs of every encoding refuse, and what they say about it. */
import { checkValue } from '../check.js';
import { CodecError, Fault } from '../codec.js';
import type { Shape } from '../shape.js';

/** The error of `encode`: the writer only knows that something is wrong with the value. Errors that are not about the value pass as they are. */
export function refusal(error: unknown, shape: Shape, value: unknown): unknown {
  // A value that is no object where one is expected fails on its first property; a cycle runs out of stack.
  if (!(error instanceof Fault) && !(error instanceof TypeError) && !(error instanceof RangeError)) return error;
  const issues = checkValue(shape, value);
  if (issues.length > 0) return new CodecError('invalid_value', issues);
  return error instanceof Fault ? new CodecError('invalid_value', [{ path: '', message: error.message }]) : error;
}

/** The end of what a writer wrote, once it is known to fit. */
export function fitting(length: number, target: Uint8Array, offset: number): number {
  const room = Math.max(0, target.length - offset);
  if (length <= room) return offset + length;
  throw new CodecError('no_room', [{ path: '', message: `${length} bytes do not fit into ${room}` }]);
}

/** Refuses what is no bytes at all, before anything is read. */
export function requireBytes(bytes: unknown): asserts bytes is Uint8Array {
  if (!(bytes instanceof Uint8Array)) {
    throw new CodecError('invalid_bytes', [{ path: '', message: 'not a Uint8Array' }], 0);
  }
}
