/** What reflection hands out is what protoc makes of the same file. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createDiagnostics } from '../../../generator/src/diagnostics/index.js';
import { protobuf } from '../../../generator/src/formats/protobuf/index.js';
import { openWorkspace } from '../../../generator/src/source/workspace.js';
import { runPeer, withPython } from '../python.js';

const folder = new URL('rich/', import.meta.url).pathname;

withPython('descriptors', () => {
  it('are those of protoc, down to synthetic oneofs, map entries and reserved ranges', async () => {
    const diagnostics = createDiagnostics();
    const source = { path: 'rich.proto', text: readFileSync(`${folder}rich.proto`, 'utf8') };
    const modules = protobuf.load([source], openWorkspace(folder), diagnostics);
    expect(diagnostics.all).toEqual([]);
    const [service] = modules.flatMap(({ services }) => services);
    const same = { same: true, theirs: '', ours: '' };
    expect(await runPeer('grpc/compare.py', 'rich.proto', ...(service?.descriptors ?? [])).rest()).toEqual([
      { file: 'common.proto', ...same },
      { file: 'timestamp.proto', ...same },
      { file: 'rich.proto', ...same },
    ]);
  });
});
