/**
 * Two hand-made agents of a kitchen, as generated code would describe them: a cook takes orders and reports, a waiter
 * listens. No name of the shipped protocol, since the runtime must know none.
 */
import {
  agent,
  float,
  integer,
  json,
  list,
  operation,
  optional,
  record,
  required,
  string,
  timestamp,
  words,
  type Agent,
  type Operation,
  type ProtocolFacts,
} from '@agentwire/runtime/codegen/v1';
import { codecOf, headerShape, inAllEncodings, messageCodecs } from './codecs.js';

export interface Order {
  order_id: string;
  dish: string;
  limits?: { timeout?: number };
}
export interface Progress {
  order_id: string;
  state: string;
  done?: number;
}
export interface Served {
  order_id: string;
  state: string;
  request_id: string;
  took: number;
  note?: string;
}
export interface SoldOut {
  dish: string;
  until?: string;
}
export interface Instruction {
  verb: 'stop' | 'hurry';
  order_id?: string;
  reason?: string;
}
export interface News {
  topic: string;
  text: string;
}
export interface Beat {
  mood: string;
  load: number;
  active: number;
  waiting: number;
  last_activity: Date;
  skills: string[];
}

interface Typed<Request, Input, Reply, Output, Updates = never, Update = never, Errors extends object = object> {
  readonly request: Request;
  readonly input: Input;
  readonly metadata: Record<string, string>;
  readonly reply: Reply;
  readonly output: Output;
  readonly updates: Updates;
  readonly update: Update;
  readonly errors: Errors;
}

type OrderInput = Omit<Order, 'order_id'> & Partial<Pick<Order, 'order_id'>>;
type ServedOutput = { state: string; note?: string; order_id?: string };
type ProgressInput = { state?: string; done?: number; order_id?: string };

export type Cook = Typed<Order, OrderInput, Served, ServedOutput, Progress, ProgressInput, { sold_out: SoldOut }>;
export type Instruct = Typed<Instruction, Instruction, Served, ServedOutput>;
export type Announce = Typed<News, News, void, void>;
export type Greet = Typed<Beat, Partial<Beat>, void, void> & { readonly handler: 'optional' };
export type Mood = Typed<Record<string, never>, Record<string, never>, Beat, Partial<Beat>> & {
  readonly handler: 'optional';
};

export type Stock = Typed<News, News, Served, ServedOutput> & { readonly stream: 'client' };
export type Watch = Typed<Order, OrderInput, Progress, ProgressInput, never, never, { sold_out: SoldOut }> & {
  readonly stream: 'server';
};
export type Chat = Typed<News, News, News, News> & { readonly stream: 'both' };

export const protocol: ProtocolFacts = { name: 'kitchen', version: '1.2.0' };

const figures = {
  mood: { from: 'presence', path: ['status'] },
  load: { from: 'presence', path: ['load'] },
  active: { from: 'presence', path: ['active_tasks'] },
  waiting: { from: 'presence', path: ['queued_tasks'] },
  last_activity: { from: 'presence', path: ['last_activity'] },
  skills: { from: 'presence', path: ['capabilities'] },
} as const;

const cook: Operation<Cook> = operation<Cook>({
  name: 'cook',
  request: 'order',
  reply: 'served',
  updates: 'progress',
  errors: { sold_out: { code: 'already_exists', detail: 'sold_out' } },
  task: { id: 'order_id', timeout: ['limits', 'timeout'] },
  fill: {
    request: { order_id: { from: 'uuid' } },
    updates: { order_id: { from: 'request', path: ['order_id'] }, state: { from: 'literal', value: 'running' } },
    reply: {
      order_id: { from: 'request', path: ['order_id'] },
      request_id: { from: 'header', path: ['message_id'] },
      took: { from: 'elapsed' },
    },
  },
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/orders' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Cook' },
    kafka: { topic: 'orders-{agent_type}', key: 'header.correlation_id' },
  },
});

const instruct: Operation<Instruct> = operation<Instruct>({
  name: 'instruct',
  request: 'instruction',
  reply: 'served',
  cancels: { task: 'order_id', when: { verb: 'stop' }, update: { state: 'cancelled' } },
  fill: {
    reply: {
      order_id: { from: 'request', path: ['order_id'] },
      request_id: { from: 'header', path: ['message_id'] },
      took: { from: 'elapsed' },
      state: { from: 'literal', value: 'stopped' },
    },
  },
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/instructions' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Instruct' },
    kafka: { topic: 'instructions', key: 'payload.data.order_id' },
  },
});

const announce: Operation<Announce> = operation<Announce>({
  name: 'announce',
  request: 'news',
  broadcast: true,
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/news' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Announce' },
    kafka: { topic: 'news-{payload.data.topic}', key: 'header.correlation_id' },
  },
});

const greet: Operation<Greet> = operation<Greet>({
  name: 'greet',
  request: 'beat',
  broadcast: true,
  every: 10_000,
  fill: { request: figures },
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/beats' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Greet' },
    kafka: { topic: 'beats', key: 'header.source.agent_id' },
  },
});

const mood: Operation<Mood> = operation<Mood>({
  name: 'mood',
  request: 'question',
  reply: 'beat',
  fill: { reply: figures },
  bindings: {
    http: [{ method: 'GET', path: '/agents/{agent_id}/mood' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Mood' },
    kafka: { topic: 'instructions' },
  },
});

const stock: Operation<Stock> = operation<Stock>({
  name: 'stock',
  request: 'news',
  reply: 'served',
  stream: 'client',
  fill: {
    reply: { request_id: { from: 'header', path: ['message_id'] }, took: { from: 'elapsed' } },
  },
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/stock' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Stock' },
    kafka: { topic: 'deliveries' },
  },
});

const watch: Operation<Watch> = operation<Watch>({
  name: 'watch',
  request: 'order',
  reply: 'progress',
  stream: 'server',
  errors: { sold_out: { code: 'already_exists', detail: 'sold_out' } },
  fill: {
    request: { order_id: { from: 'uuid' } },
    reply: { order_id: { from: 'request', path: ['order_id'] }, state: { from: 'literal', value: 'running' } },
  },
  bindings: {
    http: [{ method: 'POST', path: '/agents/{agent_id}/watches' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Watch' },
    kafka: { topic: 'watches' },
  },
});

const chat: Operation<Chat> = operation<Chat>({
  name: 'chat',
  request: 'news',
  reply: 'news',
  stream: 'both',
  bindings: {
    http: [{ method: 'GET', path: '/agents/{agent_id}/chat' }],
    grpc: { service: 'kitchen.Kitchen', method: 'Chat' },
    kafka: { topic: 'chats' },
  },
});

const text = string({ maxLength: 4000 });
const header = inAllEncodings('Header', headerShape);
const messages = {
  order: messageCodecs(
    'Order',
    record('Order', [
      required('order_id', text),
      required('dish', text),
      optional('limits', record('Limits', [optional('timeout', float(64))])),
    ]),
  ),
  progress: messageCodecs(
    'Progress',
    record('Progress', [
      required('order_id', text),
      required('state', text),
      optional('done', float(64, { minimum: 0, maximum: 1 })),
    ]),
  ),
  served: messageCodecs(
    'Served',
    record('Served', [
      optional('order_id', text),
      required('state', words(['accepted', 'done', 'stopped'], 'words')),
      required('request_id', text),
      required('took', float(64, { minimum: 0 })),
      optional('note', text),
    ]),
  ),
  instruction: messageCodecs(
    'Instruction',
    record('Instruction', [
      required('verb', words(['stop', 'hurry'])),
      optional('order_id', text),
      optional('reason', text),
    ]),
  ),
  news: messageCodecs('News', record('News', [required('topic', text), required('text', text)])),
  question: messageCodecs('Question', record('Question', [])),
  beat: messageCodecs(
    'Beat',
    record('Beat', [
      required('mood', text),
      required('load', float(64, { minimum: 0, maximum: 1 })),
      required('active', integer('safe', { minimum: 0 })),
      required('waiting', integer('safe', { minimum: 0 })),
      required('last_activity', timestamp('millis')),
      required('skills', list(text)),
    ]),
  ),
  // Known to the kitchen's agents, taken by none of their operations.
  gossip: messageCodecs('Gossip', json('object')),
};

const shared = {
  protocol,
  header,
  messages,
  details: { sold_out: codecOf('SoldOut', record('SoldOut', [required('dish', text), optional('until', text)])) },
  transports: ['memory', 'http'],
};

export type CookOperations = {
  readonly cook: Operation<Cook>;
  readonly instruct: Operation<Instruct>;
  readonly announce: Operation<Announce>;
  readonly greet: Operation<Greet>;
  readonly mood: Operation<Mood>;
  readonly stock: Operation<Stock>;
  readonly watch: Operation<Watch>;
  readonly chat: Operation<Chat>;
};

export type WaiterOperations = {
  readonly announce: Operation<Announce>;
  readonly greet: Operation<Greet>;
};

const emits = { greet };

export const CookAgent: Agent<CookOperations> = agent<CookOperations>({
  ...shared,
  type: 'cook',
  operations: { cook, instruct, announce, greet, mood, stock, watch, chat },
  emits,
});

export const WaiterAgent: Agent<WaiterOperations> = agent<WaiterOperations>({
  ...shared,
  type: 'waiter',
  operations: { announce, greet },
  emits,
});
