/** Which web pages may connect: browsers let any page open a WebSocket anywhere, and say only where it came from. */
import type { IncomingHttpHeaders } from 'node:http';

export function isOriginAllowed(
  { origin, host }: IncomingHttpHeaders,
  allowed: readonly string[] | undefined,
): boolean {
  if (origin === undefined) return true;
  if (allowed !== undefined) return allowed.includes('*') || allowed.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === host;
}
