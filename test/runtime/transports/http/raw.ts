/** Requests as a stranger makes them: `node:http` and nothing of ours. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface RawRequest {
  readonly method?: string;
  /** A list of names and values keeps duplicates. */
  readonly headers?: Record<string, string> | readonly string[];
  readonly body?: string | Uint8Array;
}

export function raw(url: string, { method = 'GET', headers = {}, body }: RawRequest = {}): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: headers as Record<string, string>, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = (response.headers['content-type'] ?? '').includes('json') && !text.includes('\n');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' };

/** A header as any implementation would write it. */
export function plainHeader(message_type: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const message_id = '6f2c9d3e-8a51-4f7b-9c20-1d3e5f7a9b0c';
  return {
    message_id,
    correlation_id: message_id,
    timestamp: new Date().toISOString(),
    version: '1.2.0',
    source: { agent_id: 'desk-1', agent_type: 'desk' },
    destination: { agent_type: 'printer', broadcast: false },
    message_type,
    content_type: 'application/json',
    encoding: 'utf-8',
    security: { encrypted: false },
    routing: { priority: 'normal', ttl: 300, retry_count: 0, max_retries: 0 },
    tracing: { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' },
    ...changes,
  };
}

export function envelope(message_type: string, data: unknown, changes?: Record<string, unknown>): string {
  return JSON.stringify({ header: plainHeader(message_type, changes), payload: { data } });
}
