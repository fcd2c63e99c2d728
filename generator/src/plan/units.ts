/** Which folder of the output each schema file goes to, and which of its declarations get which encoding. */
import type { Encoding, Model, Protocol, SchemaModule } from '../model/model.js';
import type { Declaration, Format } from '../model/types.js';
import { reachable } from '../model/walk.js';
import { kebab } from './names.js';

/** A schema file's folder of generated code. */
export interface PlannedUnit {
  readonly module: SchemaModule;
  /** `messages/task-status`, `envelope`, or the mirrored path of the schema file (`proto/cloud-events.proto`). */
  readonly base: string;
  /** Mirrored files get an entry module beside their folder. */
  readonly mirrored: boolean;
  readonly encodings: ReadonlyMap<Encoding, readonly Declaration[]>;
}

export interface UnitOptions {
  /** Folders that are cut from mirrored paths, e.g. `schemas`. */
  readonly folders: readonly string[];
  /** Encodings for everything, beside what bindings need. */
  readonly encodings: readonly Encoding[];
}

const own: Readonly<Record<Format, Encoding>> = { 'json-schema': 'json', protobuf: 'protobuf', avro: 'avro' };

export function planUnits(model: Model, options: UnitOptions): readonly PlannedUnit[] {
  const needs = encodingNeeds(model, options);
  return model.schemas
    .filter((module) => module.declarations.length > 0)
    .map((module) => {
      const base = baseOf(module, model.protocol);
      const encodings = new Map<Encoding, readonly Declaration[]>();
      for (const encoding of ['json', 'protobuf', 'avro'] as const) {
        const declarations = module.declarations.filter((declaration) => needs.get(encoding)?.has(declaration));
        if (declarations.length > 0) encodings.set(encoding, declarations);
      }
      return {
        module,
        base: base ?? mirror(module.source.path, options.folders),
        mirrored: base === undefined,
        encodings,
      };
    });
}

/** A message's own file goes by the message's key; a file with several messages, or none, is mirrored. */
function baseOf(module: SchemaModule, protocol: Protocol | undefined): string | undefined {
  if (protocol === undefined) return undefined;
  if (module.declarations.includes(protocol.envelope)) return 'envelope';
  const messages = protocol.messages.filter((message) => module.declarations.includes(message.data));
  const [first] = messages;
  return first !== undefined && messages.length === 1 ? `messages/${kebab(first.key)}` : undefined;
}

/** `schemas/proto/cloud_events.proto` -> `proto/cloud-events.proto`; `.schema.json` is cut to `.schema`. */
function mirror(path: string, folders: readonly string[]): string {
  const folder = folders.find((one) => path.startsWith(`${one}/`));
  const inside = folder === undefined ? path : path.slice(folder.length + 1);
  const segments = inside.replace(/\.(?:json|ya?ml)$/i, '').split('/');
  return segments
    .map((segment) =>
      segment
        .split('.')
        .map((part) => kebab(part) || 'x')
        .join('.'),
    )
    .join('/');
}

/**
 * Every declaration has JSON and its own format; what a message is sent in reaches everything that the message refers
 * to. Without a manifest nothing is derived unless `encodings` asks for it.
 */
function encodingNeeds(model: Model, options: UnitOptions): ReadonlyMap<Encoding, ReadonlySet<Declaration>> {
  const roots: Record<Encoding, Declaration[]> = { json: [], protobuf: [], avro: [] };
  for (const module of model.schemas) {
    for (const encoding of new Set<Encoding>(['json', own[module.format], ...options.encodings])) {
      roots[encoding].push(...module.declarations);
    }
  }
  const { protocol } = model;
  if (protocol !== undefined) {
    for (const message of protocol.messages) {
      const declarations = message.metadata === undefined ? [message.data] : [message.data, message.metadata];
      for (const encoding of message.encodings) roots[encoding].push(...declarations, protocol.envelope);
    }
  }
  return new Map((['json', 'protobuf', 'avro'] as const).map((encoding) => [encoding, reachable(roots[encoding])]));
}
