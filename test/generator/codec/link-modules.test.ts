import { describe, expect, it } from 'vitest';
import { linkModules } from '../../../generator/src/codec/link-modules.js';

const bare = (name: string): string => `node:${name}`;

describe('linking printed modules', () => {
  it('imports one module into another, and packages by the given URL', async () => {
    const urls = linkModules(
      [
        {
          path: 'codec/json',
          text: "import { join } from 'path';\nimport { one } from './shape.js';\n\nexport const two = join('a', one);\n",
        },
        { path: 'codec/shape', text: "export const one = 'b';\n" },
      ],
      { bare },
    );
    const url = urls.get('codec/json') ?? '';
    expect(url.startsWith('data:text/javascript;base64,')).toBe(true);
    expect(await import(url)).toMatchObject({ two: 'a/b' });
  });

  it('takes imports of several lines, re-exports and other folders', async () => {
    const urls = linkModules(
      [
        {
          path: 'a/b/x',
          text: "import {\n  one,\n  two,\n} from '../c/y.js';\nexport { three } from '../c/y.js';\nexport const all = one + two;\n",
        },
        { path: 'a/c/y', text: 'export const one = 1;\nexport const two = 2;\nexport const three = 3;\n' },
      ],
      { bare },
    );
    expect(await import(urls.get('a/b/x') ?? '')).toMatchObject({ all: 3, three: 3 });
  });

  it('leaves text that only looks like an import alone', async () => {
    const text = "/**\n * import x from './evil.js';\n */\nexport const s = 'import x from \\'./evil.js\\';';\n";
    const url = linkModules([{ path: 'x', text }], { bare }).get('x') ?? '';
    expect(await import(url)).toMatchObject({ s: "import x from './evil.js';" });
  });

  it('gives equal modules one URL, and others another', () => {
    const url = (text: string): string => linkModules([{ path: 'x', text }], { bare }).get('x') ?? '';
    expect(url('export const a = 1;')).toBe(url('export const a = 1;'));
    expect(url('export const a = 1;')).not.toBe(url('export const a = 2;'));
  });

  it('refuses a circle, which data: modules cannot have', () => {
    const circle = [
      { path: 'a', text: "import './b.js';" },
      { path: 'b', text: "export { x } from './a.js';" },
      { path: 'c', text: "export { x } from './d.js';" },
    ];
    expect(() => linkModules(circle, { bare })).toThrow('bug: c imports ./d.js, which was not printed');
    const itself = [{ path: 'a', text: "export { x } from './a.js';" }];
    expect(() => linkModules(itself, { bare })).toThrow('bug: a imports itself');
  });
});
