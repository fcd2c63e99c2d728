/** What a route says about the payload: which members stand in its path, which it fixes, and how to fill it. */
import type { HttpRoute } from '../../contract.js';

export interface RouteBinding {
  readonly route: HttpRoute;
  /** GET and DELETE: the payload is rebuilt from path and query, the header travels as `X-Agent-Header`. */
  readonly bodyless: boolean;
  /** The path to fill, every placeholder naming what it is read from. */
  readonly template: string;
  /** Payload members by the placeholder that holds them. */
  readonly inPath: readonly { readonly placeholder: string; readonly member: string }[];
  /** Payload members that the route gives a value of its own. */
  readonly fixed: readonly { readonly member: string; readonly value: string }[];
}

/** Stands for `{agent_id}` where the caller names no agent (as in AIP-159): the host resolves it by type. */
export const anyAgent = '-';

/** `DELETE …/tasks/{task_id}: { command: cancel_task, target_task_id: "{task_id}" }` */
export function bindRoute(route: HttpRoute): RouteBinding {
  const rows = Object.entries(route.fixed ?? {}).map(([member, value]) => ({ member, value }));
  const references = rows.flatMap(({ member, value }) => {
    const placeholder = /^\{([^{}]+)\}$/.exec(value)?.[1];
    return placeholder === undefined ? [] : [{ placeholder, member }];
  });
  const direct = placeholdersOf(route.path).flatMap((placeholder) => {
    const member = references.some((one) => one.placeholder === placeholder) ? undefined : memberOf(placeholder);
    return member === undefined ? [] : [{ placeholder, member }];
  });
  return {
    route,
    bodyless: route.method === 'GET' || route.method === 'DELETE',
    template: references.reduce(
      (path, { placeholder, member }) => path.replaceAll(`{${placeholder}}`, `{payload.data.${member}}`),
      route.path,
    ),
    inPath: [...references, ...direct],
    fixed: rows.filter(({ member }) => !references.some((one) => one.member === member)),
  };
}

/** The payload members that a path holds, with those that its route fixes. */
export function membersOfPath(binding: RouteBinding, values: Readonly<Record<string, string>>): Map<string, string> {
  const members = new Map(binding.fixed.map(({ member, value }) => [member, value]));
  for (const { placeholder, member } of binding.inPath) members.set(member, values[placeholder] ?? '');
  return members;
}

function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
}

/** The top-level payload member that a placeholder reads; undefined for addresses, headers and what is nested. */
function memberOf(placeholder: string): string | undefined {
  if (placeholder === 'agent_id' || placeholder === 'agent_type') return undefined;
  const member = placeholder.replace(/^payload\.data\./, '');
  return member.includes('.') ? undefined : member;
}
