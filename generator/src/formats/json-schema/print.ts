import type { Declaration } from '../../model/types.js';
import type { PrintOptions } from '../format.js';

export function print(root: Declaration, options: PrintOptions): string {
  return `${root.name} ${options.namespace}`;
}
