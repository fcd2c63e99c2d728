/** Envelopes as another implementation writes them: by hand, as the document shows them. */
import { randomUUID } from 'node:crypto';
import type { Json } from './raw.js';

export interface Envelope extends Json {
  readonly header: Json;
  readonly payload: Json;
}

export function envelope(message_type: string, data: Json, header: Json = {}): Envelope {
  const message_id = randomUUID();
  return {
    header: {
      message_id,
      correlation_id: message_id,
      timestamp: new Date().toISOString(),
      version: '1.0.0',
      source: { agent_id: 'waiter-9', agent_type: 'waiter' },
      destination: { agent_type: 'cook', broadcast: false },
      message_type,
      content_type: 'application/json',
      encoding: 'utf-8',
      security: { encrypted: false },
      routing: { priority: 'normal', ttl: 300, retry_count: 0, max_retries: 3 },
      tracing: { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' },
      ...header,
    },
    payload: { data },
  };
}

export function order(dish: string): Envelope {
  return envelope('order', { order_id: `order of ${dish}`, dish });
}
