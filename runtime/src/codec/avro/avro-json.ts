/**
 * Avro's JSON encoding (Avro 1.12, "JSON Encoding") as functions over the binary one: unions are `{ "branch": value }`,
 * bytes are text of code points up to 255. Defaults in schemas are the same but for unions, which go by their first branch.
 */
import type { AvroReader } from './reader.js';
import { type AvroJson, type AvroNode, branchName, isWeightless, SchemaError } from './schema.js';
import type { AvroWriter } from './writer.js';

/** A JSON value whose large integers are bigint. */
export type ExactJson =
  null | boolean | number | bigint | string | readonly ExactJson[] | { readonly [key: string]: ExactJson };

/**
 * Writes a JSON value in binary.
 * @param unions `tagged` in data, `first` in defaults: there a union takes the first branch that the value fits
 * @throws {SchemaError} where the value is none of the schema's
 */
export function writeJson(node: AvroNode, json: ExactJson, w: AvroWriter, unions: 'tagged' | 'first', depth = 0): void {
  if (depth > 128) throw new SchemaError('nested deeper than 128 levels');
  const expected = (what: string): SchemaError => new SchemaError(`expected ${what}`);
  switch (node.kind) {
    case 'null':
      if (json !== null) throw expected('null');
      return;
    case 'boolean':
      if (typeof json !== 'boolean') throw expected('true or false');
      return w.boolean(json);
    case 'int':
      if (typeof json !== 'number' || (json | 0) !== json) throw expected('a 32-bit integer');
      return w.int(json);
    case 'long':
      if (typeof json !== 'bigint' && !Number.isInteger(json)) throw expected('a 64-bit integer');
      if (BigInt.asIntN(64, BigInt(json as number | bigint)) !== BigInt(json as number | bigint))
        throw expected('a 64-bit integer');
      return w.bigint(BigInt(json as number | bigint));
    case 'float':
      return w.float(numberOf(json));
    case 'double':
      return w.double(numberOf(json));
    case 'string':
      if (typeof json !== 'string') throw expected('text');
      return w.string(json);
    case 'bytes':
      return w.bytesValue(bytesOf(json));
    case 'fixed': {
      const bytes = bytesOf(json);
      if (bytes.length !== node.size) throw expected(`text of ${node.size} code points`);
      return w.fixed(bytes, node.size);
    }
    case 'enum': {
      const index = typeof json === 'string' ? node.symbols.indexOf(json) : -1;
      if (index === -1) throw expected(`one of ${node.symbols.slice(0, 20).join(', ')}`);
      return w.index(index);
    }
    case 'array':
      if (!isList(json)) throw expected('a list');
      w.items(json);
      for (const item of json) writeJson(node.items, item, w, unions, depth + 1);
      return w.end();
    case 'map':
      if (!isObject(json)) throw expected('an object');
      for (const [key, value] of w.entries(json)) {
        w.string(key);
        writeJson(node.values, value, w, unions, depth + 1);
      }
      return w.end();
    case 'union':
      return unions === 'tagged' ? writeTagged(node, json, w, depth) : writeFirst(node, json, w, depth);
    case 'record':
      if (!isObject(json)) throw expected('an object');
      for (const field of node.fields) {
        const value = Object.hasOwn(json, field.name) ? json[field.name] : undefined;
        if (value !== undefined) writeJson(field.type, value, w, unions, depth + 1);
        else if (field.default !== undefined && unions === 'first')
          writeJson(field.type, field.default.value, w, 'first', depth + 1);
        else throw new SchemaError(`the field ${field.name} is missing`);
      }
  }
}

function writeTagged(node: Extract<AvroNode, { kind: 'union' }>, json: ExactJson, w: AvroWriter, depth: number): void {
  const [tag, ...more] = json === null ? ['null'] : isObject(json) ? Object.keys(json) : [];
  const index = node.branches.findIndex((branch) => branchName(branch) === tag);
  const branch = node.branches[index];
  if (tag === undefined || more.length > 0 || branch === undefined || (tag === 'null') !== (json === null))
    throw new SchemaError(`expected one of ${node.branches.map((one) => `{ "${branchName(one)}": ... }`).join(', ')}`);
  w.index(index);
  writeJson(branch, isObject(json) ? (json[tag] ?? null) : null, w, 'tagged', depth + 1);
}

function writeFirst(node: Extract<AvroNode, { kind: 'union' }>, json: ExactJson, w: AvroWriter, depth: number): void {
  // The first branch until Avro 1.11, any branch since 1.12.
  const start = w.position;
  for (const [index, branch] of node.branches.entries()) {
    try {
      w.index(index);
      return writeJson(branch, json, w, 'first', depth + 1);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      w.position = start;
    }
  }
  throw new SchemaError('the value fits no branch of the union');
}

/** Reads a value as the text of its JSON encoding. */
export function readJson(node: AvroNode, r: AvroReader): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(r.boolean());
    case 'int':
      return String(r.int());
    case 'long':
      return String(r.bigint());
    case 'float':
      return numberText(r.float());
    case 'double':
      return numberText(r.double());
    case 'string':
      return JSON.stringify(r.string());
    case 'bytes':
      return bytesText(r.bytes());
    case 'fixed':
      return bytesText(r.fixed(node.size));
    case 'enum':
      return JSON.stringify(node.symbols[r.index(node.symbols.length)]);
    case 'union': {
      const branch = node.branches[r.index(node.branches.length)];
      if (branch === undefined || branch.kind === 'null') return 'null';
      return `{${JSON.stringify(branchName(branch))}:${readJson(branch, r)}}`;
    }
    case 'array':
      return `[${readBlocks(r, isWeightless(node.items), () => readJson(node.items, r)).join(',')}]`;
    case 'map': {
      const entry = (): string => `${JSON.stringify(r.string())}:${readJson(node.values, r)}`;
      return `{${readBlocks(r, false, entry).join(',')}}`;
    }
    case 'record': {
      r.enter();
      const fields = node.fields.map((field) => `${JSON.stringify(field.name)}:${readJson(field.type, r)}`);
      r.leave();
      return `{${fields.join(',')}}`;
    }
  }
}

function readBlocks(r: AvroReader, weightless: boolean, item: () => string): string[] {
  const out: string[] = [];
  for (let left = r.block(0, weightless); left > 0; left = r.block(out.length, weightless)) {
    for (; left > 0; left--) out.push(item());
  }
  return out;
}

const special: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

function numberOf(json: ExactJson): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'bigint') return Number(json);
  if (typeof json === 'string' && Object.hasOwn(special, json)) return special[json] ?? NaN;
  throw new SchemaError('expected a number');
}

function numberText(value: number): string {
  return Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : `"${value}"`;
}

function bytesOf(json: ExactJson): Uint8Array {
  if (typeof json !== 'string') throw new SchemaError('expected text of code points up to 255');
  return Uint8Array.from(json, (unit) => {
    const code = unit.codePointAt(0) ?? 256;
    if (code > 255) throw new SchemaError('expected text of code points up to 255');
    return code;
  });
}

function bytesText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return JSON.stringify(text);
}

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * JSON.parse that keeps integers beyond 2^53 exact. Strings and numbers both become marked strings first, so that
 * neither can pass for the other.
 * @throws {SyntaxError}
 */
export function parseExact(text: string): ExactJson {
  const marked = text.replace(token, (found) => {
    if (found.startsWith('"')) return `"$${found.slice(1)}`;
    if (!number.test(found)) throw new SyntaxError(`${found.slice(0, 40)} is not a number`);
    return `"#${found}"`;
  });
  return unmark(JSON.parse(marked) as AvroJson, 0);
}

function unmark(json: AvroJson, depth: number): ExactJson {
  if (depth > 256) throw new SyntaxError('nested deeper than 256 levels');
  if (typeof json === 'string') {
    const text = json.slice(1);
    if (json.startsWith('$')) return text;
    const value = Number(text);
    return /^-?\d+$/.test(text) && text.length < 40 && !Number.isSafeInteger(value) ? BigInt(text) : value;
  }
  if (isList(json)) return json.map((item) => unmark(item as AvroJson, depth + 1));
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key.slice(1), unmark(value as AvroJson, depth + 1)]),
  );
}

function isList(json: ExactJson): json is readonly ExactJson[] {
  return Array.isArray(json);
}

function isObject(json: ExactJson): json is { readonly [key: string]: ExactJson } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
