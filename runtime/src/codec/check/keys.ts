/** Keys of maps that are not strings in Protobuf stand in their decimal or word spelling. */
import type { MapShape } from '../shape.js';
import { fits64, widthLimits } from './bounds.js';

export function fitsKey(key: string, keys: MapShape['keys']): boolean {
  switch (keys) {
    case 'string':
      return true;
    case 'boolean':
      return key === 'true' || key === 'false';
    case 'int32':
    case 'uint32': {
      const [least, most] = widthLimits(keys);
      return /^(?:0|-?[1-9]\d{0,9})$/.test(key) && Number(key) >= least && Number(key) <= most;
    }
    case 'int64':
    case 'uint64':
      return /^(?:0|-?[1-9]\d{0,19})$/.test(key) && fits64(BigInt(key), keys);
  }
}
