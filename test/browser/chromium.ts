/** A real browser, where there is one. */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** `CHROMIUM`, or one on the path. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const files = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...files].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Opens a page without a window; the result closes the browser. */
export function openPage(chromium: string, url: string): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'agentwire-browser-'));
  const browser = spawn(
    chromium,
    // As root in a container it has no sandbox to offer.
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      `--user-data-dir=${profile}`,
      url,
    ],
    { stdio: 'ignore', detached: true },
  );
  return () =>
    new Promise((resolve) => {
      browser.once('exit', () => {
        rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
        resolve();
      });
      // The browser and its children.
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    });
}
