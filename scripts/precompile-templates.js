// Turns templates/**/*.hbs into one ES module of plain functions, so that the published generator compiles nothing from
// strings. Runs after the generator's build, whose list of helpers it reads.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { builtIns, helpers, refusedBuiltIns } from '../generator/dist/template-helpers.js';

const source = new URL('../templates/', import.meta.url);
const target = new URL('../generator/dist/templates/', import.meta.url);

const options = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: {
    ...Object.fromEntries([...Object.keys(helpers), ...builtIns].map((name) => [name, true])),
    ...Object.fromEntries(refusedBuiltIns.map((name) => [name, false])),
  },
};

const names = readdirSync(fileURLToPath(source), { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.hbs'))
  .sort();
const entries = names.map((path) => {
  const text = readFileSync(new URL(path, source), 'utf8');
  const name = path.slice(0, -'.hbs'.length);
  return `  ${JSON.stringify(name)}: ${Handlebars.precompile(text, options)},`;
});
mkdirSync(target, { recursive: true });
writeFileSync(new URL('compiled.js', target), `export default {\n${entries.join('\n')}\n};\n`);
console.log(`templates: ${names.length} precompiled`);
