/** Which types share an encoding, and which of them hold less. */
import { wireOf, type WireScalar } from '@agentwire/runtime/inspect';
import type { DescribedType } from './descriptor.js';

const zigzag = new Set<WireScalar>(['sint32', 'sint64']);

/** The groups of the guide, and messages with bytes. */
export function isWireCompatible(wrote: DescribedType, reads: DescribedType): boolean {
  if (wireOf(wrote) !== wireOf(reads)) return false;
  if (isMessage(wrote) || isMessage(reads)) {
    const other = isMessage(wrote) ? reads : wrote;
    return isMessage(other) || scalarOf(other) === 'bytes';
  }
  const [from, to] = [scalarOf(wrote), scalarOf(reads)];
  if (zigzag.has(from) !== zigzag.has(to)) return false;
  const real = (scalar: WireScalar): boolean => scalar === 'float' || scalar === 'double';
  return real(from) === real(to);
}

const widths: Partial<Readonly<Record<WireScalar, readonly [least: number, most: number]>>> = {
  bool: [0, 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  sint32: [-(2 ** 31), 2 ** 31 - 1],
  sfixed32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  fixed32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  sint64: [-(2 ** 63), 2 ** 63],
  sfixed64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
  fixed64: [0, 2 ** 64],
};

export function narrows(from: WireScalar, to: WireScalar): boolean {
  const [wide, narrow] = [widths[from], widths[to]];
  return wide !== undefined && narrow !== undefined && (wide[0] < narrow[0] || wide[1] > narrow[1]);
}

export function isMessage(type: DescribedType): boolean {
  return type.kind === 'message' || type.kind === 'group';
}

/** An enum travels as an int32. */
export function scalarOf(type: DescribedType): WireScalar {
  return type.kind === 'scalar' ? type.scalar : 'int32';
}
