/** The text of an HTTP route: a method and a path, each segment a literal or one placeholder. */

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The document's `WebSocket /...`: a GET that upgrades. */
  readonly upgrade: boolean;
  readonly path: string;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The route, or why it is none. */
export function parseRoute(text: string): Route | { readonly hint: string | undefined } {
  const [word = '', path = '', ...more] = text.trim().split(/ +/);
  const upgrade = word.toLowerCase() === 'websocket';
  const method = upgrade ? 'GET' : methods.find((known) => known === word);
  if (method === undefined) {
    const upper = methods.find((known) => known === word.toUpperCase());
    return {
      hint: upper === undefined ? (word.startsWith('/') ? `write "POST ${word}"` : undefined) : `write ${upper}`,
    };
  }
  const hint = more.length > 0 ? 'a path has no spaces' : pathHint(path);
  return hint === undefined ? { method, upgrade, path } : { hint };
}

function pathHint(path: string): string | undefined {
  if (!path.startsWith('/')) return 'a path begins with a slash';
  if (/[?#]/.test(path)) return 'members that are not in the path come from the query without being named';
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return 'a path has no empty segments';
    if (segment === '.' || segment === '..') return 'a path has no segments of dots';
    if (/^(?:\{[^{}]+\}|[A-Za-z0-9._~-]+)$/.test(segment)) continue;
    return segment.includes('{')
      ? `the segment ${segment} has more than a placeholder`
      : `the segment ${segment} has other characters than A-Z a-z 0-9 . _ ~ -`;
  }
  return undefined;
}
