import type { Json } from '../../../model/types.js';

/** A value, the proof that there is none, or neither. */
export type Found =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'none' } | { readonly kind: 'unknown' };
