/** The encoders that every text of a schema passes on its way into generated code: literals, comments, properties. */

/** A string literal in single quotes, ASCII only, inert in scripts, templates and comments alike. */
export function literal(value: string): string {
  let out = "'";
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0x27 || code === 0x5c) out += `\\${value[i]}`;
    else if (code === 0x0a) out += '\\n';
    else if (code === 0x0d) out += '\\r';
    else if (code === 0x09) out += '\\t';
    // `</script`, `*/` and template openers must not survive even inside quotes.
    else if (code === 0x2f && (value[i - 1] === '<' || value[i - 1] === '*')) out += '\\/';
    else if (code < 0x20 || code > 0x7e) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += value[i];
  }
  return `${out}'`;
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A property name in an object literal or a type: bare where it can be, and `__proto__` never bare. */
export function property(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return identifier.test(name) ? name : literal(name);
}

/** `.name` or `['name']`. */
export function access(name: string): string {
  return identifier.test(name) ? `.${name}` : `[${literal(name)}]`;
}

/** A JSON value as a TypeScript expression. */
export function expression(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, v]) => `${property(key)}: ${expression(v)}`).join(', ')} }`;
}

/** What `textPattern` is called with. */
export function patternArguments(pattern: string, longest: number | undefined): string {
  return longest === undefined ? literal(pattern) : `${literal(pattern)}, ${longest}`;
}

const widest = 112;

/**
 * The lines of a doc comment: no line break, comment end, directive to the compiler, control or bidirectional character
 * of the schema survives.
 */
export function docLines(text: string): string[] {
  const lines = text
    .slice(0, 8192)
    .replace(/\*\//g, '*\u200b/')
    .replace(/@(?=ts-)/g, '@\u200b')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, ' ').trimEnd(),
    );
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return lines.flatMap(wrap);
}

function wrap(line: string): string[] {
  if (line.length <= widest) return [line];
  const out: string[] = [];
  let rest = line;
  while (rest.length > widest) {
    const at = rest.lastIndexOf(' ', widest);
    const cut = at > 0 ? at : rest.indexOf(' ', widest);
    if (cut === -1) break;
    out.push(rest.slice(0, cut));
    rest = rest.slice(cut + 1);
  }
  out.push(rest);
  return out;
}
