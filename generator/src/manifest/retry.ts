import type { Diagnostics } from '../diagnostics/index.js';
import type { RetryPolicy } from '../model/model.js';
import type { Node, ObjectNode } from '../source/node.js';
import type { Span } from '../source/text.js';
import { readDuration } from './duration.js';
import { readBoolean, readNumber, readObject, readRequired } from './read.js';
import { readTable, type Table } from './table.js';

const keys = ['max_attempts', 'initial_delay', 'max_delay', 'backoff_multiplier', 'jitter'];

/** `retry_policies`, as the document writes them: delays are durations, bare numbers seconds. */
export function readRetryPolicies(node: Node | undefined, diagnostics: Diagnostics): Table<RetryPolicy> {
  return readTable(node, 'retry_policies', 'retry policy', diagnostics, (key, { keySpan, value }) => {
    const object = readObject(value, `the retry policy ${key}`, keys, diagnostics);
    return object === undefined ? undefined : readPolicy(key, object, keySpan, diagnostics);
  });
}

function readPolicy(key: string, object: ObjectNode, span: Span, diagnostics: Diagnostics): RetryPolicy | undefined {
  const delay = (name: string, fallback: number): number | undefined => {
    const node = object.get(name);
    return node === undefined ? fallback : readDuration(node, `${name} of ${key}`, diagnostics);
  };
  const attempts = readRequired(object, 'max_attempts', `the retry policy ${key}`, diagnostics);
  const maxAttempts =
    attempts === undefined
      ? undefined
      : readNumber(attempts, `max_attempts of ${key}`, { minimum: 1, integer: true }, diagnostics);
  const initialDelay = delay('initial_delay', 1000);
  const maxDelay = delay('max_delay', Math.max(60_000, initialDelay ?? 0));
  const factor = object.get('backoff_multiplier');
  const multiplier =
    factor === undefined ? 2 : readNumber(factor, `backoff_multiplier of ${key}`, { minimum: 1 }, diagnostics);
  const spread = object.get('jitter');
  // Full jitter is the rule: without it, everybody who lost a server comes back at the same moment.
  const jitter = spread === undefined ? true : readBoolean(spread, `jitter of ${key}`, diagnostics);
  if (
    maxAttempts === undefined ||
    initialDelay === undefined ||
    maxDelay === undefined ||
    multiplier === undefined ||
    jitter === undefined
  ) {
    return undefined;
  }
  if (maxDelay < initialDelay) {
    diagnostics.report('AW2004', (object.get('max_delay') ?? object).span, {
      what: `max_delay of ${key}`,
      found: `${maxDelay} ms`,
      expected: `at least initial_delay, ${initialDelay} ms`,
    });
  }
  return { key, maxAttempts, initialDelay, maxDelay, multiplier, jitter, span };
}
