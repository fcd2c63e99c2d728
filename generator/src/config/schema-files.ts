/** Which files of the configured folders are schemas. */
import { readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Diagnostics } from '../diagnostics/index.js';
import { wholeOf } from '../source/text.js';
import type { Config, Placed } from './config.js';

const most = 10_000;
const schemaName = /\.(?:json|ya?ml|proto|avsc|avdl|avpr)$/i;

/**
 * Project-relative paths of every schema below `config.schemas`, sorted, without the manifest. Links,
 * hidden files and folders (one of ours stands in every output folder) and `node_modules` are passed over. Reports AW1107, AW1109.
 */
export function schemaFiles(config: Config, diagnostics: Diagnostics): readonly string[] {
  const found = new Set<string>();
  for (const entry of config.schemas) {
    const stats = statSync(join(config.root, entry.value), { throwIfNoEntry: false });
    if (stats?.isFile() === true) found.add(entry.value);
    else if (stats?.isDirectory() === true) collect(config.root, entry, found, diagnostics);
  }
  if (config.manifest !== undefined) found.delete(config.manifest.value);
  else if (found.size === 0) reportNone(config, diagnostics);
  return [...found].toSorted();
}

function reportNone(config: Config, diagnostics: Diagnostics): void {
  const [first] = config.schemas;
  const span = first?.span ?? wholeOf(config.source ?? { path: 'agentwire.yaml', text: '' });
  const paths = config.schemas.map((entry) => `${entry.value}/`).join(', ');
  diagnostics.report('AW1109', span, { paths: paths === '' ? '`schemas`, which is empty' : paths });
}

function collect(root: string, entry: Placed<string>, found: Set<string>, diagnostics: Diagnostics): void {
  const folders = [entry.value];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const item of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (++seen > most) {
        diagnostics.report('AW1107', entry.span, { path: entry.value, limit: most });
        return;
      }
      if (item.name.startsWith('.')) continue;
      const path = posix.join(folder, item.name);
      if (item.isDirectory() && item.name !== 'node_modules') folders.push(path);
      else if (item.isFile() && schemaName.test(item.name)) found.add(path);
    }
  }
}
