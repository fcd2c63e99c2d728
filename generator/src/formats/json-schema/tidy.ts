/** The library's text on one line: strings spelled in ASCII, comments gone, members ended by semicolons. */

const token = /"(?:[^"\\]|\\.)*"|\/\*[^]*?\*\/|\s*\n\s*|[^"/\n]+|\//g;

export function tidy(text: string): string {
  let out = '';
  for (const [part] of text.trim().matchAll(token)) {
    if (part.startsWith('"')) out += spelled(part);
    else if (part.startsWith('/*')) continue;
    else if (!/^\s*\n/.test(part)) out += part;
    else out += /[{(|&,[;]$/.test(out.trimEnd()) ? ' ' : '; ';
  }
  return out
    .replace(/(?:; )+\}/g, ' }')
    .replace(/\{ \}/g, '{}')
    .replace(/\(([\w"]+)\)/g, '$1')
    .trim();
}

/** Inert in comments, scripts and templates as well. */
function spelled(quoted: string): string {
  return quoted
    .replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/(?<=[*<])\//g, '\\/');
}
