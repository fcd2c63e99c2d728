/** Names of messages and enums, and how a reference finds them. */
import type { ProtoFile } from './files.js';
import type { Entry, EnumEntry, MessageEntry } from './outline.js';

export interface Named {
  readonly file: ProtoFile;
  readonly entry: MessageEntry | EnumEntry;
  /** Names from the file's top level down. */
  readonly path: readonly string[];
}

export function fullName(file: ProtoFile, path: readonly string[]): string {
  return [...(file.outline.package === '' ? [] : [file.outline.package]), ...path].join('.');
}

/** Messages and enums of a file, in the order of the text. */
export function namedOf(file: ProtoFile): readonly Named[] {
  const out: Named[] = [];
  visit(file.outline.entries, []);
  return out;

  function visit(entries: readonly Entry[], path: readonly string[]): void {
    for (const entry of entries) {
      if (entry.kind === 'message') {
        out.push({ file, entry, path: [...path, entry.name] });
        visit(entry.entries, [...path, entry.name]);
      } else if (entry.kind === 'enum') out.push({ file, entry, path: [...path, entry.name] });
    }
  }
}

export interface Lookup {
  /** The nearest declaration of that name, from the scope outwards. */
  find(name: string, scope: readonly string[]): Named | undefined;
  readonly names: readonly string[];
}

/** What a file sees: itself, its imports, and what those import publicly. */
export function lookupOf(file: ProtoFile): Lookup {
  const visible = new Map<string, Named>();
  for (const one of visibleFrom(file)) {
    for (const named of namedOf(one)) visible.set(fullName(one, named.path), named);
  }
  const home = file.outline.package === '' ? [] : file.outline.package.split('.');
  return {
    names: [...visible.keys()],
    find(name, scope) {
      if (name.startsWith('.')) return visible.get(name.slice(1));
      const around = [...home, ...scope];
      for (let depth = around.length; depth >= 0; depth--) {
        const found = visible.get([...around.slice(0, depth), name].join('.'));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** A file and all that it imports, directly or not, in the order of their paths. */
export function reachedFrom(file: ProtoFile): readonly ProtoFile[] {
  const seen = new Set<ProtoFile>([file]);
  for (const one of seen) for (const next of one.imports) seen.add(next.file);
  return [...seen].toSorted((a, b) => (a.source.path < b.source.path ? -1 : 1));
}

function visibleFrom(file: ProtoFile): ReadonlySet<ProtoFile> {
  const seen = new Set<ProtoFile>([file]);
  const waiting = file.imports.map((one) => one.file);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const one of next.imports) if (one.visibility === 'public') waiting.push(one.file);
  }
  return seen;
}
