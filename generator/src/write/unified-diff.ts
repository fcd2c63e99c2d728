/** The one door to the `diff` package. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Lines that may differ before a diff stops being worth its time (it grows with their square). */
const mostEdits = 8_000;

/** The unified diff from the text on disk to the text that would be generated; undefined is a file that is not there. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const [from, to] = [
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
  ];
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    maxEditLength: mostEdits,
    headerOptions: FILE_HEADERS_ONLY,
  }) as string | undefined;
  return patch ?? `--- ${from}\n+++ ${to}\n(differs in more than ${mostEdits} lines)\n`;
}
