/** An agent's own figures, measured when asked: what heartbeats and status replies are filled from. */
import { type ProcessUsage, usageReader } from '#platform';
import type { Clock } from './clock.js';
import type { Slots } from './slots.js';
import type { TaskTable } from './tasks.js';

export interface PresenceFigures {
  readonly status: 'healthy' | 'overloaded';
  /** Running handlers over capacity, 0 to 1. */
  readonly load: number;
  readonly available_capacity: number;
  readonly active_tasks: number;
  readonly queued_tasks: number;
  readonly last_activity: Date;
  readonly capabilities: readonly string[];
  readonly resource_usage: ProcessUsage;
}

export interface Figures {
  readonly read: () => PresenceFigures;
  readonly touch: () => void;
}

export function createFigures(clock: Clock, slots: Slots, tasks: TaskTable, capabilities: readonly string[]): Figures {
  const usage = usageReader(clock.now);
  let last = clock.now();
  return {
    touch() {
      last = clock.now();
    },
    read() {
      const load = Math.min(1, slots.active / slots.capacity);
      return {
        status: slots.queued > 0 ? 'overloaded' : 'healthy',
        load,
        available_capacity: 1 - load,
        active_tasks: tasks.active,
        queued_tasks: slots.queued,
        last_activity: new Date(last),
        capabilities,
        resource_usage: usage(),
      };
    },
  };
}
