/** docs/evolution.md is what running the code gives: `UPDATE=1 npx vitest run test/generator/compat/evolution.test.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Format } from '../../../generator/src/model/types.js';
import { rows as avro } from './avro/changes.js';
import { rows as jsonSchema } from './json-schema/changes.js';
import { rows as protobuf } from './protobuf/changes.js';
import { type Change, verdicts } from './support.js';

const path = fileURLToPath(new URL('../../../docs/evolution.md', import.meta.url));

const head = `# Evolving schemas

\`\`\`
agentwire check --old v1/order.avsc --new v2/order.avsc     # two files, or two folders
agentwire check --against git:main                          # the whole project: manifest and messages, all encodings
agentwire check --against lock                              # ... against what \`agentwire release\` kept, without git
\`\`\`

Exit code 0: compatible. 1: incompatible, or *unknown*: neither a proof nor a counter-example was found
(\`--allow-unknown\` lets that pass). 2: a side that cannot be read.

- \`--mode backward|forward|full\` (default \`full\`). *Backward*: the new side reads what the old side wrote. *Forward*: the
  old side reads what the new side writes. With \`-transitive\` every \`--old\` counts, else the last one.
- \`--policy\`: \`semantic\`, what the data really allows (default for two sides); \`roles\`, what a generated writer can send
  (default for a project); \`source\`, whether code that uses the old types still compiles; \`buf-wire\`, \`buf-wire-json\`,
  \`buf-package\`, \`buf-file\` (Protobuf); \`confluent-strict\`, \`confluent-lenient\`, as Confluent's registry judges.
- \`--output text|json|github|gitlab|sarif|junit|markdown\`, \`--json\` for short.
- \`--impact 'src/**/*.ts'\` lists the lines of your code that read or write what changed.
- \`waivers:\` in agentwire.yaml lets an intended break pass for a while (docs/configuration.md).
- \`agentwire release\` keeps the state of the project in agentwire.lock and names the next version: major where something
  breaks, minor where other messages pass than before, patch where the same do.
- The same from code: \`check({ old: ['v1/order.avsc'], new: 'v2/order.avsc', mode: 'backward' })\` and
  \`checkProject({ against: 'git:main' })\` of the package \`agentwire\` give \`{ verdict, findings }\`.

Every "breaks" of the tables below comes with a message that was run through both sides. They are printed by
\`test/generator/compat/evolution.test.ts\` from the verdicts that the code gives; each row is a test of its own.
Random pairs hold the verdicts to what happens to real messages, and to avsc, ajv and the recorded answers of buf 1.75
(\`npm run test:long\` for many). Two things are left to the reader of a verdict: services, manifests and
schemas that are gone are compared without sending anything, and a member that is renamed in JSON looks like one that
went and one that came.
`;

const notes: Readonly<Record<Format, string>> = {
  avro: 'By schema resolution (Avro 1.12). Bytes are read as a string with a warning, since not all bytes are UTF-8.',
  protobuf: `On the wire, by the guide's "Updating A Message Type": what it calls compatible passes, with a warning where
values may be cut (int64 read as int32), where a name changes in JSON, or where a number becomes free. For buf's own rules
say \`--policy buf-wire\`, \`buf-wire-json\`, \`buf-package\` or \`buf-file\`.`,
  'json-schema': `By what the schemas accept. An open object may hold anything under a name that it does not declare: that is why a new
optional property breaks there, and does not by \`roles\`. \`format\` is an annotation to the drafts, so a change of it
is a warning; by \`roles\` it counts, since generated readers assert it.`,
};

async function table(
  title: string,
  format: Format,
  extension: string,
  rows: readonly Change<unknown>[],
): Promise<string> {
  const lines = [`## ${title}`, '', notes[format], '', '| change | backward | forward |', '|---|---|---|'];
  for (const [change, old, fresh] of rows) {
    const text = (schema: unknown): string =>
      typeof schema === 'string' && format === 'protobuf' ? schema : JSON.stringify(schema);
    const { backward, forward } = await verdicts({ old: text(old), new: text(fresh), extension }, { format });
    const said = (verdict: string): string =>
      verdict
        .replace(/^compatible$/, 'ok')
        .replace(/^incompatible: /, 'breaks: ')
        .replaceAll(`${format}/`, '');
    lines.push(`| ${change.replaceAll('|', '\\|')} | ${said(backward)} | ${said(forward)} |`);
  }
  return `${lines.join('\n')}\n`;
}

it('prints the table of changes that the docs show', { timeout: 120_000 }, async () => {
  const parts = [
    await table('Avro', 'avro', 'avsc', avro),
    await table('Protobuf', 'protobuf', 'proto', protobuf),
    await table('JSON Schema', 'json-schema', 'json', jsonSchema),
  ];
  const text = [head, ...parts].join('\n');
  if (process.env['UPDATE'] === '1') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});
