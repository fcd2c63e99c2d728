/** "Go to definition" on a generated name leads to the line of the schema that it comes from. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { declarationMap } from '../../generator/src/emit/declaration-map.js';
import { generate } from '../../generator/src/pipeline.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agentwire-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

cpSync(join(root, 'schemas'), join(folder, 'schemas'), { recursive: true });
writeFileSync(join(folder, 'agentwire.yaml'), 'emit: js\nout: made/generated\n');
const { diagnostics } = await generate({ cwd: folder });

/** Where Node's own reader of source maps finds the first occurrence of `name` in a declaration file. */
function sourceOf(file: string, name: string): { readonly path: string; readonly line: string } {
  const path = join(folder, 'made/generated', file);
  const text = readFileSync(path, 'utf8');
  const at = text.search(
    new RegExp(`(?<=^(?:export (?:interface|type|declare const) |  (?:readonly )?))${name}\\b`, 'm'),
  );
  const before = text.slice(0, at).split('\n');
  const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
  const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
  if (!('originalSource' in entry)) throw new Error(`${name} of ${file} is not mapped`);
  const source = resolve(dirname(path), entry.originalSource);
  return { path: relative(folder, source), line: readFileSync(source, 'utf8').split('\n')[entry.originalLine] ?? '' };
}

describe('the maps of declarations', () => {
  it('lead from a member to its line in the schema', () => {
    expect(diagnostics).toEqual([]);
    const { path, line } = sourceOf('messages/task-status/types.d.ts', 'progress');
    expect(path).toBe('schemas/json/task_status.schema.json');
    expect(line).toContain('"progress"');
  });

  it('say the same wherever the process stands', () => {
    const source = { path: 'schemas/a.proto', text: '' };
    const { map } = declarationMap('', [{ source, start: 0, end: 0 }], 'messages/a/types', '../'.repeat(30));
    expect(JSON.parse(map)).toMatchObject({ sources: [`${'../'.repeat(32)}schemas/a.proto`] });
  });

  it('lead from a Protobuf message to its line', () => {
    const { path, line } = sourceOf('messages/performance-metrics/types.d.ts', 'TaskMetric');
    expect(path).toBe('schemas/proto/performance_metrics.proto');
    expect(line).toContain('message TaskMetric');
  });

  it('lead from an operation and an agent to their lines in the manifest', () => {
    expect(sourceOf('operations/send-task.d.ts', 'sendTask')).toEqual({
      path: 'schemas/protocol.yaml',
      line: '  send_task:',
    });
    expect(sourceOf('agents/gap-assessment/grpc.d.ts', 'GapAssessment').line).toBe('  gap_assessment:');
  });
});
