/**
 * The Avro schema of every declaration reachable from some roots: as authored, or derived from the model by the table in
 * docs/wire.md, in the order that agentwire.lock keeps.
 */
import { avroCanonicalForm, avroFingerprint, type AvroJson } from '@agentwire/runtime/codegen/v1';
import type { Diagnostics } from '../diagnostics/index.js';
import { type Lock, lockKey, type LockedDeclaration } from '../lock/lock.js';
import type { AvroNamed, AvroSchema } from '../model/avro-schema.js';
import type { Declaration } from '../model/types.js';
import { reachable } from '../model/walk.js';
import type { AvroLayouts, AvroWriterSchema } from './avro-layout.js';
import { type Derivation, schemaFor } from './avro/derive.js';
import { avroName, createNamePool } from './avro/names.js';
import { schemaJson } from './avro/schema-json.js';
import { targetsOf } from './avro/targets.js';

export interface AvroOptions {
  /** Of derived schemas. */
  readonly namespace: string;
  /**
   * Declarations that are sent on their own, whose writer schemas the lock keeps. Default: those of `roots` that no
   * other one refers to, and those that are a whole file.
   */
  readonly messages?: readonly Declaration[];
}

/** @returns the layouts, and the lock with the order and writer schemas of what is new. Reports AW3430. */
export function planAvro(
  roots: readonly Declaration[],
  lock: Lock,
  diagnostics: Diagnostics,
  options: AvroOptions,
): { readonly layouts: AvroLayouts; readonly lock: Lock } {
  const all = [...reachable(roots)];
  const pool = createNamePool();
  const names = fullNames(all, options.namespace);
  for (const name of names.values()) pool.take(name);
  const derivation: Derivation = {
    lock,
    diagnostics,
    pool,
    nameOf: (declaration) => names.get(declaration) ?? avroName(declaration.name),
    schemaOf: new Map(),
    declarationOf: new Map(),
    shared: new Map(),
  };
  for (const declaration of all) schemaFor(declaration, derivation);
  const messages = new Set(options.messages ?? heads(roots));
  const after = locked(all, messages, derivation.schemaOf, lock);
  return { layouts: { ...derivation, earlierOf: earlier(messages, derivation.schemaOf, after) }, lock: after };
}

/** Namespace and name; two declarations of one name get their file's name in between. */
function fullNames(all: readonly Declaration[], namespace: string): ReadonlyMap<Declaration, string> {
  const derived = all.filter((declaration) => declaration.avro === undefined);
  const names = new Map<Declaration, string>();
  const taken = new Set(all.flatMap(({ avro }) => (avro !== undefined && 'name' in avro ? [avro.name] : [])));
  for (const declaration of derived) {
    const plain = join(namespace, avroName(declaration.name));
    const shared =
      taken.has(plain) || derived.some((other) => other !== declaration && other.name === declaration.name);
    const file = declaration.origin.path.slice(declaration.origin.path.lastIndexOf('/') + 1).split('.')[0] ?? '';
    names.set(declaration, shared ? join(join(namespace, avroName(file)), avroName(declaration.name)) : plain);
  }
  // Files of one name in two folders: the whole path tells them apart.
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [declaration, name] of names) {
    if ((counts.get(name) ?? 0) < 2) continue;
    const folders = declaration.origin.path.split('/').map((part) => avroName(part.split('.')[0] ?? part));
    names.set(declaration, join(join(namespace, folders.join('.')), avroName(declaration.name)));
  }
  return names;
}

function join(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}.${name}`;
}

function heads(roots: readonly Declaration[]): readonly Declaration[] {
  const inner = new Set(roots.flatMap((root) => targetsOf(root).filter((target) => target !== root)));
  const free = roots.filter((root) => !inner.has(root) || root.origin.name === '#');
  return free.length === 0 ? roots : free;
}

function locked(
  all: readonly Declaration[],
  messages: ReadonlySet<Declaration>,
  schemaOf: AvroLayouts['schemaOf'],
  lock: Lock,
): Lock {
  const declarations: Record<string, LockedDeclaration> = { ...lock.declarations };
  for (const declaration of all) {
    const schema = schemaOf.get(declaration);
    if (schema === undefined) continue;
    const key = lockKey(declaration.origin);
    const before = declarations[key] ?? {};
    const order = derivedOrder(declaration, schema);
    const writers = messages.has(declaration) ? writersWith(schema, before.writers ?? []) : before.writers;
    if (order === undefined && writers === undefined) continue;
    declarations[key] = {
      ...before,
      ...(order === undefined ? {} : { order }),
      ...(writers === undefined ? {} : { writers }),
    };
  }
  return { ...lock, declarations };
}

function derivedOrder(declaration: Declaration, schema: AvroSchema): readonly string[] | undefined {
  if (declaration.avro !== undefined || schema.kind !== 'record') return undefined;
  return schema.fields.map((field) => field.property ?? field.name);
}

type Writers = NonNullable<LockedDeclaration['writers']>;

function writersWith(schema: AvroSchema, before: Writers): Writers {
  const writer = writerOf(schema);
  return before.some(({ fingerprint }) => fingerprint === writer.fingerprint) ? before : [...before, writer];
}

function writerOf(schema: AvroSchema): AvroWriterSchema {
  const canonical = avroCanonicalForm(schemaJson(schema, new Set<AvroNamed>()) as AvroJson);
  return { fingerprint: avroFingerprint(canonical), schema: canonical };
}

/** Every locked writer of a message but the schema that it has now. */
function earlier(
  messages: ReadonlySet<Declaration>,
  schemaOf: AvroLayouts['schemaOf'],
  lock: Lock,
): AvroLayouts['earlierOf'] {
  const found = new Map<Declaration, Writers>();
  for (const declaration of messages) {
    const writers = lock.declarations[lockKey(declaration.origin)]?.writers ?? [];
    const schema = schemaOf.get(declaration);
    if (writers.length < 2 || schema === undefined) continue;
    const { fingerprint } = writerOf(schema);
    found.set(
      declaration,
      writers.filter((writer) => writer.fingerprint !== fingerprint),
    );
  }
  return found;
}
