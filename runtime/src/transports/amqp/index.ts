/** `@agentwire/runtime/amqp` */
export { amqp } from './amqp.js';
export { deadLetterHeaders } from './binding.js';
export { embedded, type EmbeddedOptions } from './embedded.js';
export type { AmqpDriver } from './driver.js';
export type { AmqpEvent } from './events.js';
export type { TopologyFinding } from './amqplib-topology.js';
export { applyTopology, checkTopology, topologyOf, type StandingAgent } from './standing.js';
export type { Topology } from './topology.js';
export type { AmqpOptions, ConnectionOptions } from './options.js';
export type { TlsOptions } from '../tls.js';
