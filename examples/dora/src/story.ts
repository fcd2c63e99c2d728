/** Prints what the agents say to each other, as a table that a person can follow. */

export interface Line {
  readonly from: string;
  readonly to: string;
  /** `->` for a message on its way, `<-` for its answer. */
  readonly arrow: '->' | '<-';
  readonly message: string;
  readonly over: string;
  readonly encoding: string;
  readonly bytes: number;
  /** Milliseconds since the message that this one answers. */
  readonly after?: number;
  readonly note?: string;
}

const columns = [20, 3, 24, 15, 8, 9, 7, 8] as const;

export function chapter(title: string): void {
  console.log(`\n${title}`);
}

export function heading(): void {
  row(['who', '', 'whom', 'message', 'over', 'encoding', 'bytes', 'ms', 'what']);
}

export function tell(line: Line): void {
  const { from, to, arrow, message, over, encoding, bytes, after, note } = line;
  row([
    from,
    arrow,
    to,
    message,
    over,
    encoding,
    String(bytes),
    after === undefined ? '' : after.toFixed(1),
    note ?? '',
  ]);
}

function row(cells: readonly string[]): void {
  const text = cells.map((cell, index) => {
    const width = columns[index] ?? 0;
    return index === 6 || index === 7 ? `${cell.padStart(width - 2)}  ` : cell.padEnd(width);
  });
  console.log(`  ${text.join('')}`.trimEnd());
}
