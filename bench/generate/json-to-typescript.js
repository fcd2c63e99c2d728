/** The peer: json-schema-to-typescript over all schemas of a project, types only. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from '../../node_modules/json-schema-to-typescript/dist/src/index.js';

mkdirSync('peer');
for (const file of readdirSync('schemas')) {
  const text = await compile(JSON.parse(readFileSync(`schemas/${file}`, 'utf8')), file.split('.')[0], {
    format: false,
  });
  writeFileSync(`peer/${file}.ts`, text);
}
