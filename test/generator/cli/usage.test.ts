import { describe, expect, it } from 'vitest';
import { version } from '../../../generator/src/version.js';
import { agentwire } from './harness.js';

describe('the command line', () => {
  it.each([
    [['genrate'], 'unknown command "genrate": did you mean generate?\nagentwire --help lists the commands\n'],
    [['xyzzy'], 'unknown command "xyzzy"\nagentwire --help lists the commands\n'],
    [
      ['generate', '--chek'],
      'unknown option --chek: did you mean --check?\nagentwire generate --help lists the options\n',
    ],
    [
      ['generate', '--jsn=1'],
      'unknown option --jsn: did you mean --json?\nagentwire generate --help lists the options\n',
    ],
    [['generate', 'extra'], 'unexpected argument "extra"\nagentwire generate --help lists the options\n'],
    [['generate', '--config'], '--config needs a value\nagentwire generate --help lists the options\n'],
    [['validate'], 'missing --schema\nagentwire validate --help lists the options\n'],
    [['encode'], 'missing --schema and --as\nagentwire encode --help lists the options\n'],
    [
      ['decode', '--schema', 'a', '--as', 'xml'],
      '--as takes one of json, protobuf, avro, not "xml"\nagentwire decode --help lists the options\n',
    ],
    [['convert', '--to', 'avro'], 'missing <schema>\nagentwire convert --help lists the options\n'],
    [[], 'Name a command.\nagentwire --help lists the commands\n'],
  ])('answers %j in a line or two, with exit code 2', async (argv, stderr) => {
    expect(await agentwire(argv)).toMatchObject({ code: 2, stdout: '', stderr });
  });

  it('refuses two spellings of bytes at once', async () => {
    const result = await agentwire(['decode', '--schema', 'a', '--as', 'avro', '--hex', '--base64']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('mutually exclusive');
  });

  it('prints its version, and help for all and for each command', async () => {
    expect(await agentwire(['--version'])).toMatchObject({ code: 0, stdout: `${version()}\n`, stderr: '' });
    const { code, stdout } = await agentwire(['--help']);
    expect(code).toBe(0);
    for (const name of ['generate', 'validate', 'encode', 'decode', 'convert', 'explain', 'init']) {
      expect(stdout).toContain(`agentwire ${name}`);
      expect((await agentwire([name, '--help'])).stdout).toContain(`agentwire ${name}`);
    }
    expect(stdout).toContain('Exit codes: 0 fine, 1 findings, 2 unusable input or usage.');
  });

  it('calls its own bugs by that name', async () => {
    const generate = () => Promise.reject(new TypeError('oops'));
    const { code, stderr } = await agentwire(['generate'], { services: { generate } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^This is a bug in agentwire, please report it:\nTypeError: oops\n/);
  });
});
