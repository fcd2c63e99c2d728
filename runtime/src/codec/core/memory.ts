/**
 * Texts that came before at one place: an agent writes its own name, version and key in every message. Finding one
 * costs a fifth of what the platform's call for a new text does, and it need not be judged again.
 */
import { isKnownAt, type Known, knownOf, nothingKnown } from './known.js';

/** Where so many more texts are new than known, the place is one of ids: the next `pause` texts are not looked for. */
const patience = 32;
const pause = 4096;

export interface Memory {
  readonly slots: Known[];
  /** New texts, less twice the known ones. */
  misses: number;
  /** Draws which new texts are kept. */
  lot: number;
  paused: number;
}

/** For so many texts (a power of two), where no two meet in a slot. */
export function memory(slots = 8): Memory {
  return { slots: Array.from({ length: slots }, () => nothingKnown), misses: 0, lot: 1, paused: 0 };
}

/** Undefined where the text did not come before, or not lately. */
export function recall(memory: Memory | undefined, text: string): Known | undefined {
  if (memory === undefined) return undefined;
  if (memory.paused > 0) {
    memory.paused--;
    return undefined;
  }
  const { length } = text;
  if (length === 0) return undefined;
  const known = memory.slots[slotOf(memory, length, text.charCodeAt(0), text.charCodeAt(length - 1))] as Known;
  return known.text === text ? hit(memory, known) : miss(memory);
}

/** Likewise, of ASCII bytes. */
export function recallAt(memory: Memory, view: DataView, at: number, length: number): Known | undefined {
  if (memory.paused > 0) {
    memory.paused--;
    return undefined;
  }
  if (length === 0) return undefined;
  const slot = slotOf(memory, length, view.getUint8(at), view.getUint8(at + length - 1));
  const known = memory.slots[slot] as Known;
  return known.length === length && isKnownAt(view, at, known) ? hit(memory, known) : miss(memory);
}

function hit(memory: Memory, known: Known): Known {
  if (memory.misses > 1) memory.misses -= 2;
  return known;
}

function miss(memory: Memory): undefined {
  memory.lot = (Math.imul(memory.lot, 1_103_515_245) + 12_345) >>> 0;
  if (++memory.misses < patience) return undefined;
  memory.misses = 0;
  memory.paused = pause;
  return undefined;
}

/** Keeps a text that its place allows. */
export function memorize(memory: Memory | undefined, text: string): void {
  // One in four: what comes again gets its place soon, and ids among names rarely take one.
  if (memory === undefined || memory.paused > 0 || (memory.lot >>> 16) % 4 !== 0) return;
  const known = knownOf(text);
  if (known === undefined) return;
  memory.slots[slotOf(memory, text.length, text.charCodeAt(0), text.charCodeAt(text.length - 1))] = known;
}

function slotOf({ slots }: Memory, length: number, first: number, last: number): number {
  return (length + 5 * first + 3 * last) & (slots.length - 1);
}
