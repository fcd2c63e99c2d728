/** Pieces of the protocol document, cut out of its text, so that no test repeats them by hand. */
import { readFileSync } from 'node:fs';

const document = readFileSync(new URL('protocol-document.md', import.meta.url), 'utf8');

/** The text of the code block of a language after a heading (`### 1. Retry Policies`, `#### 3. Agent Heartbeat`). */
export function codeAfter(heading: string, language: string): string {
  const at = document.indexOf(`\n${heading}\n`);
  if (at === -1) throw new Error(`the document has no heading ${JSON.stringify(heading)}`);
  const open = `\n\`\`\`${language}\n`;
  const start = document.indexOf(open, at);
  const end = document.indexOf('\n```', start + open.length - 1);
  if (start === -1 || end === -1) throw new Error(`there is no ${language} after ${JSON.stringify(heading)}`);
  return document.slice(start + open.length, end);
}

export function jsonAfter(heading: string): unknown {
  return JSON.parse(codeAfter(heading, 'json'));
}

/** The six messages of the document: message type to the heading of its sample. */
export const samples = {
  task_request: '#### 1. Task Request Message',
  task_status: '#### 2. Task Status Update',
  heartbeat: '#### 3. Agent Heartbeat',
  event: '#### 4. Event Notification',
  command: '#### 5. Command Message',
  response: '#### 6. Response Message',
} as const;

export interface Sample {
  readonly header: { readonly message_type: string };
  readonly payload: { readonly data: Record<string, unknown>; readonly metadata?: Record<string, unknown> };
}

export function sample(type: keyof typeof samples): Sample {
  return jsonAfter(samples[type]) as Sample;
}

/** The standard message; its words in place of values ("uuid-v4", "trace-uuid") become values of that kind. */
export function standardMessage(): { header: Record<string, Record<string, unknown>>; payload: unknown } {
  const values: Readonly<Record<string, string>> = {
    'uuid-v4': '3f2c8f0e-9d3b-4a51-8c4e-0b6d2f6a1c11',
    'trace-uuid': '4bf92f3577b34da6a3ce929d0e0e4736',
    'span-uuid': '00f067aa0ba902b7',
    'parent-span-uuid': '53995c3f42cd8ad8',
  };
  const text = codeAfter('### Standard Message Structure', 'json');
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? (values[value] ?? value) : value,
  ) as ReturnType<typeof standardMessage>;
}
