/** The one encoder for output paths: names of schemas and messages become names of files. */

const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i;
const longest = 120;

/**
 * A path of the output folder for a name that came from a schema (`json/task status.json`): each segment is kept where
 * it is plain ASCII, and every other character is spelled `~hex~`. Injective, and the same on every file system: no
 * `..`, no hidden or device name, nothing that a URL or an import specifier would take otherwise.
 */
export function outputPath(name: string): string {
  return name.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  if (segment === '') return '~~';
  const spelled = segment.replace(/[^A-Za-z0-9._-]/gu, (c) => `~${(c.codePointAt(0) ?? 0).toString(16)}~`);
  return spelled
    .replace(/^\./, '~2e~')
    .replace(/\.$/, '~2e~')
    .replace(device, (word) => `${word.slice(0, -1)}~${(word.codePointAt(word.length - 1) ?? 0).toString(16)}~`);
}

/** Why a path may not be written, or undefined where it may. What `outputPath` made is refused only for its length. */
export function unsafePath(path: string): string | undefined {
  if (path.length > 240) return 'it is longer than 240 characters';
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'it leaves the output folder';
    if (segment.length > longest) return `a name in it is longer than ${longest} characters`;
    if (!/^[A-Za-z0-9._~-]+$/.test(segment)) return 'it holds a character that not every file system takes';
    if (segment.startsWith('.') || segment.endsWith('.')) return 'a name in it begins or ends with a dot';
    if (device.test(segment)) return 'a name in it is a device on Windows';
  }
  return undefined;
}
