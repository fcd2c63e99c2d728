/** Which routes were down a moment ago: they are tried last, so that not every call has to find it out again. */
import type { Clock } from './clock.js';
import type { Route } from './directory.js';
import type { Transport } from './transport.js';

export interface RouteHealth {
  /** The same routes, those that are down behind the others. */
  sorted<R extends Route>(routes: readonly R[]): readonly R[];
  /** A route that was down is tried first again after the cool-off. */
  down(route: Route): void;
  up(route: Route): void;
  isDown(route: Route): boolean;
}

/** Milliseconds; a broker that restarts takes about as long. */
const defaultCoolOff = 5000;

/** @param coolOff milliseconds for which a route that was down is tried last. */
export function createRouteHealth(clock: Clock, coolOff: number = defaultCoolOff): RouteHealth {
  const downUntil = new Map<Transport, number>();
  const isDown = ({ transport }: Route): boolean => (downUntil.get(transport) ?? -Infinity) > clock.now();
  return {
    sorted(routes) {
      if (downUntil.size === 0) return routes;
      return [...routes.filter((route) => !isDown(route)), ...routes.filter(isDown)];
    },
    down: ({ transport }) => void downUntil.set(transport, clock.now() + coolOff),
    up: ({ transport }) => void downUntil.delete(transport),
    isDown,
  };
}
