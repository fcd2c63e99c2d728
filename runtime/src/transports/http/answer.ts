/** The way back: one response with a reply or a problem, or one response with a line for each thing that happens. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Agent, OperationFacts } from '../../contract.js';
import { AgentError } from '../../error.js';
import { givesStream } from '../../streams.js';
import type { Answer, Frame, TransportHeaders } from '../../transport.js';
import { contentTypeOf, ndjson, problemJson } from './content.js';
import { acceptedLine, endLine, lineOf, nothing } from './ndjson.js';
import { problemOf, type Problem } from './problem.js';

export interface AnswerParts {
  readonly response: ServerResponse;
  readonly agent: Agent;
  readonly operation: OperationFacts;
  /** On every response of this exchange. */
  readonly headers: TransportHeaders;
}

/** 200 with the reply's envelope, 204 for a one-way operation, or a problem. */
export function plainAnswer({ response, agent, operation, headers }: AnswerParts): Answer {
  return {
    streams: false,
    accepted: () => Promise.resolve(),
    update: () => Promise.resolve(),
    item: () => Promise.reject(new Error('bug: an item in an answer that is no stream')),
    reply(frame) {
      if (frame === undefined) endWith(response, 204, { ...headers });
      else endWith(response, 200, { ...headers, ...frame.headers, ...contentOf(frame) }, frame.body);
      return Promise.resolve();
    },
    fail(error) {
      writeProblem(response, safeProblem(error, agent, operation), headers);
      return Promise.resolve();
    },
  };
}

/** `application/x-ndjson`. What fails before anything was accepted is a problem with its own status. */
export function streamedAnswer({ response, agent, operation, headers }: AnswerParts): Answer {
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, { ...headers, 'content-type': ndjson });
  };
  return {
    streams: true,
    accepted() {
      begin();
      return write(response, acceptedLine);
    },
    update(frame) {
      begin();
      return write(response, lineOf('update', frame.body));
    },
    item(frame) {
      begin();
      return write(response, lineOf('item', frame.body));
    },
    reply(frame) {
      begin();
      const last = givesStream(operation) ? endLine : lineOf('reply', frame?.body ?? nothing);
      if (!response.writableEnded) response.end(last);
      return Promise.resolve();
    },
    fail(error) {
      const problem = safeProblem(error, agent, operation);
      if (!response.headersSent) writeProblem(response, problem, headers);
      else if (!response.writableEnded) response.end(lineOf('error', problem.body));
      return Promise.resolve();
    },
  };
}

export function writeProblem(response: ServerResponse, { status, body }: Problem, headers: TransportHeaders): void {
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  const content = { 'content-type': problemJson, 'content-length': body.length };
  endWith(response, status, { ...headers, ...challenge, ...content }, body);
}

function safeProblem(error: AgentError, agent: Agent, operation: OperationFacts): Problem {
  try {
    return problemOf(error, agent, operation);
  } catch (thrown) {
    return problemOf(AgentError.from(thrown, 'reply_invalid', 'handled'));
  }
}

function contentOf({ encoding, body }: Frame): OutgoingHttpHeaders {
  return { 'content-type': contentTypeOf(encoding), 'content-length': body.length };
}

function endWith(response: ServerResponse, status: number, headers: OutgoingHttpHeaders, body?: Uint8Array): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers);
  response.end(body);
}

/** Resolves when there is room for more, or nobody left to read it. */
function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  if (response.destroyed || response.writableEnded || response.write(chunk)) return Promise.resolve();
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.on('drain', go);
    response.on('close', go);
  });
}
