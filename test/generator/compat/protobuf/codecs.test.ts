/** The bytes of each witness, given to the codec that is generated for the reader. */
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { loadCodec } from '../../../../generator/src/index.js';
import { judge } from '../support.js';
import { rows } from './changes.js';

const breaking = rows.filter(
  ([, , , backward]) => backward.startsWith('incompatible: protobuf/') && !/message-removed|rpc-/.test(backward),
);

it.each(breaking)('%s: the generated reader refuses or misreads it, as was said', async (_change, old, fresh) => {
  const { findings } = await judge({ old, new: fresh, extension: 'proto' }, { mode: 'backward' });
  const witnesses = findings.flatMap(({ witness, severity }) =>
    severity === 'breaking' && witness !== undefined ? [witness] : [],
  );
  expect(witnesses.length).toBeGreaterThan(0);
  const codecs = await Promise.all([old, fresh].map((text) => loadCodec(text, { format: 'protobuf', type: 'Order' })));
  const [writer, reader] = codecs.map(({ protobuf }) => protobuf);
  for (const { bytes, outcome } of witnesses) {
    const message = Buffer.from(bytes ?? '', 'base64');
    // The old side's own reader takes what the old side wrote.
    const sent = writer?.decode(message);
    if (outcome === 'refused') expect(() => reader?.decode(message)).toThrow();
    else expect(reader?.decode(message)).not.toEqual(sent);
  }
});
