/** Printed modules that import one another become `data:` modules: nothing is written, and no string is evaluated. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** A module as `printFile` printed it for `js`. */
export interface PrintedModule {
  /** Output path without extension. */
  readonly path: string;
  readonly text: string;
}

export interface LinkOptions {
  /** The URL that stands for a bare specifier. */
  readonly bare: (specifier: string) => string;
}

/** Only the printer's own import and re-export lines begin or end like this: text of schemas never starts a line. */
const specifier = /^((?:import|export) .*from |\} from )'([^']+)';$/gm;

/**
 * The URL of each module, its imports rewritten to URLs, from the bottom up. Equal modules have equal URLs, so that
 * Node's own module cache is the cache. Throws on a circle: callers print what refers to itself into one module.
 */
export function linkModules(modules: readonly PrintedModule[], options: LinkOptions): ReadonlyMap<string, string> {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const urls = new Map<string, string>();
  const open = new Set<string>();
  for (const module of modules) link(module);
  return urls;

  function link(module: PrintedModule): string {
    const known = urls.get(module.path);
    if (known !== undefined) return known;
    if (open.has(module.path)) throw new Error(`bug: ${module.path} imports itself`);
    open.add(module.path);
    const text = module.text.replace(specifier, (_line, head: string, name: string) => {
      return `${head}'${name.startsWith('.') ? link(find(module.path, name)) : options.bare(name)}';`;
    });
    open.delete(module.path);
    const url = toDataUrl(text);
    urls.set(module.path, url);
    return url;
  }

  function find(from: string, name: string): PrintedModule {
    const path = new URL(name, `file:///${from}`).pathname.slice(1).replace(/\.js$/, '');
    const found = byPath.get(decodeURIComponent(path));
    if (found === undefined) throw new Error(`bug: ${from} imports ${name}, which was not printed`);
    return found;
  }
}

/** The digest in front tells the modules of two schemas apart in a stack trace. */
function toDataUrl(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `data:text/javascript;base64,${Buffer.from(`// ${digest}\n${text}`).toString('base64')}`;
}
