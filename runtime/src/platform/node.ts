/** Node's door: everything that the core needs from the platform and browsers lack. */
import { statfsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface ProcessUsage {
  /** Of all cores, since this reader's last reading. */
  readonly cpu_percent: number;
  /** Resident memory over the machine's. */
  readonly memory_percent: number;
  /** Of the file system that the process stands in. */
  readonly disk_percent?: number;
}

/** Reads the process's figures; each reader measures from its own last reading. */
export function usageReader(now: () => number): () => ProcessUsage {
  const cores = Math.max(1, cpus().length);
  let before = { cpu: process.cpuUsage(), at: now() };
  let last = 0;
  return () => {
    const at = now();
    const elapsed = at - before.at;
    // Two readings at once: there is nothing to measure in between.
    if (elapsed > 0) {
      const { user, system } = process.cpuUsage(before.cpu);
      last = Math.min(100, ((user + system) / 1000 / elapsed / cores) * 100);
      before = { cpu: process.cpuUsage(), at };
    }
    const disk = diskPercent();
    return {
      cpu_percent: round(last),
      memory_percent: round((process.memoryUsage.rss() / totalmem()) * 100),
      ...(disk === undefined ? {} : { disk_percent: round(disk) }),
    };
  };
}

function diskPercent(): number | undefined {
  try {
    const { blocks, bavail } = statfsSync('.');
    return blocks === 0 ? undefined : (1 - bavail / blocks) * 100;
  } catch {
    return undefined;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export {
  sha256,
  signer,
  verifier,
  type KeyMembers,
  type Sign,
  type SignatureAlgorithm,
  type Verify,
} from './node-crypto.js';
