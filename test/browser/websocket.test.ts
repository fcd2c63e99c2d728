/** A generated client in a web page: what is in its bundle, and that it works in a real browser. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@agentwire/runtime';
import { websocket } from '@agentwire/runtime/websocket';
import { ReportManager } from 'dora-protocol/agents/report-manager/websocket';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleForBrowser } from './bundle.js';
import { findChromium, openPage } from './chromium.js';

/** What a page does: a task with its updates, an error, a stream both ways. */
const page = `
  import { connect, identity } from '@agentwire/runtime';
  import { websocket } from '@agentwire/runtime/websocket';
  import { ReportManager } from 'dora-protocol/agents/report-manager/websocket';

  const from = identity({ type: 'dashboard', id: 'dashboard-1' });
  const over = websocket(location.origin.replace('http', 'ws'));
  const reports = connect(ReportManager, { from, over });

  const task = reports.sendTask({ task_type: 'report', parameters: { year: 2026 } });
  const progress = [];
  for await (const update of task.updates) progress.push(update.progress);
  const reply = await task;
  const failed = await reports.sendTask({ task_type: 'impossible', parameters: {} }).result;
  const events = [];
  const own = ['low', 'medium', 'high'].map((severity) => ({ event_type: 'compliance_alert', severity }));
  for await (const event of reports.streamEvents(own)) events.push(event.severity);
  await reports.close();
  const result = { progress, status: reply.status, failed: failed.error.reason, detail: failed.error.detail, events };
  await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
`;

const tellErrors = `
  const tell = (why) => fetch('/result', { method: 'POST', body: JSON.stringify({ why: String(why) }) });
  addEventListener('error', ({ message }) => tell(message));
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));
`;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

describe('a generated client for WebSocket and JSON, bundled for a browser', () => {
  it('holds nothing of Node, of Protobuf and of Avro', async () => {
    const { modules, text } = await bundleForBrowser(page);
    expect(modules.filter((id) => id.endsWith('transports/websocket/browser.ts'))).toHaveLength(1);
    expect(
      modules.filter((id) => /transports\/websocket\/(?:server|ws|door)\.ts$|transports\/(?:http|memory)/.test(id)),
    ).toEqual([]);
    expect(modules.filter((id) => /protobuf|avro/i.test(id))).toEqual([]);
    expect(text).not.toMatch(/["']node:|require\(|varint|ProtobufReader|AvroReader/);
  });

  it('works in Chromium against a server in Node', { timeout: 120_000 }, async ({ skip }) => {
    const chromium = findChromium();
    if (chromium === undefined) {
      const reason = 'no Chromium is found: apt-get install chromium, or set CHROMIUM';
      if (process.env['CI'] === 'true') throw new Error(reason);
      return skip(reason);
    }
    const { text } = await bundleForBrowser(page);
    const { server, result } = await pageServer(text);
    const agent = await serve(ReportManager, {
      id: 'report-manager-001',
      on: websocket({ server }),
      handlers: {
        async sendTask(task, { update, fail }) {
          if (task.task_type === 'impossible') throw fail('task_conflict', { with: 'task-1' });
          await update({ progress: 0.5 });
          await update({ progress: 1 });
          return { status: 'success', result: task.parameters };
        },
        executeCommand: () => ({}),
        shareStatus() {},
        shareResult() {},
        reportMetrics() {},
        async *streamEvents(events) {
          yield* events;
        },
      },
    });
    open.push(() => agent.close(0));
    open.push(openPage(chromium, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
    expect(JSON.parse(await result)).toEqual({
      progress: [0.5, 1],
      status: 'success',
      failed: 'task_conflict',
      detail: { with: 'task-1' },
      events: ['low', 'medium', 'high'],
    });
  });
});

/** Gives the page and takes its result; the agents' upgrades are mounted on it. */
async function pageServer(script: string) {
  let take: (result: string) => void = () => undefined;
  const result = new Promise<string>((resolve) => (take = resolve));
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const give = (type: string, body: string): void => {
      response.writeHead(200, { 'content-type': type }).end(body);
    };
    if (request.url === '/')
      give('text/html', `<script>${tellErrors}</script><script type="module" src="/page.js"></script>`);
    else if (request.url === '/page.js') give('text/javascript', script);
    else if (request.url === '/result') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        give('text/plain', '');
        take(body);
      });
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  return { server, result };
}
