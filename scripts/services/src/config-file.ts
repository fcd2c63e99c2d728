/** The servers' configuration files: one setting a line, the caller's over the runner's. */
import { writeFileSync } from 'node:fs';
import type { Settings } from './server.js';

export function writeSettings(path: string, separator: string, own: Settings, over: Settings): void {
  writeFileSync(path, settingsText(separator, own, over));
}

export function settingsText(separator: string, own: Settings, over: Settings): string {
  const lines = Object.entries({ ...own, ...over }).map(([key, value]) => `${key}${separator}${value}`);
  return `${lines.join('\n')}\n`;
}
