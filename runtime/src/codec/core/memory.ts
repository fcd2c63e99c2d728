/**
 * Texts that came before at one place: an agent writes its own name, version and key in every message. Finding one
 * costs a fifth of what the platform's call for a new text does, and it need not be judged again.
 */
import { type Known, knownOf, nothingKnown } from './known.js';

/** A power of two. */
const slots = 8;
/** Where so many more texts are new than known, the place is one of ids: the next `pause` texts are not looked for. */
const patience = 32;
const pause = 4096;

export interface Memory {
  readonly slots: Known[];
  /** New texts, less twice the known ones. */
  misses: number;
  /** New texts in all. */
  seen: number;
  paused: number;
}

export function memory(): Memory {
  return { slots: Array.from({ length: slots }, () => nothingKnown), misses: 0, seen: 0, paused: 0 };
}

/** Undefined where the text did not come before, or not lately. */
export function recall(memory: Memory, text: string): Known | undefined {
  if (memory.paused > 0) {
    memory.paused--;
    return undefined;
  }
  const known = memory.slots[slotOf(text)] as Known;
  if (known.text === text && text !== '') {
    if (memory.misses > 1) memory.misses -= 2;
    return known;
  }
  memory.seen++;
  if (++memory.misses < patience) return undefined;
  memory.misses = 0;
  memory.paused = pause;
  return undefined;
}

/** Keeps a text that its place allows. */
export function memorize(memory: Memory, text: string): void {
  // Only some of them: what comes again gets its place soon, and ids among names rarely take one.
  if (memory.paused > 0 || (memory.seen & 3) !== 0) return;
  const known = knownOf(text);
  if (known !== undefined) memory.slots[slotOf(text)] = known;
}

function slotOf(text: string): number {
  const last = text.length - 1;
  return (last + text.charCodeAt(last)) & (slots - 1);
}
