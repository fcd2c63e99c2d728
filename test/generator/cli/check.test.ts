import { describe, expect, it } from 'vitest';
import { agentwire } from './harness.js';

const order = (...fields: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Order', fields });
const id = { name: 'id', type: 'string' };
const files = {
  'v1.avsc': order(id),
  'v2.avsc': order(id, { name: 'note', type: 'string', default: '' }),
  'v3.avsc': order(id, { name: 'note', type: 'string' }),
  'broken.avsc': '{ "type": "record" ',
  'dangling.schema.json': '{ "$ref": "#/$defs/nowhere" }',
  'any.schema.json': '{}',
  'look-a.schema.json': '{ "type": "string", "pattern": "(?=a)b" }',
  'look-b.schema.json': '{ "type": "string", "pattern": "(?=a)c" }',
};
const sides = (old: string, fresh: string): string[] => ['check', '--old', old, '--new', fresh];

describe('agentwire check', () => {
  it('ends with 0 where nothing breaks', async () => {
    const { code, stdout, stderr } = await agentwire(sides('v1.avsc', 'v2.avsc'), { files });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Compatible. Judged by: semantic, full\n',
      stderr: '',
    });
  });

  it('ends with 1 where something does, and says where, by which message, and what to do', async () => {
    const { code, stdout } = await agentwire([...sides('v1.avsc', 'v3.avsc'), '--mode', 'backward'], { files });
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(
      /^v3\.avsc:1:\d+ {2}AW6301 {2}Order\.note \(string\) is not in the old schema/,
    );
    expect(stdout).toContain('  avro      refused  {"id":"a"}');
    expect(stdout).toContain('  fix       give note a default');
    expect(stdout).toContain('Incompatible: 1 breaking for new readers of old messages');
  });

  it('prints one JSON document with --json', async () => {
    const { code, stdout } = await agentwire([...sides('v1.avsc', 'v3.avsc'), '--json'], { files });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'incompatible',
      policy: 'semantic',
      mode: 'full',
      findings: [
        {
          code: 'AW6301',
          rule: 'avro/missing-default',
          direction: 'backward',
          encoding: 'avro',
          old: { file: 'v1.avsc', line: 1 },
          new: { file: 'v3.avsc', line: 1 },
        },
      ],
    });
  });

  it('looks at the last of several old sides, or at all of them by a transitive mode', async () => {
    const olds = ['check', '--old', 'v1.avsc', '--old', 'v2.avsc', '--new', 'v3.avsc', '--mode'];
    expect((await agentwire([...olds, 'backward'], { files })).code).toBe(0);
    expect((await agentwire([...olds, 'backward-transitive'], { files })).code).toBe(1);
  });

  it('ends with 1 where it does not know, and with 0 only where that is allowed', async () => {
    const both = sides('look-a.schema.json', 'look-b.schema.json');
    const { code, stdout } = await agentwire(both, { files });
    expect(code).toBe(1);
    expect(stdout).toContain('Unknown: neither proven compatible nor refuted');
    expect((await agentwire([...both, '--allow-unknown'], { files })).code).toBe(0);
  });

  it.each([
    ['a broken schema', sides('v1.avsc', 'broken.avsc'), /^broken\.avsc:1:20 {2}AW1002 /],
    [
      'a reference that leads nowhere',
      sides('any.schema.json', 'dangling.schema.json'),
      /^dangling\.schema\.json:1:11 {2}AW3103 /,
    ],
    ['a file that is not there', sides('v0.avsc', 'v1.avsc'), /^v0\.avsc {2}AW1001 /],
    ['the same file twice', sides('v1.avsc', './v1.avsc'), /^\.\/v1\.avsc {2}AW6002 /],
    ['a file and a folder', sides('.', 'v1.avsc'), /^v1\.avsc {2}AW6003 /],
    ['two languages', sides('v1.avsc', 'any.schema.json'), /^any\.schema\.json {2}AW6003 /],
    ['a git revision outside of any repository', ['check', '--against', 'git:main'], /AW1105|AW6004/],
    ['one side only', ['check', '--old', 'v1.avsc'], /^Name both sides/],
  ])('ends with 2 and one clear line for %s', async (_what, argv, line) => {
    const { code, stderr } = await agentwire(argv, { files });
    expect(code).toBe(2);
    expect(stderr).toMatch(line);
  });

  it('ends with 2 for an empty folder', async () => {
    const { mkdirSync } = await import('node:fs');
    const { temporary } = await import('./harness.js');
    const cwd = temporary(files);
    mkdirSync(`${cwd}/empty`);
    mkdirSync(`${cwd}/other`);
    const { code, stderr } = await agentwire(sides('empty', 'other'), { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^empty {2}AW6001 {2}empty holds no schema/);
  });

  it.each([
    ['github', /^::error file=v3\.avsc,line=1,/],
    ['gitlab', /"check_name": "avro\/missing-default"/],
    ['sarif', /"ruleId": "avro\/missing-default"/],
    ['junit', /<failure type="breaking" message="Order\.note/],
    ['markdown', /^\*\*Incompatible: 1 breaking/],
  ])('prints %s', async (output, expected) => {
    const { code, stdout } = await agentwire([...sides('v1.avsc', 'v3.avsc'), '--output', output], { files });
    expect(code).toBe(1);
    expect(stdout).toMatch(expected);
  });

  it('keeps the fingerprints of findings when their lines move', async () => {
    const prints = async (text: string): Promise<unknown> => {
      const moved = { ...files, 'v3.avsc': text };
      const { stdout } = await agentwire([...sides('v1.avsc', 'v3.avsc'), '--output', 'gitlab'], { files: moved });
      return (JSON.parse(stdout) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
    };
    expect(await prints(`\n\n${files['v3.avsc']}`)).toEqual(await prints(files['v3.avsc']));
  });
});
