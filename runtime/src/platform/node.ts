/** Node's door: everything that the core needs from the platform and browsers lack. */
import { cpus, totalmem } from 'node:os';

export interface ProcessUsage {
  /** Of one core, since the last reading. */
  readonly cpu_percent: number;
  /** Resident memory over the machine's. */
  readonly memory_percent: number;
}

let before = { cpu: process.cpuUsage(), at: performance.now() };

export function processUsage(): ProcessUsage {
  const cpu = process.cpuUsage(before.cpu);
  const at = performance.now();
  const elapsed = Math.max(1, at - before.at);
  before = { cpu: process.cpuUsage(), at };
  const cores = Math.max(1, cpus().length);
  return {
    cpu_percent: round(Math.min(100, ((cpu.user + cpu.system) / 1000 / elapsed / cores) * 100)),
    memory_percent: round((process.memoryUsage.rss() / totalmem()) * 100),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
