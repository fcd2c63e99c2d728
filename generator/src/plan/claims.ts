/** No two sources may write one file: the second claim is an error that names both. */
import type { Diagnostics } from '../diagnostics/index.js';
import type { Span } from '../source/text.js';

export interface Claims {
  claim(path: string, span: Span): void;
}

export function createClaims(diagnostics: Diagnostics): Claims {
  // File systems that fold case would let one of two files vanish.
  const owners = new Map<string, Span>();
  return {
    claim(path, span) {
      const key = path.toLowerCase();
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, span);
        return;
      }
      if (owner.source === span.source && owner.start === span.start) return;
      diagnostics.report(
        'AW4001',
        span,
        { path },
        { related: [{ span: owner, message: 'the first source of this file' }] },
      );
    },
  };
}
