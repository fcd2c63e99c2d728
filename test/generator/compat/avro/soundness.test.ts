/** What `check` says of random pairs against what the codecs and an independent resolver do. */
import { avroExchange, type AvroJson } from '@agentwire/runtime/inspect';
import avsc from 'avsc';
import { expect, it } from 'vitest';
import { avroFindings } from '../../../../generator/src/compat/avro/findings.js';
import { verdictOf } from '../../../../generator/src/compat/finding.js';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { loadLinked } from '../../../../generator/src/formats/avro/load.js';
import type { AvroSchema } from '../../../../generator/src/model/avro-schema.js';
import type { Json } from '../../../../generator/src/model/types.js';
import { seeded } from '../../../support/seeded.js';
import { randomPair } from './random-pair.js';

const pairs = Number(process.env['AGENTWIRE_PAIRS'] ?? 1000);

function linked(json: Json): AvroSchema {
  const diagnostics = createDiagnostics();
  const [file] = loadLinked([{ path: 'a.avsc', text: JSON.stringify(json) }], diagnostics);
  if (file?.whole === undefined || diagnostics.hasErrors)
    throw new Error(`the generator made no schema: ${JSON.stringify(json)}`);
  return file.whole;
}

it('agrees with avsc on random pairs, and each verdict holds when messages are sent', { timeout: 300_000 }, () => {
  const counts = { compatible: 0, incompatible: 0, messages: 0 };
  for (let seed = 0; seed < pairs; seed++) {
    const [old, fresh] = randomPair(seeded(seed));
    const findings = avroFindings(linked(old), linked(fresh), 'backward');
    const context = `seed ${seed}: ${JSON.stringify(old)} -> ${JSON.stringify(fresh)}`;
    const verdict = verdictOf(findings);
    // A refutation without a message would be `unknown`.
    expect(verdict, context).not.toBe('unknown');
    if (verdict === 'compatible') counts.compatible++;
    else counts.incompatible++;

    const writer = avsc.Type.forSchema(old as avsc.Schema, { wrapUnions: true });
    const reader = avsc.Type.forSchema(fresh as avsc.Schema, { wrapUnions: true });
    expect(resolves(reader, writer), context).toBe(verdict === 'compatible');

    if (verdict !== 'compatible') continue;
    const text = findings.length > 0;
    const exchange = avroExchange(old as AvroJson, fresh as AvroJson);
    for (let n = 0; n < 2; n++) {
      const message = writer.toString(writer.random());
      const result = exchange(message);
      if (result.kind === 'unwritable') continue;
      counts.messages++;
      // The one thing that may be refused, and that a warning has told of.
      if (text && result.kind === 'refused' && /UTF-8/.test(result.reason)) continue;
      expect(result.kind, `${context}: ${message}`).toBe('read');
    }
  }
  expect(counts.compatible).toBeGreaterThan(pairs / 5);
  expect(counts.incompatible).toBeGreaterThan(pairs / 5);
  expect(counts.messages).toBeGreaterThan(pairs / 2);
});

function resolves(reader: avsc.Type, writer: avsc.Type): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}
