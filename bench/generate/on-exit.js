/** Preloaded into what is measured: tells what the process took, when it ends. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const peak = process.resourceUsage().maxRSS / 1024;
  writeFileSync(process.env.AGENTWIRE_BENCH, JSON.stringify({ seconds: (user + system) / 1e6, peak }));
});
