/** The encoders that a schema's text passes on its way into a `.proto`: quoted texts and comments. */

/** In double quotes; control characters as octal escapes, so that no text ends the literal or the line. */
export function quoted(text: string): string {
  const inner = text.replace(/[\\"\u0000-\u001f\u007f]/g, (one) =>
    one === '\\' || one === '"' ? `\\${one}` : `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${inner}"`;
}

/** `// ` lines. No control or bidirectional character of the text survives. */
export function commentLines(text: string | undefined, indent: string): readonly string[] {
  if (text === undefined || text === '') return [];
  return text
    .slice(0, 8192)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, ' ').trimEnd(),
    )
    .map((line) => `${indent}//${line === '' ? '' : ` ${line}`}`);
}
