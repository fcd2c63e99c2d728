/** Answers to this process's calls: one topic per calling agent, read from its end, told apart by the call's name. */
import { names as headerNames } from '../../broker/headers.js';
import type { World } from '../../clock.js';
import type { Names } from './binding.js';
import type { ConsumerEvents, IncomingRecord, KafkaConnection, KafkaConsumer } from './driver.js';
import type { Sender } from './sender.js';

export interface ReplyBox {
  /** `routing.reply_to` of the calls. */
  readonly topic: string;
  /** A name that no other call has, in this process or another of the same agent. */
  nextCall(): string;
  /** From now on the call's answers go to `receive`, until the result is called. */
  expect(call: string, receive: (record: IncomingRecord) => void): () => void;
}

export interface Replies {
  /** Opens the box of an agent, or shares the one that is open. */
  take(agentId: string): Promise<{ readonly box: ReplyBox; readonly release: () => Promise<void> }>;
}

export interface RepliesOptions {
  readonly connection: KafkaConnection;
  readonly sender: Sender;
  readonly names: Names;
  readonly world: World;
}

/** Milliseconds that answers are kept: nobody reads them twice. */
const retention = 3_600_000;

interface Open {
  readonly box: ReplyBox;
  readonly consumer: KafkaConsumer;
}

export function createReplies(options: RepliesOptions): Replies {
  const boxes = new Map<string, { readonly open: Promise<Open>; users: number }>();
  return {
    async take(agentId) {
      const shared = boxes.get(agentId) ?? { open: openBox(options, agentId), users: 0 };
      boxes.set(agentId, shared);
      shared.users++;
      let released = false;
      const release = async (): Promise<void> => {
        if (released) return;
        released = true;
        if (--shared.users > 0) return;
        boxes.delete(agentId);
        await (await shared.open).consumer.close();
      };
      try {
        return { box: (await shared.open).box, release };
      } catch (thrown) {
        boxes.delete(agentId);
        throw thrown;
      }
    },
  };
}

async function openBox({ connection, sender, names, world }: RepliesOptions, agentId: string): Promise<Open> {
  const topic = names.replies(agentId);
  const unique = world.random.hex(8);
  const expected = new Map<string, (record: IncomingRecord) => void>();
  let calls = 0;
  await sender.ensure([topic], { partitions: 1, retention });
  const events: ConsumerEvents = {
    records(_, records) {
      // Late answers, and those to other processes of the same agent, are nobody's here.
      for (const record of records) expected.get(record.headers[headerNames.call] ?? '')?.(record);
    },
    rebalancing: () => Promise.resolve(),
    assigned: () => undefined,
  };
  // A group of its own, since every process reads every answer. It commits nothing and is gone with its only member.
  const group = names.replyGroup(agentId, unique);
  const consumer = await connection.consume({ group, topics: [topic], start: 'end' }, events);
  return {
    consumer,
    box: {
      topic,
      nextCall: () => `${unique}-${++calls}`,
      expect(call, receive) {
        expected.set(call, receive);
        return () => void expected.delete(call);
      },
    },
  };
}
