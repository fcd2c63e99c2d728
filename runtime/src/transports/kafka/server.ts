/** Serves one agent: as one of the instances of its type, and for itself. */
import type { OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import type { Host, Listener } from '../../transport.js';
import type { Share } from './binding.js';
import { createFeed, type Feed } from './feed.js';
import type { Link } from './link.js';
import { workOf } from './work.js';

export interface ListenOptions {
  readonly link: Link;
  readonly host: Host;
  readonly release: () => Promise<void>;
}

const shares: readonly Share[] = ['instances', 'own'];

export async function listenOn({ link, host, release }: ListenOptions): Promise<Listener> {
  const { connection, sender, names, replies, settings } = link;
  const operations = Object.values(host.agent.operations);
  const topics = topicsOf(link, host, operations);
  await sender.ensure(topics.filter((topic) => typeof topic === 'string'));
  const inbox = operations.some(flows) ? await replies.take(host.id) : undefined;
  const parts = shares.flatMap((share) => {
    const group = names.group(share, host.agent.type, host.id);
    const named = { share, group, topics: topics.filter((topic) => typeof topic === 'string') };
    // Of their own, since their topics come and go, and nothing else has to stop for that.
    const open = { share, group: `${group}-open`, topics: topics.filter((topic) => typeof topic !== 'string') };
    return [named, open].filter((one) => one.topics.length > 0);
  });
  const opened = await Promise.allSettled(
    parts.map(({ share, group, topics: own }) =>
      createFeed({ ...settings.feed, ...workOf({ link, host, share, box: inbox?.box }) }, (events) =>
        connection.consume({ group, topics: own, start: 'earliest' }, events),
      ),
    ),
  );
  const feeds: Feed[] = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (grace: number): Promise<void> => {
    await Promise.all(feeds.map((feed) => feed.close(grace)));
    await inbox?.release();
    await release();
  };
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    // Half an agent is worse than none.
    await close(0);
    throw AgentError.from(failed.reason, 'unreachable');
  }
  let closing: Promise<void> | undefined;
  return { address: settings.address, close: (grace) => (closing ??= close(grace)) };
}

function topicsOf(
  { names }: Link,
  { agent, id }: Host,
  operations: readonly OperationFacts[],
): readonly (string | RegExp)[] {
  const topics = new Map<string, string | RegExp>();
  for (const { bindings } of operations) {
    if (bindings.kafka === undefined) continue;
    const topic = names.subscription(bindings.kafka.topic, agent.type, id);
    topics.set(String(topic), topic);
  }
  if (topics.size === 0)
    throw AgentError.of('operation_unsupported', `no operation of ${agent.type} has a binding for Kafka`);
  return [...topics.values()];
}

/** Whether a caller sends more than its request: items, or credit for updates and items. */
function flows({ stream, updates }: OperationFacts): boolean {
  return stream !== undefined || updates !== undefined;
}
