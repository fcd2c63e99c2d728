/** The server's side of routes: from a method and a path to the agents that serve it. */
import type { Place as Served } from '../../addressing.js';
import { routeMatcher } from '../../placeholders.js';
import { bindRoute, type RouteBinding } from './binding.js';
import type { Member } from '../../membership.js';

export interface Place extends Served {
  readonly binding: RouteBinding;
}

export interface Match {
  /** Placeholders to their values, decoded. */
  readonly values: Readonly<Record<string, string>>;
  /** Whoever serves this route, at least one. */
  readonly places: readonly Place[];
}

export interface RouteTable {
  find(method: string, path: string): Match | undefined;
  /** The methods that a path takes; none where it is nobody's. */
  methods(path: string): readonly string[];
}

type PathMatcher = ReturnType<typeof routeMatcher>;

interface Row {
  readonly method: string;
  readonly match: PathMatcher;
  readonly places: Place[];
}

export function routeTable(members: Iterable<Member>): RouteTable {
  const rows = new Map<string, Row>();
  for (const member of members) {
    for (const operation of Object.values(member.host.agent.operations)) {
      for (const route of operation.bindings.http ?? []) {
        const key = `${route.method} ${route.path}`;
        const row = rows.get(key) ?? { method: route.method, match: quickMatcher(route.path), places: [] };
        row.places.push({ member, operation, binding: bindRoute(route) });
        rows.set(key, row);
      }
    }
  }
  // A literal segment goes before a placeholder: `/tasks/next` before `/tasks/{task_id}`.
  const ordered = [...rows.entries()].toSorted(([a], [b]) => openness(a) - openness(b)).map(([, row]) => row);
  return {
    find(method, path) {
      // HEAD is GET without the body (RFC 9110 9.3.2); node:http leaves the body out.
      const wanted = method === 'HEAD' ? 'GET' : method;
      for (const row of ordered) {
        if (row.method !== wanted) continue;
        const values = row.match(path);
        if (values !== undefined) return { values, places: row.places };
      }
      return undefined;
    },
    methods(path) {
      const found = new Set(ordered.filter((row) => row.match(path) !== undefined).map((row) => row.method));
      if (found.size === 0) return [];
      if (found.has('GET')) found.add('HEAD');
      return [...found.add('OPTIONS')].toSorted();
    },
  };
}

/** Most routes are told apart by how they begin and end, without looking at their segments. */
function quickMatcher(template: string): PathMatcher {
  const start = template.split('{', 1)[0] ?? '';
  const end = template.slice(template.lastIndexOf('}') + 1);
  const match = routeMatcher(template);
  return (path) => (path.startsWith(start) && path.endsWith(end) ? match(path) : undefined);
}

function openness(path: string): number {
  return path.split('{').length;
}
