/** Stage three: which files there will be, and how every message lies in each encoding. Nothing is printed yet. */
import type { Config } from '../config/config.js';
import type { Diagnostics } from '../diagnostics/index.js';
import { planAvro } from '../encodings/avro.js';
import type { AvroLayouts } from '../encodings/avro-layout.js';
import type { ProtoLayouts } from '../encodings/proto-layout.js';
import { planProtobuf } from '../encodings/protobuf.js';
import type { Lock } from '../lock/lock.js';
import { type Encoding, headerOf, type Model, type Protocol } from '../model/model.js';
import type { Declaration } from '../model/types.js';
import { createClaims } from './claims.js';
import { refuseCodecNames } from './codec-names.js';
import { kebab, namespaceOf } from './names.js';
import { planUnits, type PlannedUnit } from './units.js';

export interface Plan {
  readonly model: Model;
  readonly units: readonly PlannedUnit[];
  readonly protobuf: ProtoLayouts;
  readonly avro: AvroLayouts;
  readonly lock: Lock;
}

/** Reports AW4001, AW4004 and what an encoding cannot carry (AW33xx, AW34xx). */
export function plan(model: Model, config: Config, lock: Lock, diagnostics: Diagnostics): Plan {
  const folders = config.schemas.map((schema) => schema.value);
  const units = planUnits(model, { folders, encodings: config.encodings });
  claimPaths(units, model, diagnostics);
  for (const unit of units) refuseCodecNames(unit, diagnostics);
  const protobuf = planProtobuf(declarationsOf(units, 'protobuf'), lock, diagnostics);
  const avro = planAvro(declarationsOf(units, 'avro'), protobuf.lock, diagnostics, {
    namespace: namespaceOf(model.protocol?.name),
    ...(model.protocol === undefined ? {} : { messages: sentOnTheirOwn(model.protocol) }),
  });
  // What was released is no business of the encodings, and stays.
  const kept: Lock = { ...avro.lock, ...(lock.released === undefined ? {} : { released: lock.released }) };
  return { model, units, protobuf: protobuf.layouts, avro: avro.layouts, lock: kept };
}

/** What has a fingerprint of its own on the wire: headers, data and metadata. */
function sentOnTheirOwn(protocol: Protocol): readonly Declaration[] {
  const sent = protocol.messages
    .filter((message) => message.encodings.includes('avro'))
    .flatMap(({ data, metadata }) => (metadata === undefined ? [data] : [data, metadata]));
  return [...new Set([headerOf(protocol), ...sent])];
}

function declarationsOf(units: readonly PlannedUnit[], encoding: Encoding): readonly Declaration[] {
  return units.flatMap((unit) => unit.encodings.get(encoding) ?? []);
}

function claimPaths(units: readonly PlannedUnit[], { protocol }: Model, diagnostics: Diagnostics): void {
  const claims = createClaims(diagnostics);
  for (const { base, module } of units) claims.claim(base, { source: module.source, start: 0, end: 0 });
  for (const agent of protocol?.agents ?? []) claims.claim(`agents/${kebab(agent.key)}`, agent.span);
  for (const operation of protocol?.operations ?? [])
    claims.claim(`operations/${kebab(operation.key)}`, operation.span);
}
