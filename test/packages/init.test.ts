/** `npx agentwire init`, and then what the project that it wrote offers. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { attempt, freshFolder, install, run, writeJson } from './fresh.js';

const { folder, remove } = freshFolder();
const project = join(folder, 'tea-house');

beforeAll(() => {
  // npx finds the command in the folder above, as it would in a workspace.
  writeJson(folder, 'package.json', { name: 'above', private: true });
  install(folder, ...inject('tarballs'));
  mkdirSync(project);
  run(project, 'npx', '--no-install', 'agentwire', 'init');
  install(project, ...inject('tarballs'));
});
afterAll(remove);

describe('a project that agentwire init wrote', () => {
  it('has a package, schemas, sources and a test', () => {
    expect(readdirSync(project).toSorted()).toEqual(
      expect.arrayContaining(['.gitignore', 'package.json', 'schemas', 'src', 'tsconfig.json']),
    );
  });

  it('starts: generates, compiles and lets its agents talk', () => {
    expect(run(project, 'npm', 'start', '--silent')).toContain('a cup of 75 degrees, sugar: 1');
  });

  it('passes its own test', () => {
    expect(run(project, 'npm', 'test', '--silent')).toMatch(/# pass 1|ℹ pass 1/);
  });

  it('has nothing left to generate', () => {
    const checked = attempt(project, 'npx', '--no-install', 'agentwire', 'generate', '--check');
    expect(checked).toMatchObject({ status: 0, stdout: '' });
  });

  it('is not written over by a second init', () => {
    const again = run(project, 'npx', '--no-install', 'agentwire', 'init', '--json');
    expect(JSON.parse(again)).toMatchObject({ written: [] });
  });
});
