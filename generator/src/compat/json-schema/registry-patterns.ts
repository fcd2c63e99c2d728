/** Confluent's registry compares patterns by their texts: another one breaks, whatever the two languages are. */
import type { Direction, Finding } from '../finding.js';
import type { Opened } from './opened.js';
import { type Part, partsOf } from './parts.js';

export function patternFindings(writer: Opened, reader: Opened, direction: Direction): readonly Finding[] {
  const before = new Map(patterns(writer).map((part) => [part.path, part]));
  return patterns(reader).flatMap((part): readonly Finding[] => {
    const other = before.get(part.path);
    const [was, is] = [textOf(other), textOf(part)];
    if (other === undefined || was === is) return [];
    const [theirs, mine] = [writer.spanOf(other.holder, 'pattern'), reader.spanOf(part.holder, 'pattern')];
    return [
      {
        code: 'AW6105',
        rule: 'json-schema/pattern-text',
        severity: 'breaking',
        message: `${part.path === '' ? '/' : part.path}: the pattern is written as ${was} and read as ${is}, which the registry takes for a break`,
        direction,
        encoding: 'json',
        subject: part.path === '' ? '/' : part.path,
        ...(direction === 'backward' ? { old: theirs, new: mine } : { old: mine, new: theirs }),
      },
    ];
  });
}

function patterns({ doc }: Opened): readonly Part[] {
  return partsOf(doc).filter(({ keyword }) => keyword === 'pattern');
}

function textOf(part: Part | undefined): string {
  return part === undefined || typeof part.holder === 'boolean' ? '' : String(part.holder['pattern']);
}
