/** Numbered messages of a call: `<call>.<run>.<number>`, where a run is one sender's part in it. */

export function numberedId(call: string, run: string, number: number): string {
  return `${call}.${run}.${number}`;
}

/** How many runs are remembered. */
const remembered = 10_000;

/** Whether a message was seen before; one that is not numbered is a foreign peer's own affair. */
export function createRepeats(): (messageId: string | undefined) => boolean {
  const last = new Map<string, number>();
  return (messageId = '') => {
    const [, run, digits] = /^(.+\.[0-9a-f]{16})\.(\d+)$/.exec(messageId) ?? [];
    if (run === undefined) return false;
    const number = Number(digits);
    if (number <= (last.get(run) ?? 0)) return true;
    last.set(run, number);
    const [oldest] = last.keys();
    if (last.size > remembered && oldest !== undefined) last.delete(oldest);
    return false;
  };
}
