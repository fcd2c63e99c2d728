/** A consumer of all topics of some patterns: made anew when there are others, since kafkajs looks only once. */
import type { ConsumerEvents, DriverSettings, KafkaConsumer } from '../driver.js';
import { errorOf } from './errors.js';

export interface MatchingParts {
  readonly settings: DriverSettings;
  readonly patterns: readonly RegExp[];
  readonly list: () => Promise<readonly string[]>;
  readonly events: ConsumerEvents;
  readonly open: (topics: readonly string[]) => Promise<KafkaConsumer>;
}

export async function openMatching({ settings, patterns, list, events, open }: MatchingParts): Promise<KafkaConsumer> {
  let current: KafkaConsumer | undefined;
  let known = '';
  let closed = false;
  let timer: ReturnType<typeof setTimeout>;
  let refreshing: Promise<void> = Promise.resolve();

  const refresh = async (): Promise<void> => {
    const found = (await list()).filter((topic) => patterns.some((pattern) => pattern.test(topic))).toSorted();
    if (closed || found.join(' ') === known) return;
    if (current !== undefined) {
      await events.rebalancing();
      await current.close();
      events.assigned([]);
    }
    // Undone until it is open: a failure is tried again with the next look.
    known = '';
    current = found.length === 0 ? undefined : await open(found);
    known = found.join(' ');
  };
  const look = (): void => {
    timer = setTimeout(() => {
      refreshing = refresh()
        .catch((thrown: unknown) => settings.warn(errorOf(thrown, false)))
        .then(() => {
          if (!closed) look();
        });
    }, settings.topicRefresh);
  };
  await refresh();
  look();
  return {
    pause: (partitions) => current?.pause(partitions),
    resume: (partitions) => current?.resume(partitions),
    commit: async (offsets) => current?.commit(offsets),
    async close() {
      closed = true;
      clearTimeout(timer);
      await refreshing;
      await current?.close();
    },
  };
}
