/** What the project around a schema at hand says about it: its other Avro files, and the name of its protocol. */
import { loadConfig } from '../config/load-config.js';
import { schemaFiles } from '../config/schema-files.js';
import { createDiagnostics } from '../diagnostics/index.js';
import { formatOf } from '../formats/index.js';
import { namespaceOf } from '../plan/names.js';
import { parseDocument } from '../source/document.js';
import { at } from '../source/node.js';
import type { SourceText } from '../source/text.js';
import type { Workspace } from '../source/workspace.js';

export interface Surroundings {
  /** Of what is derived, as `generate` has it. */
  readonly namespace: string;
  /** Avro names the types of other files without saying where they are. */
  readonly avro: () => readonly SourceText[];
}

export const nowhere: Surroundings = { namespace: namespaceOf(undefined), avro: () => [] };

/** `generate` reports what is wrong with the project; a single schema does without it. */
export function surroundingsOf(root: string, workspace: Workspace): Surroundings {
  const quiet = createDiagnostics();
  const config = loadConfig({ cwd: root }, quiet);
  if (config === undefined || config.root !== root) return nowhere;
  const manifest = config.manifest && workspace.read(config.manifest.value, undefined, quiet);
  const document = manifest && parseDocument(manifest, quiet);
  const protocol = document && at(document, '/protocol');
  return {
    namespace: namespaceOf(protocol?.kind === 'string' ? protocol.value : undefined),
    avro: () =>
      schemaFiles(config, quiet).flatMap((path) => {
        const source = workspace.read(path, undefined, quiet);
        return source !== undefined && formatOf(path, source.text)?.format === 'avro' ? [source] : [];
      }),
  };
}
