import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

/** Oracles that compile their schemas to code: the tests that ask them stay out of this run. */
const oracle = /from '(?:ajv|avsc|protobufjs|@bufbuild\/protobuf|ts-morph)/;
const test = fileURLToPath(new URL('test/', import.meta.url));

function askingOracles(): string[] {
  const files = readdirSync(test, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = new Map(files.map((file) => [file, readFileSync(`${test}${file}`, 'utf8')]));
  const asks = new Set(files.filter((file) => oracle.test(texts.get(file) ?? '')));
  // A helper of tests that asks an oracle makes its users ask it too; a Set hands out what is added on the way.
  for (const helper of asks) {
    const name = helper.replace(/^.*\//, '').replace(/\.ts$/, '.js');
    for (const [file, text] of texts) if (!name.endsWith('.test.js') && text.includes(`/${name}'`)) asks.add(file);
  }
  return [...asks].map((file) => `test/${file}`);
}

/** The suites under a Node that refuses to make code from strings. */
export default mergeConfig(
  base,
  defineConfig({
    test: { execArgv: ['--disallow-code-generation-from-strings'], exclude: askingOracles() },
  }),
);
