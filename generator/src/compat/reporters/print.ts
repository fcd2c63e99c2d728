/** What names a finding from one run to the next: not its line, so that what moves stays the same. */
import { createHash } from 'node:crypto';
import type { Finding } from '../finding.js';

export function fingerprintOf({ rule, subject, direction, encoding, old, new: fresh }: Finding): string {
  const file = (fresh ?? old)?.source.path ?? '';
  return createHash('sha256')
    .update([rule, subject, direction ?? 'both', encoding, file].join('\0'))
    .digest('hex')
    .slice(0, 32);
}
