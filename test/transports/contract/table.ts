/** The contract as a table: a row for each behaviour, a column for each transport, a number where a reason is given. */
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

const states = { passed: 'ok', failed: 'failed', pending: 'not run', skipped: '–' } as const;

interface Cell {
  readonly state: keyof typeof states;
  readonly reason: string | undefined;
}

interface Table {
  /** By behaviour, then by transport. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, Cell>>;
  readonly transports: readonly string[];
  /** Transports of which nothing ran: their server is not there. */
  readonly absent: ReadonlyMap<string, Cell>;
}

/** Prints the table when all tests have ended. */
export function contractTable(print: (text: string) => void): Reporter {
  return { onTestRunEnd: (modules) => print(`\n${render(collect(modules))}\n`) };
}

function collect(modules: readonly TestModule[]): Table {
  const rows = new Map<string, Map<string, Cell>>();
  const transports = new Set<string>();
  const absent = new Map<string, Cell>();
  const ordered = [...modules].sort((a, b) => a.moduleId.localeCompare(b.moduleId));
  for (const one of ordered.flatMap((module) => [...module.children.allTests()])) {
    const [transport = '', ...behaviour] = pathOf(one);
    transports.add(transport);
    if (behaviour.length === 0) absent.set(transport, cellOf(one));
    else {
      const row = rows.get(behaviour.join(': ')) ?? new Map<string, Cell>();
      rows.set(behaviour.join(': '), row.set(transport, cellOf(one)));
    }
  }
  return { rows, transports: [...transports], absent };
}

/** Titles from the transport's to the test's. */
function pathOf(one: TestCase): readonly string[] {
  const titles = [one.name];
  for (let at = one.parent; at.type === 'suite'; at = at.parent) titles.unshift(at.name);
  return titles.map((title, index) => (index === 0 ? title.replace(/^over /, '') : title));
}

function cellOf(one: TestCase): Cell {
  const result = one.result();
  const reason = result.state === 'skipped' ? result.note : undefined;
  return { state: result.state, reason };
}

function render({ rows, transports, absent }: Table): string {
  const reasons = new Map<string, number>();
  const textOf = (cell: Cell | undefined): string => {
    if (cell === undefined) return '';
    if (cell.reason === undefined) return states[cell.state];
    const number = reasons.get(cell.reason) ?? reasons.size + 1;
    reasons.set(cell.reason, number);
    return `${states[cell.state]} ${number}`;
  };
  const lines = [...rows].map(([behaviour, row]) => [
    behaviour,
    ...transports.map((transport) => textOf(row.get(transport) ?? absent.get(transport))),
  ]);
  const notes = [...reasons].map(([reason, number]) => `${number}: ${stripVTControlCharacters(reason)}`);
  return [...aligned([['behaviour', ...transports], ...lines]), '', ...notes].join('\n');
}

function aligned(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
