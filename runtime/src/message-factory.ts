/** Makes headers and messages: ids, time, addresses, tracing; correlation kept and causation set from the cause. */
import type { Encoding } from './codec/codec.js';
import { systemWorld, type World } from './clock.js';
import type { ProtocolFacts } from './contract.js';
import { contentTypes } from './envelope/content-type.js';
import type { Destination, Header, Party } from './header.js';
import { nextSpan } from './tracing.js';

export interface MessageOptions {
  readonly to: Destination;
  /** The message that this one answers or follows from. */
  readonly cause?: Header;
  readonly correlation_id?: string;
  readonly priority?: string;
  /** Seconds until a handler must have started (default 300). */
  readonly ttl?: number;
  readonly max_retries?: number;
  readonly reply_to?: string;
  /** Absolute, in milliseconds. */
  readonly deadline?: number;
  readonly extensions?: Record<string, string>;
  readonly encoding?: Encoding;
}

/** A message as a value: what `payload.data` and `payload.metadata` will hold, under a header. */
export interface Message<T = unknown> {
  readonly header: Header;
  readonly payload: { readonly data: T; readonly metadata?: unknown };
}

export interface MessageFactory {
  header(message_type: string, options: MessageOptions): Header;
  create<T>(message_type: string, data: T, options: MessageOptions & { readonly metadata?: unknown }): Message<T>;
}

export const defaultTtl = 300;

/** @param world time and randomness; default: the system's. */
export function messageFactory(protocol: ProtocolFacts, source: Party, world: World = systemWorld): MessageFactory {
  const factory: MessageFactory = {
    header(message_type, options) {
      const message_id = world.random.uuid();
      const { cause } = options;
      return {
        message_id,
        correlation_id: options.correlation_id ?? cause?.correlation_id ?? message_id,
        ...(cause === undefined ? {} : { causation_id: cause.message_id }),
        timestamp: new Date(world.clock.now()),
        version: protocol.version,
        source,
        destination: options.to,
        message_type,
        ...contentOf(options.encoding ?? 'json'),
        security: { encrypted: false },
        routing: {
          priority: options.priority ?? cause?.routing.priority ?? 'normal',
          ttl: options.ttl ?? defaultTtl,
          retry_count: 0,
          max_retries: options.max_retries ?? 0,
          ...(options.reply_to === undefined ? {} : { reply_to: options.reply_to }),
          ...(options.deadline === undefined ? {} : { deadline: new Date(options.deadline) }),
        },
        tracing: nextSpan(world.random, cause?.tracing),
        ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
      };
    },
    create(message_type, data, options) {
      const { metadata } = options;
      const header = factory.header(message_type, options);
      return { header, payload: metadata === undefined ? { data } : { data, metadata } };
    },
  };
  return factory;
}

/** The header's two words about the payload: set again when another route takes another encoding. */
export function contentOf(encoding: Encoding): { content_type: string; encoding: string } {
  return { content_type: contentTypes[encoding], encoding: encoding === 'json' ? 'utf-8' : 'binary' };
}
