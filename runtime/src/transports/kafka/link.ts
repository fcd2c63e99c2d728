/** The connection of one transport value with everything that stands on it: opened by the first user, closed by the last. */
import type { World } from '../../clock.js';
import type { Encoding } from '../../codec/codec.js';
import { createNames, type Names } from './binding.js';
import type { KafkaConnection, KafkaDriver } from './driver.js';
import type { FeedOptions } from './feed.js';
import { driverSettings, feedSettings } from './settings.js';
import type { KafkaOptions } from './options.js';
import type { Framing } from './record.js';
import { createReplies, type Replies } from './replies.js';
import { createSender, type Sender } from './sender.js';

export interface LinkSettings {
  readonly world: World;
  readonly address: string;
  /** Of all operations; undefined: each as its binding says. */
  readonly encoding: Encoding | undefined;
  readonly framing: Framing;
  readonly feed: Omit<FeedOptions, 'sort' | 'now' | 'work'>;
}

export interface Link {
  readonly connection: KafkaConnection;
  readonly sender: Sender;
  readonly replies: Replies;
  readonly names: Names;
  readonly settings: LinkSettings;
}

export interface Links {
  take(): { readonly link: Link; readonly release: () => Promise<void> };
}

export function createLinks(options: KafkaOptions, driver: KafkaDriver, world: World): Links {
  let open: Link | undefined;
  let users = 0;
  return {
    take() {
      users++;
      const link = (open ??= openLink(options, driver, world));
      let released = false;
      return {
        link,
        async release() {
          if (released) return;
          released = true;
          if (--users > 0) return;
          open = undefined;
          await link.sender.flush();
          await link.connection.close();
        },
      };
    },
  };
}

function openLink(options: KafkaOptions, driver: KafkaDriver, world: World): Link {
  const connection = driver(driverSettings(options, world));
  const sender = createSender(connection, { ...options.producer, create: options.create ?? {}, world });
  const names = createNames(options.prefix ?? '');
  const settings: LinkSettings = {
    world,
    address: `kafka:${(options.brokers ?? []).join(',')}`,
    encoding: options.encoding,
    framing: options.framing ?? 'agent_message',
    feed: feedSettings(options, world),
  };
  return { connection, sender, names, settings, replies: createReplies({ connection, sender, names, world }) };
}
