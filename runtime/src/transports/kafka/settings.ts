/** Options with their defaults, as the parts take them. */
import type { World } from '../../clock.js';
import type { DriverSettings } from './driver.js';
import type { FeedOptions } from './feed.js';
import type { KafkaOptions } from './options.js';

export function driverSettings(options: KafkaOptions, { clock }: World): DriverSettings {
  const { consumer = {}, producer = {}, tls, sasl } = options;
  return {
    brokers: options.brokers ?? [],
    clientId: options.clientId ?? 'agentwire',
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    compression: producer.compression ?? 'snappy',
    connectTimeout: options.connectTimeout ?? 10_000,
    requestTimeout: options.requestTimeout ?? 15_000,
    sessionTimeout: consumer.sessionTimeout ?? 30_000,
    heartbeatInterval: consumer.heartbeatInterval ?? 3_000,
    topicRefresh: options.topicRefresh ?? 10_000,
    clock,
    warn: options.onProblem ?? (() => undefined),
  };
}

export function feedSettings(
  { consumer = {}, onProblem }: KafkaOptions,
  { clock }: World,
): Omit<FeedOptions, 'sort' | 'now' | 'work'> {
  return {
    clock,
    inFlight: consumer.inFlight ?? 256,
    window: consumer.window ?? 1_000,
    commitInterval: consumer.commitInterval ?? 100,
    // Nobody tells the broker that we live while a join waits: it must not take us for dead.
    rebalanceGrace: Math.min(consumer.rebalanceGrace ?? 10_000, (consumer.sessionTimeout ?? 30_000) / 2),
    onProblem: onProblem ?? (() => undefined),
  };
}
