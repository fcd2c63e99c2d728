import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agentwire } from './harness.js';

const cwd = fileURLToPath(new URL('../../..', import.meta.url));

describe('agentwire permissions', () => {
  it('prints what each operation of the manifest needs, and who takes and sends it', async () => {
    const { code, stdout } = await agentwire(['permissions'], { cwd });
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^OPERATION +PERMISSION +SERVED BY +EMITTED BY$/);
    expect(lines).toHaveLength(11);
    expect(lines.find((line) => line.startsWith('send_task '))).toMatch(/write:tasks +.*gap_assessment/);
    expect(lines.find((line) => line.startsWith('get_status '))).toContain('read:tasks');
    expect(stdout).not.toMatch(/ $/m);
  });

  it('says in JSON that an operation is open, by null', async () => {
    const rows = [{ operation: 'greet', permission: null, servedBy: ['cook'], emittedBy: [] }];
    const services = { permissions: async () => ({ rows, diagnostics: [] }) };
    const json = await agentwire(['permissions', '--json'], { services });
    expect(JSON.parse(json.stdout)).toEqual({ operations: rows, diagnostics: [] });
    expect((await agentwire(['permissions'], { services })).stdout).toContain('greet      -           cook       -\n');
  });

  it('exits 2 where the configuration cannot be read', async () => {
    const { code, stderr } = await agentwire(['permissions', '--config', 'nowhere.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere.yaml');
  });
});
