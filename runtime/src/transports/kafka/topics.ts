/** Topics as such: for tools that make and check them before anybody sends. */
import { systemWorld } from '../../clock.js';
import type { KafkaConnection } from './driver.js';
import { kafkajs } from './kafkajs/driver.js';
import type { KafkaOptions } from './options.js';
import { driverSettings } from './settings.js';

export type KafkaTopics = Pick<KafkaConnection, 'create' | 'describe' | 'close'>;

/** @example const topics = kafkaTopics({ brokers: ['localhost:9092'] }); await topics.describe(['orders']); */
export function kafkaTopics(options: KafkaOptions): KafkaTopics {
  const { driver = kafkajs(), world = systemWorld } = options;
  return driver(driverSettings(options, world));
}
