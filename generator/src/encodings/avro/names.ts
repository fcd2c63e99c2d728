/** Legal Avro names for any name, injectively: two names never become one. */

const legal = /^[A-Za-z0-9_]$/;

/**
 * The name itself where it is legal, else with `_uXXXX_` for every unit that is not. A text that looks like such an
 * escape already has its underscore escaped, so that no other name can give it.
 */
export function avroName(name: string): string {
  let out = '';
  for (let at = 0; at < name.length; at++) {
    const unit = name.charAt(at);
    const first = at === 0 && /\d/.test(unit);
    const escape = unit === '_' && /^_u(?:[0-9a-f]{4})?_/.test(name.slice(at, at + 7));
    out += legal.test(unit) && !first && !escape ? unit : `_u${hex(unit)}_`;
  }
  return out === '' ? '_u_' : out;
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}

/** Hands out names that nobody else has. */
export interface NamePool {
  take(name: string): string;
}

export function createNamePool(): NamePool {
  const taken = new Set<string>();
  // None is ever given back, so the search goes on where it ended.
  const next = new Map<string, number>();
  return {
    take(name) {
      let free = name;
      let n = next.get(name) ?? 2;
      for (; taken.has(free); n++) free = `${name}_${n}`;
      if (free !== name) next.set(name, n);
      taken.add(free);
      return free;
    },
  };
}
