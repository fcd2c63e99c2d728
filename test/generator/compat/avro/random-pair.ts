/** Avro schemas and their neighbours: a pair differs in a few places, as two versions do. */
import type { Json } from '../../../../generator/src/model/types.js';
import type { Seeded } from '../../../support/seeded.js';

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const names = ['A', 'B', 'C', 'D'];

interface Naming {
  readonly random: Seeded;
  readonly defined: Set<string>;
}

export function randomPair(random: Seeded): readonly [Json, Json] {
  const old = type({ random, defined: new Set() }, 0);
  return [old, edited(edited(old, random), random)];
}

function type(naming: Naming, depth: number): Json {
  const { random } = naming;
  if (depth > 2 || random.chance(0.35)) return random.pick(primitives);
  switch (random.int(5)) {
    case 0:
      return { type: 'array', items: type(naming, depth + 1) };
    case 1:
      return { type: 'map', values: type(naming, depth + 1) };
    case 2:
      return union(naming, depth);
    default:
      return named(naming, depth);
  }
}

function union(naming: Naming, depth: number): Json {
  const branches: Json[] = [];
  const seen = new Set<string>();
  for (let n = 1 + naming.random.int(3); n > 0; n--) {
    const branch = naming.random.chance(0.6) ? naming.random.pick(primitives) : named(naming, depth + 1);
    const key = typeof branch === 'string' ? branch : String((branch as { name?: Json }).name);
    if (!seen.has(key)) branches.push(branch);
    seen.add(key);
  }
  return branches;
}

function named(naming: Naming, depth: number): Json {
  const { random, defined } = naming;
  const free = names.filter((name) => !defined.has(name));
  if (free.length === 0) return random.pick(primitives);
  const name = random.pick(free);
  defined.add(name);
  switch (random.int(4)) {
    case 0: {
      const symbols = ['X', 'Y', 'Z'].slice(0, 1 + random.int(3));
      return { type: 'enum', name, symbols, ...(random.chance(0.3) ? { default: symbols[0] ?? 'X' } : {}) };
    }
    case 1:
      return { type: 'fixed', name, size: 1 + random.int(2) };
    default:
      return { type: 'record', name, fields: fields(naming, depth) };
  }
}

function fields(naming: Naming, depth: number): Json[] {
  return ['p', 'q', 'r'].slice(0, 1 + naming.random.int(3)).map((name) => {
    const of = type(naming, depth + 1);
    const fallback = naming.random.chance(0.4) ? defaultOf(of) : undefined;
    return { name, type: of, ...(fallback === undefined ? {} : { default: fallback }) };
  });
}

function defaultOf(of: Json): Json | undefined {
  if (Array.isArray(of)) return defaultOf((of as readonly Json[])[0] ?? 'null');
  if (of === 'null') return null;
  if (of === 'boolean') return true;
  if (of === 'string' || of === 'bytes') return 'd';
  if (typeof of === 'string') return 7;
  return undefined;
}

function edited(json: Json, random: Seeded): Json {
  if (typeof json === 'string')
    return primitives.includes(json) && random.chance(0.12) ? random.pick(primitives) : json;
  if (Array.isArray(json)) {
    const kept = (json as readonly Json[])
      .filter(() => !random.chance(0.1))
      .map((one) => (typeof one === 'string' ? one : edited(one, random)));
    const more = random.chance(0.15) && !kept.includes('long') ? ['long'] : [];
    return kept.length + more.length === 0 ? json : [...kept, ...more];
  }
  if (json === null || typeof json !== 'object') return json;
  const node = json as { readonly [key: string]: Json };
  switch (node['type']) {
    case 'array':
      return random.chance(0.05)
        ? (node['items'] ?? 'int')
        : { ...node, items: edited(node['items'] ?? 'int', random) };
    case 'map':
      return { ...node, values: edited(node['values'] ?? 'int', random) };
    case 'enum': {
      if (random.chance(0.6)) return node;
      const symbols = random.chance(0.5) ? ['X', 'Y', 'Z', 'W'] : ['X'];
      return { type: 'enum', name: node['name'] ?? 'A', symbols, ...(random.chance(0.4) ? { default: 'X' } : {}) };
    }
    case 'fixed':
      return random.chance(0.1) ? { ...node, size: 3 } : node;
    case 'record': {
      const list = (node['fields'] as readonly { readonly [key: string]: Json }[])
        .filter(() => !random.chance(0.1))
        .map((field): { readonly [key: string]: Json } => {
          if (random.chance(0.08))
            return { ...field, name: `${String(field['name'])}2`, aliases: [field['name'] ?? ''] };
          const of = edited(field['type'] ?? 'int', random);
          const { default: _default, ...rest } = field;
          const fallback = random.chance(0.5) ? defaultOf(of) : undefined;
          return { ...rest, type: of, ...(fallback === undefined ? {} : { default: fallback }) };
        });
      if (random.chance(0.2))
        list.push({ name: `extra${random.int(1e6)}`, type: 'int', ...(random.chance(0.5) ? { default: 0 } : {}) });
      return {
        ...node,
        fields: list,
        ...(random.chance(0.05)
          ? { name: `${String(node['name'])}x`, aliases: random.chance(0.5) ? [node['name'] ?? ''] : [] }
          : {}),
      };
    }
    default:
      return json;
  }
}
