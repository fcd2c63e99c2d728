/** A comment for a pull request. */
import { locate, type Span } from '../../source/text.js';
import type { CheckResult } from '../check.js';
import { summary } from './text.js';

export function renderMarkdown(result: CheckResult): string {
  const lines = [`**${summary(result)}**`];
  if (result.findings.length === 0) return lines.join('\n');
  lines.push(
    '',
    '| | where | encoding | direction | what | message that proves it | fix |',
    '|---|---|---|---|---|---|---|',
  );
  for (const {
    code,
    severity,
    new: fresh,
    old,
    encoding,
    direction = 'both',
    message,
    witness,
    fix,
  } of result.findings) {
    const proof = witness === undefined ? '' : `${quoted(JSON.stringify(witness.message))} ${witness.outcome}`;
    const cells = [
      severity,
      place(fresh ?? old),
      encoding,
      direction,
      `${code} ${plain(message)}`,
      proof,
      plain(fix ?? ''),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

function place(span: Span | undefined): string {
  return span === undefined ? '' : quoted(locate(span));
}

/** Text of a schema is text of a stranger: no markup and no cell of its own. */
function plain(text: string): string {
  return text.replaceAll('\n', ' ').replace(/[\\`*_{}[\]<>#|~@]/g, (character) => `\\${character}`);
}

function quoted(text: string): string {
  const clean = text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll('\n', ' ');
  return `\`${clean.length > 160 ? `${clean.slice(0, 160)}...` : clean}\``;
}
