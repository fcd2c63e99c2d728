/** The client's side of a route: which of an operation's routes fits a message, and the request target it makes. */
import { AgentError } from '../../error.js';
import type { Outbound } from '../../transport.js';
import { anyAgent, bindRoute, type RouteBinding } from './binding.js';
import type { HttpRoute, OperationFacts } from '../../contract.js';

export interface Target {
  readonly method: HttpRoute['method'];
  readonly path: string;
  readonly bodyless: boolean;
}

const bindings = new WeakMap<OperationFacts, readonly RouteBinding[]>();

/** @throws {AgentError} `operation_unsupported` without a route, `payload_invalid` where none fits the message. */
export function targetOf(outbound: Outbound, basePath: string): Target {
  const { operation, header } = outbound;
  const routes = routesOf(operation);
  if (routes.length === 0) throw AgentError.of('operation_unsupported', `${operation.name} has no HTTP route`);
  const binding = routes.find((one) => fits(one, outbound));
  if (binding === undefined)
    throw AgentError.of('payload_invalid', `no HTTP route of ${operation.name} can carry this message`, {
      path: '/payload/data',
    });
  const template =
    header.destination.agent_id === undefined ? binding.template.replaceAll('{agent_id}', anyAgent) : binding.template;
  const { bodyless } = binding;
  const path = basePath + outbound.fill(template, escapeSegment) + (bodyless ? queryOf(binding, outbound) : '');
  return { method: binding.route.method, path, bodyless };
}

function routesOf(operation: OperationFacts): readonly RouteBinding[] {
  let bound = bindings.get(operation);
  if (bound === undefined) {
    bound = (operation.bindings.http ?? []).map(bindRoute);
    bindings.set(operation, bound);
  }
  return bound;
}

function fits(binding: RouteBinding, outbound: Outbound): boolean {
  return (
    binding.fixed.every(({ member, value }) => outbound.member(member) === value) &&
    binding.inPath.every(({ member }) => (outbound.member(member) ?? '') !== '') &&
    (!binding.bodyless || outbound.texts() !== undefined)
  );
}

function queryOf(binding: RouteBinding, outbound: Outbound): string {
  const elsewhere = new Set([...binding.fixed, ...binding.inPath].map(({ member }) => member));
  const rest = Object.entries(outbound.texts() ?? {}).filter(([name]) => !elsewhere.has(name));
  return rest.length === 0 ? '' : `?${new URLSearchParams(rest).toString()}`;
}

/** One path segment. Dots alone would be resolved away on the route, by proxies and by URL parsers. */
function escapeSegment(value: string): string {
  try {
    if (value !== '.' && value !== '..') return encodeURIComponent(value);
  } catch (cause) {
    // A lone surrogate has no UTF-8.
    if (!(cause instanceof URIError)) throw cause;
  }
  throw AgentError.of('payload_invalid', 'a value of the path cannot stand in a path', { path: '/payload/data' });
}
