/** Records that contain themselves directly: no value of them ever ends. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { AvroNamed, AvroRecord } from '../../model/avro-schema.js';

export function endless(types: Iterable<AvroNamed>, diagnostics: Diagnostics): void {
  const done = new Set<AvroRecord>();
  for (const type of types) if (type.kind === 'record') visit(type, []);

  function visit(record: AvroRecord, inside: readonly AvroRecord[]): void {
    if (inside.includes(record)) return void diagnostics.report('AW3421', record.span, { name: record.name });
    if (done.has(record)) return;
    for (const { type } of record.fields) if (type.kind === 'record') visit(type, [...inside, record]);
    done.add(record);
  }
}
