/**
 * Parts inside a template: a part goes in as an inert token and comes out as itself, so that whatever a template
 * mentions is imported and whatever it quotes went through the encoders.
 */
import type { Part } from '../emit/parts.js';

// Private-use characters: the encoders never let them through unescaped.
const open = '\ue000';
const close = '\ue001';

export interface Tokens {
  /** The token that stands for a part. */
  of(part: Part): string;
  /** The rendered text with its tokens turned back into parts. */
  parts(rendered: string): Part;
}

export function createTokens(): Tokens {
  const known: Part[] = [];
  return {
    of: (part) => `${open}${known.push(part) - 1}${close}`,
    parts: (rendered) =>
      rendered.split(open).flatMap((piece, index) => {
        if (index === 0) return [piece];
        const end = piece.indexOf(close);
        return [known[Number(piece.slice(0, end))] ?? '', piece.slice(end + 1)];
      }),
  };
}
