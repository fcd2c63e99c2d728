/** The manifest's `fill`: members that nobody has to write. What the caller gives itself always stands. */
import type { FillRules, FillSource } from './contract.js';
import type { World } from './clock.js';
import type { Header } from './header.js';
import { AgentError } from './error.js';
import { valueAt } from './placeholders.js';

export interface FillSources {
  readonly world: World;
  readonly header?: Header;
  /** The request's data, where the filled message answers one. */
  readonly request?: unknown;
  /** When the handler started, in milliseconds: for `elapsed`. */
  readonly started?: number;
  /** An agent's own figures: for heartbeats and status. */
  readonly presence?: () => unknown;
  /** The last update of a task of this agent, by its id. */
  readonly lastUpdate?: (id: string) => unknown;
}

/** @throws {AgentError} `task_unknown` where the request names a task that this agent does not remember. */
export function applyFill(rules: FillRules | undefined, given: unknown, sources: FillSources): unknown {
  if (rules === undefined) return given;
  const value: Record<string, unknown> = { ...(given as object | undefined) };
  for (const member of Object.keys(rules)) {
    if (value[member] !== undefined) continue;
    const filled = read(rules[member] as FillSource, sources);
    if (filled !== undefined) value[member] = filled;
  }
  return value;
}

function read(source: FillSource, sources: FillSources): unknown {
  switch (source.from) {
    case 'uuid':
      return sources.world.random.uuid();
    case 'now':
      return new Date(sources.world.clock.now());
    case 'elapsed':
      return sources.started === undefined ? undefined : (sources.world.clock.now() - sources.started) / 1000;
    case 'header':
      return valueAt(sources.header, source.path);
    case 'request':
      return valueAt(sources.request, source.path);
    case 'presence':
      return valueAt(sources.presence?.(), source.path);
    case 'task':
      return lastUpdate(valueAt(sources.request, source.path), sources);
    case 'literal':
      return source.value;
  }
}

/** Nothing where the request names no task. */
function lastUpdate(id: unknown, sources: FillSources): unknown {
  if (typeof id !== 'string') return undefined;
  const update = sources.lastUpdate?.(id);
  if (update === undefined)
    throw AgentError.of('task_unknown', 'no task with this id is under way or ended of late', { outcome: 'handled' });
  return update;
}
