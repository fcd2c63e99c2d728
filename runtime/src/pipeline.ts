/**
 * The onion, drawn in one place. Adding a layer is adding a line here; every transport gets it.
 *
 * A layer that is not switched on is absent, not a pass-through: what is listed is what runs.
 */
import type { DedupeStore } from './dedupe.js';
import type { Layer } from './exchange.js';
import { checkAddress } from './layers/address.js';
import { decodeData } from './layers/data.js';
import { openFrame } from './layers/frame.js';
import { runHandler } from './layers/handler.js';
import { checkItem } from './layers/item.js';
import { findOperation } from './layers/operation.js';
import { reserveMessage } from './layers/reserve.js';
import { checkTime } from './layers/time.js';
import { checkVersion } from './layers/version.js';
import type { Protection } from './protection.js';

/** Layers that come from outside the core: security, resilience, telemetry, the user's own. */
export interface Seams {
  /** Around everything: spans, metrics, audit. */
  readonly observe?: readonly Layer[];
  /** Signs, verifies and permits, by `security({ ... })`: its layers run before those of the two seams below. */
  readonly security?: Protection;
  /** Token, mTLS or key id; then the signature. The payload is still a span of bytes. */
  readonly authenticate?: readonly Layer[];
  readonly authorize?: readonly Layer[];
  /** The replay window. */
  readonly reserve?: readonly Layer[];
  /**
   * Where messages that were seen are remembered (default: in this process). Instances of one type share one. `false`: a
   * copy is handled like any other.
   */
  readonly dedupe?: DedupeStore | false;
  /** Unseals the payload. */
  readonly unseal?: readonly Layer[];
  /** The user's: they see typed data. */
  readonly intercept?: readonly Layer[];
}

/** The onion of one item of a stream that the outer one has let in: whatever is said of a message by its envelope. */
export function receivingItems(seams: Seams): readonly Layer[] {
  return [
    openFrame,
    checkVersion,
    checkAddress,
    checkItem,
    checkTime,
    ...(seams.security === undefined ? [] : [seams.security.authenticate]),
    ...(seams.authenticate ?? []),
    ...(seams.unseal ?? []),
    decodeData,
  ];
}

export function receiving(seams: Seams): readonly Layer[] {
  return [
    ...(seams.observe ?? []),
    openFrame,
    checkVersion,
    checkAddress,
    findOperation,
    checkTime,
    ...(seams.security === undefined ? [] : [seams.security.authenticate]),
    ...(seams.authenticate ?? []),
    ...(seams.security === undefined ? [] : [seams.security.authorize]),
    ...(seams.authorize ?? []),
    ...(seams.reserve ?? []),
    ...(seams.dedupe === false ? [] : [reserveMessage]),
    ...(seams.unseal ?? []),
    decodeData,
    ...(seams.intercept ?? []),
    runHandler,
  ];
}
