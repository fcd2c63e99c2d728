import { describe, expect, it } from 'vitest';
import type { Services } from '../../../generator/src/cli/services.js';
import { createDiagnostics, DiagnosticsError } from '../../../generator/src/diagnostics/index.js';
import { wholeOf } from '../../../generator/src/source/text.js';
import { fakeCodec } from './fake-codec.js';
import { agentwire } from './harness.js';

const asked: unknown[] = [];
const services: Partial<Services> = {
  loadCodec(input, { type }) {
    asked.push([input.file, type]);
    return Promise.resolve(fakeCodec);
  },
};
const schema = ['--schema', 'number.json'];

describe('agentwire validate', () => {
  it('says that an instance is valid, from a file or a pipe', async () => {
    const files = { 'one.json': '{"n":1}' };
    expect(await agentwire(['validate', ...schema, 'one.json'], { services, files })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'one.json is valid: Number of number.json\n',
    });
    for (const name of [[], ['-']]) {
      const piped = await agentwire(['validate', ...schema, ...name], { services, stdin: '{"n":1}' });
      expect(piped).toMatchObject({ code: 0, stderr: '<stdin> is valid: Number of number.json\n' });
    }
  });

  it('shows each problem in the text of the instance', async () => {
    const files = { 'one.json': '{\n  "n": "x",\n  "m": [1]\n}\n' };
    const { code, stderr } = await agentwire(['validate', ...schema, 'one.json'], { services, files });
    expect(code).toBe(1);
    expect(stderr).toBe(
      [
        'one.json:2:8  AW7001  /n: "x" is not an integer',
        '  2 |   "n": "x",',
        '    |        ^^^',
        '',
        'one.json:3:8  AW7001  /m: is not declared',
        '  3 |   "m": [1]',
        '    |        ^',
        '',
      ].join('\n'),
    );
  });

  it('points at the object that lacks a member', async () => {
    const { stderr } = await agentwire(['validate', ...schema], { services, stdin: '  {}' });
    expect(stderr).toContain('<stdin>:1:3  AW7001  /n: is missing');
  });

  it('is readable by machines', async () => {
    const { code, stdout, stderr } = await agentwire(['validate', ...schema, '--json'], {
      services,
      stdin: '{"n":"x"}',
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      issues: [{ path: '/n', message: '"x" is not an integer' }],
      diagnostics: [
        {
          file: '<stdin>',
          line: 1,
          column: 6,
          endLine: 1,
          endColumn: 9,
          code: 'AW7001',
          severity: 'error',
          message: '/n: "x" is not an integer',
        },
      ],
    });
  });

  it('calls broken JSON, a missing file and binary unusable', async () => {
    const broken = await agentwire(['validate', ...schema], { services, stdin: '{"n":1,}' });
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/^<stdin>:1:8 {2}AW1002/);
    expect(await agentwire(['validate', ...schema, 'no.json'], { services })).toMatchObject({
      code: 2,
      stderr: 'no.json  AW1001  cannot read no.json: there is no such file\n',
    });
    const binary = await agentwire(['validate', ...schema], { services, stdin: Uint8Array.of(0xff, 0xfe) });
    expect(binary).toMatchObject({ code: 2, stderr: '<stdin>  AW1001  cannot read <stdin>: it is not UTF-8 text\n' });
    expect(await agentwire(['validate', ...schema, '.'], { services })).toMatchObject({
      code: 2,
      stderr: '.  AW1001  cannot read .: it is a folder\n',
    });
  });

  it('calls a broken schema unusable, and says what is wrong with it', async () => {
    const diagnostics = createDiagnostics();
    diagnostics.report('AW7005', wholeOf({ path: 'a.proto', text: '' }), { path: 'a.proto' }, { hint: 'a.proto#X' });
    const broken: Partial<Services> = { loadCodec: () => Promise.reject(new DiagnosticsError(diagnostics.all)) };
    const { code, stderr } = await agentwire(['validate', '--schema', 'a.proto'], { services: broken });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'a.proto  AW7005  a.proto has several types, and none stands for the whole file\n  hint: a.proto#X\n',
    );
    const json = await agentwire(['validate', '--schema', 'a.proto', '--json'], { services: broken });
    expect(JSON.parse(json.stdout)).toMatchObject({ diagnostics: [{ code: 'AW7005', file: 'a.proto' }] });
  });

  it('takes the name of a type behind #', async () => {
    asked.length = 0;
    await agentwire(['validate', '--schema', 'dir/a.proto#x.Y'], { services, stdin: '{"n":1}' });
    await agentwire(['validate', '--schema', 'a.json#/$defs/b'], { services, stdin: '{"n":1}' });
    expect(asked).toEqual([
      ['dir/a.proto', 'x.Y'],
      ['a.json', '/$defs/b'],
    ]);
  });
});

describe('agentwire encode and decode', () => {
  const protobuf = [...schema, '--as', 'protobuf'];

  it('write bytes to a pipe, and text to a terminal or where asked', async () => {
    const stdin = '{"n":254}';
    const raw = await agentwire(['encode', ...protobuf], { services, stdin });
    expect([...raw.bytes]).toEqual([0xca, 254]);
    expect((await agentwire(['encode', ...protobuf], { services, stdin, tty: true })).stdout).toBe('cafe\n');
    expect((await agentwire(['encode', ...protobuf, '--hex'], { services, stdin })).stdout).toBe('cafe\n');
    expect((await agentwire(['encode', ...protobuf, '--base64'], { services, stdin })).stdout).toBe('yv4=\n');
  });

  it('read bytes, hexadecimal and base64', async () => {
    const expected = { code: 0, stdout: '{"n":254}\n', stderr: '' };
    const files = { 'one.bin': Uint8Array.of(0xca, 254) };
    expect(await agentwire(['decode', ...protobuf, 'one.bin'], { services, files })).toMatchObject(expected);
    expect(await agentwire(['decode', ...protobuf, '--hex'], { services, stdin: ' CA\nfe\n' })).toMatchObject(expected);
    expect(await agentwire(['decode', ...protobuf, '--base64'], { services, stdin: 'yv4=\n' })).toMatchObject(expected);
  });

  it.each([
    ['--hex', 'cafg', '<stdin>  AW7006  the input is not hex: found "g"\n'],
    ['--hex', 'caf', '<stdin>  AW7006  the input is not hex: it is cut short\n'],
    ['--base64', 'y*4=', '<stdin>  AW7006  the input is not base64: found "*"\n'],
  ])('refuse text that is not %s: %j', async (flag, stdin, stderr) => {
    expect(await agentwire(['decode', ...protobuf, flag], { services, stdin })).toMatchObject({ code: 2, stderr });
  });

  it('show what is wrong with a value in its text, and with bytes by their offset', async () => {
    const value = await agentwire(['encode', ...protobuf], { services, stdin: '{"n":"x"}' });
    expect(value).toMatchObject({ code: 1, stdout: '' });
    expect(value.stderr).toContain('<stdin>:1:6  AW7001  /n: "x" is not an integer');
    const bytes = await agentwire(['decode', ...protobuf, '--hex'], { services, stdin: 'ca' });
    expect(bytes).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '<stdin>  AW7002  /n: the bytes end early (at byte 1)\n',
    });
  });

  it('say why a type has no codec of an encoding', async () => {
    const result = await agentwire(['encode', ...schema, '--as', 'avro'], { services, stdin: '{"n":1}' });
    expect(result).toMatchObject({
      code: 2,
      stderr: 'number.json  AW7003  Number has no avro encoding: it is a fake\n',
    });
  });

  it('are readable by machines', async () => {
    const encoded = await agentwire(['encode', ...protobuf, '--json'], { services, stdin: '{"n":254}' });
    expect(JSON.parse(encoded.stdout)).toEqual({
      encoding: 'protobuf',
      spelling: 'hex',
      bytes: 2,
      text: 'cafe',
      diagnostics: [],
    });
    const decoded = await agentwire(['decode', ...protobuf, '--hex', '--json'], { services, stdin: 'cafe' });
    expect(JSON.parse(decoded.stdout)).toEqual({ value: { n: 254 }, diagnostics: [] });
  });
});

describe('agentwire convert', () => {
  it('prints the schema, and takes only known languages', async () => {
    const convert: Services['convert'] = (options) => Promise.resolve(JSON.stringify(options));
    const { code, stdout } = await agentwire(['convert', 'a.json#B', '--to', 'avro'], {
      services: { convert },
      cwd: '/x',
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ file: 'a.json', type: 'B', cwd: '/x', to: 'avro' });
    expect(await agentwire(['convert', 'a.json', '--to', 'xsd'])).toMatchObject({ code: 2 });
  });
});

describe('agentwire init', () => {
  it('lists what it wrote and what comes next', async () => {
    const { code, stderr } = await agentwire(['init', 'tea']);
    expect(code).toBe(0);
    expect(stderr).toContain('  schemas/protocol.yaml\n');
    expect(stderr).toMatch(/\nnext: cd tea && npm install && npm test && npm start\n$/);
  });
});
