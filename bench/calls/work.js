/** What every contestant of the calls carries: the document's task and its answer, and an event that nobody answers. */
import { randomUUID } from 'node:crypto';
import { cases } from '../codecs/cases.js';

const [{ data: task }] = cases().find(({ name }) => name === 'task_request').messages;
const [{ data: answer }] = cases().find(({ name }) => name === 'response').messages;
const documents = Array.from({ length: 20 }, (_, index) => `doc-policy-${String(index).padStart(6, '0')}`);

/** The ids are the call's own: what belongs to one workflow is handled in order where the transport keeps orders. */
export const taskOf = () => ({
  ...task,
  task_id: randomUUID(),
  workflow_id: randomUUID(),
  parameters: { ...task.parameters, documents },
});
/** @type {import('../../generated/dist/messages/event/types.js').Event} */
export const event = cases().find(({ name }) => name === 'event').messages[0].data;
export const reply = { status: 'success', result: answer.result };

/**
 * Envelopes as agentwire builds them, for whoever builds none: taken from a call, with ids and times that are new in each.
 * @typedef {{ header: object, payload: { data: object } }} Envelope
 */
export function renewed({ header, payload }, correlation) {
  const message_id = randomUUID();
  return {
    header: { ...header, message_id, correlation_id: correlation ?? message_id, timestamp: new Date() },
    payload,
  };
}

/** How many messages have come, and when there are as many as were sent. */
export function counter() {
  let heard = 0;
  let waiting = { total: Infinity, done() {} };
  return {
    hear() {
      if (++heard >= waiting.total) waiting.done();
    },
    /** @returns {Promise<void>} when `total` have come. */
    reach: (total) =>
      heard >= total
        ? Promise.resolve()
        : new Promise((done) => {
            waiting = { total, done };
          }),
  };
}

/** Calls under way by id, for transports on which answers come by themselves. */
export function pending() {
  const calls = new Map();
  return {
    open: (id) => new Promise((resolve) => calls.set(id, resolve)),
    settle({ header, payload }) {
      calls.get(header.correlation_id)?.(payload.data);
      calls.delete(header.correlation_id);
    },
  };
}
