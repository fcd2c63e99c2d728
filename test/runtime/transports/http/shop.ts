/** A print shop: two hand-made agents whose routes use everything that a route can say. */
import {
  agent,
  boolean,
  float,
  integer,
  json,
  operation,
  optional,
  record,
  required,
  string,
  type Agent,
  type Operation,
} from '@agentwire/runtime/codegen/v1';
import { identity } from '@agentwire/runtime';
import type { Handlers } from '@agentwire/runtime';
import { codecOf, headerShape, inAllEncodings, messageCodecs } from '../../../support/codecs.js';

export interface Job {
  job_id: string;
  pages: number;
  paper?: Record<string, unknown>;
}
export interface Done {
  job_id: string;
  note?: string;
}
export interface Jam {
  tray: number;
}
export interface JobQuestion {
  job_id: string;
  verbose?: boolean;
  since?: number;
}
export interface Order {
  verb: string;
  job?: string;
  details?: Record<string, unknown>;
}
export interface Note {
  job_id: string;
  text: string;
}

interface Typed<Request, Reply, Update = never, Errors extends object = object> {
  readonly request: Request;
  readonly input: Request;
  readonly metadata: Record<string, string>;
  readonly reply: Reply;
  readonly output: Reply;
  readonly updates: Update;
  readonly update: Update;
  readonly errors: Errors;
}

export type Print = Typed<Job, Done, { done: number }, { jam: Jam }>;
export type Look = Typed<JobQuestion, Done>;
export type Command = Typed<Order, Done>;
export type Remark = Typed<Note, void>;

const print: Operation<Print> = operation<Print>({
  name: 'print',
  request: 'job',
  reply: 'done',
  updates: 'progress',
  errors: { jam: { code: 'already_exists', detail: 'jam' } },
  bindings: { http: [{ method: 'POST', path: '/v1/agents/{agent_id}/jobs' }] },
});

const look: Operation<Look> = operation<Look>({
  name: 'look',
  request: 'question',
  reply: 'done',
  bindings: { http: [{ method: 'GET', path: '/v1/agents/{agent_id}/jobs/{job_id}', members: ['job_id'] }] },
});

const command: Operation<Command> = operation<Command>({
  name: 'command',
  request: 'order',
  reply: 'done',
  bindings: {
    http: [
      {
        method: 'DELETE',
        path: '/v1/agents/{agent_id}/jobs/{job_id}',
        members: ['job'],
        fixed: { verb: 'stop', job: '{job_id}' },
      },
      { method: 'POST', path: '/v1/agents/{agent_id}/commands' },
    ],
  },
});

const remark: Operation<Remark> = operation<Remark>({
  name: 'remark',
  request: 'note',
  bindings: { http: [{ method: 'PUT', path: '/v1/agents/{agent_id}/jobs/{job_id}', members: ['job_id'] }] },
});

const shared = {
  protocol: { name: 'print-shop', version: '1.2.0' },
  header: inAllEncodings('Header', headerShape),
  messages: {
    job: messageCodecs(
      'Job',
      record('Job', [
        required('job_id', string()),
        required('pages', integer('safe')),
        optional('paper', json('object')),
      ]),
    ),
    done: messageCodecs('Done', record('Done', [required('job_id', string()), optional('note', string())])),
    progress: messageCodecs('Progress', record('Progress', [required('done', float(64))])),
    question: messageCodecs(
      'Question',
      record('Question', [required('job_id', string()), optional('verbose', boolean()), optional('since', float(64))]),
    ),
    order: messageCodecs(
      'Order',
      record('Order', [required('verb', string()), optional('job', string()), optional('details', json('object'))]),
    ),
    note: messageCodecs('Note', record('Note', [required('job_id', string()), required('text', string())])),
  },
  details: { jam: codecOf('Jam', record('Jam', [required('tray', integer('safe'))])) },
  transports: ['http'],
};

export type ShopOperations = {
  readonly print: Operation<Print>;
  readonly look: Operation<Look>;
  readonly command: Operation<Command>;
  readonly remark: Operation<Remark>;
};

export const Printer: Agent<ShopOperations> = agent<ShopOperations>({
  ...shared,
  type: 'printer',
  operations: { print, look, command, remark },
});

export type BinderOperations = { readonly print: Operation<Print> };

export const Binder: Agent<BinderOperations> = agent<BinderOperations>({
  ...shared,
  type: 'binder',
  operations: { print },
});

export const from = identity({ type: 'desk', id: 'desk-1' });

/** Handlers that say what they were given; a test replaces the ones it is about. */
export const printing: Handlers<ShopOperations> = {
  print: (job) => ({ job_id: job.job_id, note: `${job.pages} pages` }),
  look: (question) => ({ job_id: question.job_id, note: JSON.stringify(question) }),
  command: (order) => ({ job_id: order.job ?? 'none', note: JSON.stringify(order) }),
  remark: () => undefined,
};
