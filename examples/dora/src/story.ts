/** Prints what the agents say to each other, as a table that a person can follow. */
import type { CommunicationManager, Served } from '@agentwire/runtime';

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

const columns = [20, 3, 24, 15, 10, 9, 7, 8] as const;

let chapters = 0;

export function chapter(title: string): void {
  console.log(`\n${++chapters}. ${title}`);
}

/** What somebody does or finds, beside the messages. */
export function aside(text: string): void {
  console.log(`  ${' '.repeat(47)}${text}`);
}

/** Who is there, and where. */
export function people(title: string, all: readonly Served[], real: boolean): void {
  console.log(title);
  for (const { party, addresses } of all) {
    const [transport = '', address = ''] = Object.entries(addresses)[0] ?? [];
    const where = address.includes('//') ? address : `the broker ${real ? 'on this machine' : 'in this process'}`;
    console.log(`  ${party.agent_id.padEnd(23)}${transport.padEnd(11)}${where}`);
  }
}

/** Which ways the messages took, and who was heard of by heartbeat. */
export function closing({ routes, peers }: CommunicationManager): void {
  chapter('Which ways the messages took, heartbeats included.');
  for (const { agent_type, transport, taken, missed, fallbacks } of routes.toSorted((one, other) =>
    one.agent_type.localeCompare(other.agent_type),
  )) {
    const other = fallbacks > 0 ? `, ${fallbacks} of them for want of another way` : '';
    const lost = missed > 0 ? `, ${missed} had to go another way` : '';
    console.log(`  ${agent_type.padEnd(20)}${transport.padEnd(11)}${String(taken).padStart(3)}${other}${lost}`);
  }
  const present = peers.all.filter(({ state }) => state === 'present').map(({ party }) => party.agent_id);
  console.log(`  heard of by heartbeat: ${present.toSorted().join(', ')}`);
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
