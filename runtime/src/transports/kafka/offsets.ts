/** Which records of one partition are done: they end in any order, and only what has no gap before it is committed. */

export interface Offsets {
  /** Of the next record to be committed: all before it are done. Undefined before the first record. */
  readonly committable: bigint | undefined;
  /** Records that are taken and not yet committable. */
  readonly open: number;
  /** False for a record that was taken before: after a rebalance a partition is read again from its last commit. */
  take(offset: bigint): boolean;
  done(offset: bigint): void;
}

export function createOffsets(): Offsets {
  /** Taken, in order; those before `head` have no open one before them. */
  let taken: bigint[] = [];
  let head = 0;
  const done = new Set<bigint>();
  let last: bigint | undefined;
  let committable: bigint | undefined;
  return {
    get committable() {
      return committable;
    },
    get open() {
      return taken.length - head;
    },
    take(offset) {
      if (last !== undefined && offset <= last) return false;
      last = offset;
      committable ??= offset;
      taken.push(offset);
      return true;
    },
    done(offset) {
      done.add(offset);
      for (let next = taken[head]; next !== undefined && done.delete(next); next = taken[head]) {
        committable = next + 1n;
        head++;
      }
      if (head > 1024) {
        taken = taken.slice(head);
        head = 0;
      }
    },
  };
}
