/** What a client carries: the codecs of its own encoding and transport, and nothing of the others. */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** The modules that end up in a bundle, with the bytes that each brings. */
async function bundled(code: string): Promise<{ readonly modules: readonly string[]; readonly text: string }> {
  const bundle = await rolldown({
    input: 'entry',
    platform: 'node',
    external: ['undici', /^node:/],
    resolve: {
      alias: {
        '@agentwire/runtime/codegen/v1': path('runtime/src/codegen/v1.ts'),
        '@agentwire/runtime/http': path('runtime/src/transports/http/index.ts'),
        '@agentwire/runtime': path('runtime/src/index.ts'),
        'dora-protocol': path('generated'),
      },
      extensionAlias: { '.js': ['.ts', '.js'] },
      extensions: ['.ts'],
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : id === '#platform' ? path('runtime/src/platform/node.ts') : null),
        load: (id) => (id === 'entry' ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const [chunk] = output;
  const modules = Object.entries(chunk.modules).filter(([, module]) => module.renderedLength > 0);
  return { modules: modules.map(([id]) => id), text: chunk.code };
}

it('a client of one agent over HTTP and JSON holds nothing of Protobuf and Avro', async () => {
  const { modules, text } = await bundled(`
    import { connect, identity } from '@agentwire/runtime';
    import { http } from '@agentwire/runtime/http';
    import { PolicyAnalyzer } from 'dora-protocol/agents/policy-analyzer/http';
    const from = identity({ type: 'browser', id: 'b-1' });
    export const agent = connect(PolicyAnalyzer, { from, over: http('http://localhost:8080') });
  `);
  expect(modules.filter((id) => /messages\/task-request\/json/.test(id))).toHaveLength(1);
  expect(modules.filter((id) => /protobuf|avro/.test(id))).toEqual([]);
  expect(text).not.toMatch(/varint|ProtobufReader|AvroReader/);
});

it("one message's JSON codec does not bring the runtime's clients and servers", async () => {
  const { modules, text } = await bundled(`
    import { CommandJson } from 'dora-protocol/messages/command/json';
    export const decode = (bytes) => CommandJson.decode(bytes);
  `);
  expect(modules.filter((id) => /runtime\/src\/(?!codec|codegen|envelope|platform)/.test(id))).toEqual([]);
  expect(modules.filter((id) => /generated\/messages\/(?!command)/.test(id))).toEqual([]);
  expect(text.length).toBeGreaterThan(1000);
});
