import type { Assigner, PartitionAssigner } from 'kafkajs';
import type { Library } from './load.js';

/**
 * The library's own way to share partitions, which first waits for what is under way.
 *
 * kafkajs rejoins its group at once when it is told to, with handlers still at work on partitions that the next owner
 * begins with; and it says so in an event that nobody can hold up. It looks for the group's coordinator before every join,
 * by a cluster that it gives to each assigner: there the join can wait. The broker waits for all members in turn, so that
 * nobody begins before everybody has stopped.
 */
export function drainingAssigner({ PartitionAssigners }: Library, stopped: () => Promise<void>): PartitionAssigner {
  return (config): Assigner => {
    const { cluster } = config;
    const find = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      await stopped();
      return find(group);
    };
    return PartitionAssigners.roundRobin(config);
  };
}
