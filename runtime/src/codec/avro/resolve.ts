/**
 * Schema resolution (Avro 1.12, "Schema Resolution") as a tree of closures that turn the writer's bytes into the bytes
 * that the reader's schema gives them. The generated reader then reads those: what a value may be is said once, there.
 */
import { Fault } from '../codec.js';
import { writeJson } from './avro-json.js';
import type { AvroReader } from './reader.js';
import {
  type AvroNode,
  type EnumNode,
  type FieldNode,
  isWeightless,
  type Logical,
  type RecordNode,
  SchemaError,
  shortName,
} from './schema.js';
import { skipValue } from './skip.js';
import { AvroWriter } from './writer.js';

/** Reads a value of the writer's schema and writes it by the reader's. */
export type Transcode = (r: AvroReader, w: AvroWriter) => void;

/** Defaults make the output larger than the input; beyond this it is an attack. */
const largestOutput = 64 * 1024 * 1024;

/** @throws {SchemaError} where no value of the writer could be read */
export function resolveSchemas(writer: AvroNode, reader: AvroNode): Transcode {
  return new Resolver().resolve(writer, reader);
}

class Resolver {
  readonly #known = new Map<AvroNode, Map<AvroNode, { run?: Transcode }>>();

  resolve(writer: AvroNode, reader: AvroNode): Transcode {
    // Only records recur, and only records cost anything to resolve twice.
    if (writer.kind !== 'record' || reader.kind !== 'record') return this.#build(writer, reader);
    let row = this.#known.get(writer);
    if (row === undefined) this.#known.set(writer, (row = new Map()));
    const known = row.get(reader);
    if (known !== undefined) return (r, w) => known.run?.(r, w);
    const entry: { run?: Transcode } = {};
    row.set(reader, entry);
    try {
      return (entry.run = this.#build(writer, reader));
    } catch (error) {
      row.delete(reader);
      throw error;
    }
  }

  #build(writer: AvroNode, reader: AvroNode): Transcode {
    if (writer.kind === 'union') return this.#fromUnion(writer.branches, reader);
    if (reader.kind === 'union') return this.#intoUnion(writer, reader.branches);
    agree(logicalOf(writer), logicalOf(reader));
    if (writer.kind === 'record' && reader.kind === 'record') return this.#record(writer, reader);
    if (writer.kind === 'enum' && reader.kind === 'enum') return enums(writer, reader);
    if (writer.kind === 'fixed' && reader.kind === 'fixed') {
      if (!sameName(writer, reader) || writer.size !== reader.size) throw mismatch(writer, reader);
      return copy(writer);
    }
    if (writer.kind === 'array' && reader.kind === 'array') {
      const item = this.resolve(writer.items, reader.items);
      return blocks(isWeightless(writer.items), item);
    }
    if (writer.kind === 'map' && reader.kind === 'map') {
      const value = this.resolve(writer.values, reader.values);
      return blocks(false, (r, w) => {
        copyBytes(r, w);
        value(r, w);
      });
    }
    const promoted = promote(writer, reader);
    if (promoted === undefined) throw mismatch(writer, reader);
    return promoted;
  }

  /** Which branch was written is known with the data only, so only then can it be wrong. */
  #fromUnion(branches: readonly AvroNode[], reader: AvroNode): Transcode {
    let reason = 'the union has no branches';
    let possible = 0;
    const runs = branches.map((branch): Transcode => {
      try {
        const run = this.resolve(branch, reader);
        possible++;
        return run;
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        const { message } = error;
        reason = message;
        return (r) => r.refuse(message);
      }
    });
    if (possible === 0) throw new SchemaError(reason);
    return (r, w) => runs[r.index(runs.length)]?.(r, w);
  }

  #intoUnion(writer: AvroNode, branches: readonly AvroNode[]): Transcode {
    // A branch of the very type before one that it could be promoted to, as Apache's own readers choose.
    const order = [...branches.keys()].toSorted(
      (a, b) => closeness(writer, branches[b]) - closeness(writer, branches[a]) || a - b,
    );
    for (const index of order) {
      const branch = branches[index];
      if (branch === undefined) continue;
      try {
        const run = this.resolve(writer, branch);
        return (r, w) => {
          w.index(index);
          run(r, w);
        };
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
      }
    }
    throw new SchemaError(`the writer's ${describe(writer)} fits no branch of the reader's union`);
  }

  #record(writer: RecordNode, reader: RecordNode): Transcode {
    if (!sameName(writer, reader)) throw mismatch(writer, reader);
    const sources = matchFields(writer, reader);
    const taken = sources.filter((index) => index !== -1);
    const steps = reader.fields.map((field, i): Step => {
      const source = sources[i] ?? -1;
      const from = writer.fields[source];
      if (from === undefined) return { source, run: constant(defaultBytes(field, reader)) };
      try {
        return { source, run: this.resolve(from.type, field.type) };
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        throw new SchemaError(`${reader.name}.${field.name}: ${error.message}`);
      }
    });
    const inOrder = taken.every((index, i) => i === 0 || index > (taken[i - 1] ?? 0));
    return inOrder ? straight(writer.fields, steps) : shuffled(writer.fields, steps);
  }
}

interface Step {
  /** Index of the writer's field, -1 for a default. */
  readonly source: number;
  readonly run: Transcode;
}

/** One pass: what the reader does not have is skipped on the way. */
function straight(fields: readonly FieldNode[], steps: readonly Step[]): Transcode {
  const rest = (r: AvroReader, from: number, to: number): void => {
    for (let i = from; i < to; i++) skipValue((fields[i] as FieldNode).type, r);
  };
  return (r, w) => {
    r.enter();
    let next = 0;
    for (const { source, run } of steps) {
      if (source !== -1) {
        rest(r, next, source);
        next = source + 1;
      }
      run(r, w);
    }
    rest(r, next, fields.length);
    r.leave();
  };
}

/** Two passes: where the fields begin, then the reader's order. */
function shuffled(fields: readonly FieldNode[], steps: readonly Step[]): Transcode {
  return (r, w) => {
    r.enter();
    const starts = fields.map((field) => {
      const start = r.position;
      skipValue(field.type, r);
      return start;
    });
    const end = r.position;
    for (const { source, run } of steps) {
      if (source !== -1) r.position = starts[source] ?? end;
      run(r, w);
    }
    r.position = end;
    r.leave();
  };
}

/** Per field of the reader the writer's, by name first; an alias takes only what no name has taken. */
function matchFields(writer: RecordNode, reader: RecordNode): readonly number[] {
  const byName = reader.fields.map((field) => writer.fields.findIndex((from) => from.name === field.name));
  const taken = new Set(byName);
  return reader.fields.map((field, i) => {
    if (byName[i] !== -1) return byName[i] ?? -1;
    const index = writer.fields.findIndex((from, at) => !taken.has(at) && field.aliases.includes(from.name));
    taken.add(index);
    return index;
  });
}

function defaultBytes(field: FieldNode, reader: RecordNode): Uint8Array {
  if (field.default === undefined)
    throw new SchemaError(`${reader.name}.${field.name} is not in the writer's schema and has no default`);
  const w = new AvroWriter();
  writeJson(field.type, field.default.value, w, 'first');
  return w.written().slice();
}

function constant(bytes: Uint8Array): Transcode {
  return (_, w) => {
    w.raw(bytes);
    bound(w);
  };
}

function enums(writer: EnumNode, reader: EnumNode): Transcode {
  if (!sameName(writer, reader)) throw mismatch(writer, reader);
  const fallback = reader.default === undefined ? -1 : reader.symbols.indexOf(reader.default);
  const map = writer.symbols.map((symbol) => {
    const index = reader.symbols.indexOf(symbol);
    return index === -1 ? fallback : index;
  });
  return (r, w) => {
    const written = r.index(map.length);
    const index = map[written] ?? -1;
    if (index === -1) r.refuse(`${writer.symbols[written]} is no symbol of the reader's ${reader.name}`);
    w.index(index);
  };
}

function blocks(weightless: boolean, item: Transcode): Transcode {
  return (r, w) => {
    let seen = 0;
    for (let left = r.block(seen, weightless); left > 0; left = r.block(seen, weightless)) {
      seen += left;
      w.long(left);
      for (; left > 0; left--) item(r, w);
      bound(w);
    }
    w.end();
  };
}

function bound(w: AvroWriter): void {
  if (w.position > largestOutput)
    throw new Fault(`the resolved message is larger than ${largestOutput} bytes`, 0, true);
}

function copy(node: AvroNode): Transcode {
  return (r, w) => {
    const start = r.position;
    skipValue(node, r);
    w.raw(r.span(start, r.position));
  };
}

function copyBytes(r: AvroReader, w: AvroWriter): void {
  const start = r.position;
  r.skipBytes();
  w.raw(r.span(start, r.position));
}

function promote(writer: AvroNode, reader: AvroNode): Transcode | undefined {
  if (writer.kind === reader.kind) return copy(writer);
  switch (`${writer.kind} ${reader.kind}`) {
    case 'int long':
    case 'string bytes':
    case 'bytes string':
      return copy(writer);
    case 'int float':
    case 'long float':
      return (r, w) => w.float(Number(r.bigint()));
    case 'int double':
    case 'long double':
      return (r, w) => w.double(Number(r.bigint()));
    case 'float double':
      return (r, w) => w.double(r.float());
    default:
      return undefined;
  }
}

/** Two logical types that both sides state must mean the same: milliseconds read as microseconds are not data. */
function agree(writer: Logical, reader: Logical): void {
  if (writer.logical === undefined || reader.logical === undefined) return;
  if (writer.logical !== reader.logical)
    throw new SchemaError(`the writer's ${writer.logical} is not the reader's ${reader.logical}`);
  if (writer.logical !== 'decimal') return;
  if (writer.scale !== reader.scale)
    throw new SchemaError(
      `the writer's decimals have ${writer.scale} digits after the point, the reader's ${reader.scale}`,
    );
  // More digits than the writer has are no harm, though the letter of the specification wants the same number.
  if ((reader.precision ?? 0) < (writer.precision ?? 0))
    throw new SchemaError(
      `the writer's decimals have up to ${writer.precision} digits, the reader's ${reader.precision}`,
    );
}

function logicalOf(node: AvroNode): Logical {
  return 'logical' in node ? node : {};
}

/** The reader's aliases are full names; else the names have to agree without their namespaces. */
function sameName(writer: { name: string }, reader: { name: string; aliases: readonly string[] }): boolean {
  return shortName(writer.name) === shortName(reader.name) || reader.aliases.includes(writer.name);
}

function closeness(writer: AvroNode, branch: AvroNode | undefined): number {
  if (branch === undefined || branch.kind !== writer.kind) return 0;
  if (!('name' in branch) || !('name' in writer)) return 3;
  return branch.name === writer.name ? 3 : shortName(branch.name) === shortName(writer.name) ? 2 : 1;
}

function describe(node: AvroNode): string {
  return 'name' in node ? `${node.kind} ${node.name}` : node.kind;
}

function mismatch(writer: AvroNode, reader: AvroNode): SchemaError {
  return new SchemaError(`the writer's ${describe(writer)} cannot be read as ${describe(reader)}`);
}
