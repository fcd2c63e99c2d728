/** `@agentwire/runtime/kafka` */
export { createLog, type Log, type LogOptions } from '../../broker/log.js';
export type { KafkaDriver, TopicSpec } from './driver.js';
export { embedded, type EmbeddedOptions } from './embedded.js';
export { kafka } from './kafka.js';
export type { ConsumerOptions, CreateOptions, KafkaOptions, ProducerOptions, SaslOptions } from './options.js';
export { kafkajs } from './kafkajs/driver.js';
export type { TlsOptions } from '../tls.js';
export { kafkaTopics, type KafkaTopics } from './topics.js';
