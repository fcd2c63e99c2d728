/** Consumer groups over the embedded broker's logs: each partition belongs to one member, and is given away only when idle. */
import type { Log } from '../../broker/log.js';
import { AgentError } from '../../error.js';
import type { Committed, ConsumerEvents, KafkaConsumer, Partition, Subscription } from './driver.js';

export interface Groups {
  join(subscription: Subscription, events: ConsumerEvents): Promise<KafkaConsumer>;
}

interface Member {
  readonly subscription: Subscription;
  readonly events: ConsumerEvents;
  /** By name: the offset of the next record to be handed over. */
  readonly positions: Map<string, { readonly partition: Partition; next: bigint }>;
  readonly paused: Set<string>;
}

interface Group {
  readonly members: Member[];
  readonly committed: Map<string, bigint>;
  /** Sharing the partitions anew, one time after the other. */
  sharing: Promise<void>;
  unwatch: () => void;
}

const byLog = new WeakMap<Log, Groups>();

/** Groups belong to the log: all connections to it see the same. */
export function groupsOf(log: Log): Groups {
  const found = byLog.get(log) ?? createGroups(log);
  byLog.set(log, found);
  return found;
}

const batch = 500;
const nameOf = ({ topic, partition }: Partition): string => `${partition} ${topic}`;

function createGroups(log: Log): Groups {
  const groups = new Map<string, Group>();

  const partitionsFor = ({ topics }: Subscription): Partition[] =>
    log
      .topics()
      .filter((topic) => topics.some((wanted) => (typeof wanted === 'string' ? wanted === topic : wanted.test(topic))))
      .flatMap((topic) => Array.from({ length: log.partitions(topic) ?? 0 }, (_, partition) => ({ topic, partition })));

  const share = async (group: Group): Promise<void> => {
    await Promise.all(group.members.map(({ events }) => events.rebalancing()));
    const shares = new Map<Member, Partition[]>(group.members.map((member) => [member, []]));
    const all = new Map(group.members.flatMap((one) => partitionsFor(one.subscription)).map((p) => [nameOf(p), p]));
    let turn = 0;
    for (const partition of all.values()) {
      const able = group.members.filter((one) =>
        partitionsFor(one.subscription).some((p) => nameOf(p) === nameOf(partition)),
      );
      const member = able[turn++ % able.length];
      if (member !== undefined) shares.get(member)?.push(partition);
    }
    for (const [member, partitions] of shares) {
      const kept = new Map(member.positions);
      member.positions.clear();
      for (const partition of partitions) {
        const name = nameOf(partition);
        member.positions.set(name, kept.get(name) ?? { partition, next: startOf(group, member, partition) });
      }
      member.events.assigned(partitions);
    }
    for (const member of group.members) for (const name of member.positions.keys()) schedule(group, member, name);
  };
  const startOf = (group: Group, { subscription }: Member, partition: Partition): bigint =>
    group.committed.get(nameOf(partition)) ??
    (subscription.start === 'end' ? log.end(partition.topic, partition.partition) : 0n);

  /** Members run after the sender's own step, never inside it. */
  const schedule = (group: Group, member: Member, name: string): void => {
    queueMicrotask(() => {
      const position = member.positions.get(name);
      if (position === undefined || member.paused.has(name) || !group.members.includes(member)) return;
      const { topic, partition } = position.partition;
      const records = log.read(topic, partition, position.next, batch);
      const last = records.at(-1);
      if (last === undefined) return;
      position.next = last.offset + 1n;
      member.events.records(
        position.partition,
        records.map((record) => ({ ...record, topic, partition })),
      );
      schedule(group, member, name);
    });
  };
  const open = (id: string): Group => {
    const found = groups.get(id);
    if (found !== undefined) return found;
    const group: Group = { members: [], committed: new Map(), sharing: Promise.resolve(), unwatch: () => undefined };
    group.unwatch = log.watch((topic, partition) => {
      const name = nameOf({ topic, partition });
      const owner = group.members.find((member) => member.positions.has(name));
      if (owner !== undefined) return schedule(group, owner, name);
      // A topic that is new since the partitions were shared.
      if (group.members.some((member) => partitionsFor(member.subscription).some((p) => nameOf(p) === name)))
        void reshare(group);
    });
    groups.set(id, group);
    return group;
  };
  const reshare = (group: Group): Promise<void> => (group.sharing = group.sharing.then(() => share(group)));

  return {
    async join(subscription, events) {
      const group = open(subscription.group);
      const member: Member = { subscription, events, positions: new Map(), paused: new Set() };
      group.members.push(member);
      await reshare(group);
      return {
        pause(partitions) {
          for (const partition of partitions) member.paused.add(nameOf(partition));
        },
        resume(partitions) {
          for (const partition of partitions) {
            member.paused.delete(nameOf(partition));
            schedule(group, member, nameOf(partition));
          }
        },
        async commit(offsets) {
          for (const { offset, ...partition } of offsets) commitOne(group, member, { ...partition, offset });
        },
        async close() {
          const at = group.members.indexOf(member);
          if (at === -1) return;
          group.members.splice(at, 1);
          member.positions.clear();
          // Whoever leaves need not see what becomes of its partitions.
          void reshare(group);
        },
      };
    },
  };
}

function commitOne(group: Group, member: Member, committed: Committed): void {
  const name = nameOf(committed);
  if (!member.positions.has(name))
    throw AgentError.of('connection_lost', 'the partition belongs to another consumer', { outcome: 'rejected' });
  group.committed.set(name, committed.offset);
}
