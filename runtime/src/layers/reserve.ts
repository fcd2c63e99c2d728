/** A message is handled once: copies of it wait for the first, or get the answer that it got. */
import { readFailure, writeFailure } from '../broker/failure.js';
import type { OperationFacts } from '../contract.js';
import { createScope, orAborted } from '../deadline.js';
import { dedupeKey, type DedupeStore, type KeptAnswer, type Reservation } from '../dedupe.js';
import { recode } from '../envelope/recode.js';
import { AgentError } from '../error.js';
import { known, type Exchange, type Layer } from '../exchange.js';
import type { Header } from '../header.js';
import type { Answer } from '../transport.js';
import { givesStream } from '../streams.js';
import { deadlineOf, expired, skew, startLimitOf } from './time.js';

export const reserveMessage: Layer = async (exchange, next) => {
  const operation = known(exchange.operation, 'found the operation');
  // What may be repeated is repeated: the answer is then today's.
  if (operation.idempotent === true) return next();
  const store = known(exchange.state.dedupe, 'been given a dedupe store');
  const key = dedupeKey(exchange);
  const reservation = await reserve(exchange, store, key);
  if (reservation.kind === 'done') return answerAgain(exchange, operation, reservation.answer);
  await handleOnce(exchange, operation, store, key, next);
};

/** Waits for whoever is at it, and takes its place where that one failed. */
async function reserve(
  exchange: Exchange,
  store: DedupeStore,
  key: string,
): Promise<Exclude<Reservation, { kind: 'reserved' }>> {
  const until = keepUntil(known(exchange.header, 'opened the frame'));
  for (;;) {
    const reservation = await store.reserve(key, until);
    if (reservation.kind !== 'reserved') return reservation;
    const scope = createScope(exchange.clock, deadlineOf(exchange), exchange.inbound.signal);
    try {
      await orAborted(reservation.settled, scope.signal);
    } finally {
      scope.dispose();
    }
  }
}

/** From then on checkTime refuses every copy, by any clock that is allowed. */
function keepUntil({ timestamp, routing }: Header): number {
  return timestamp.getTime() + routing.ttl * 1000 + 2 * skew;
}

async function handleOnce(
  exchange: Exchange,
  operation: OperationFacts,
  store: DedupeStore,
  key: string,
  next: () => Promise<void>,
): Promise<void> {
  const { inbound } = exchange;
  let completed = false;
  const complete = async (answer: KeptAnswer): Promise<void> => {
    await store.complete(key, answer);
    completed = true;
  };
  exchange.inbound = { ...inbound, answer: remembering(inbound.answer, operation, complete) };
  try {
    // It waited for another to handle it, and now there is no time left.
    if (exchange.clock.now() > startLimitOf(exchange)) throw expired();
    await next();
  } catch (thrown) {
    const failure = completed ? undefined : declaredFailure(exchange, operation, thrown);
    if (failure !== undefined) await complete(failure);
    throw thrown;
  } finally {
    if (!completed) releaseAfter(exchange.handling, store, key);
  }
}

/** A handler that was given up may still be at work; its message is free again when it has ended. */
function releaseAfter(handling: Promise<unknown> | undefined, store: DedupeStore, key: string): void {
  // A store that cannot be reached now forgets the reservation by itself, in time.
  const release = (): Promise<void> => store.release(key).catch(() => undefined);
  void Promise.resolve(handling).then(release, release);
}

/** The answer is kept before it is sent: what the caller has seen is what every copy gets. */
function remembering(answer: Answer, operation: OperationFacts, complete: (kept: KeptAnswer) => Promise<void>): Answer {
  return {
    streams: answer.streams,
    accepted: () => answer.accepted(),
    update: (frame) => answer.update(frame),
    item: (frame) => answer.item(frame),
    async reply(frame) {
      if (givesStream(operation)) await complete({ kind: 'gone' });
      else await complete(frame === undefined ? { kind: 'done' } : { kind: 'reply', frame });
      await answer.reply(frame);
    },
    fail: (error) => answer.fail(error),
  };
}

/** An error that the operation declares is an answer like another; any other failure leaves the message unhandled. */
function declaredFailure({ state }: Exchange, operation: OperationFacts, thrown: unknown): KeptAnswer | undefined {
  const isDeclared =
    thrown instanceof AgentError &&
    thrown.outcome === 'handled' &&
    Object.hasOwn(operation.errors ?? {}, thrown.reason);
  return isDeclared ? { kind: 'error', ...writeFailure(state.agent, operation, thrown) } : undefined;
}

async function answerAgain({ state, inbound }: Exchange, operation: OperationFacts, kept: KeptAnswer): Promise<void> {
  const { answer, frame } = inbound;
  switch (kept.kind) {
    case 'reply':
      await answer.accepted();
      return answer.reply(recode(state.agent, kept.frame, frame.encoding, state.security));
    case 'done':
      await answer.accepted();
      return answer.reply(undefined);
    case 'error':
      throw readFailure(state.agent, operation, kept.headers, kept.body);
    case 'gone':
      throw AgentError.of('duplicate', 'this message was handled before, and its reply is no longer kept', {
        outcome: 'handled',
      });
  }
}
