/** How declarations lie in Avro: what `planAvro` decides and what the emitter and the printer read. */
import type { AvroNamed, AvroSchema } from '../model/avro-schema.js';
import type { Declaration } from '../model/types.js';

export interface AvroLayouts {
  /** The schema of every declaration, linked: records and enums are named types, aliases any. */
  readonly schemaOf: ReadonlyMap<Declaration, AvroSchema>;
  /** The declaration of a named type; none for what exists on the wire only (wrappers). */
  readonly declarationOf: ReadonlyMap<AvroNamed, Declaration>;
  /** Earlier writer schemas of messages, from the lock: what a reader may still meet. */
  readonly earlierOf: ReadonlyMap<Declaration, readonly AvroWriterSchema[]>;
}

export interface AvroWriterSchema {
  readonly fingerprint: string;
  /** In parsing canonical form. */
  readonly schema: string;
}
