/**
 * A ledger with the channel it is written to. Each exchange has a lane of its own: a channel that one message's missing
 * exchange closes takes no neighbour with it.
 */
import { persist, type Persistence } from './backoff.js';
import type { AmqpConnection } from './driver.js';
import { createLedger, type Ledger, type LedgerOptions } from './ledger.js';

export interface Lane {
  readonly ledger: Ledger;
  /** Opens a channel of this connection. */
  start(connection: AmqpConnection): Promise<void>;
  /** The same, however often it takes. */
  startSoon(connection: AmqpConnection): Promise<void>;
  /** The connection is gone. */
  stop(): void;
  setBlocked(blocked: boolean): void;
}

export function createLane(
  options: LedgerOptions,
  persistence: Omit<Persistence, 'wanted'>,
  mend: (connection: AmqpConnection) => Promise<void>,
): Lane {
  const ledger = createLedger(options);
  let current: AmqpConnection | undefined;
  const start = async (connection: AmqpConnection): Promise<void> => {
    current = connection;
    const publisher = await connection.openPublisher(() => {
      if (current !== connection) return;
      ledger.detach('refused');
      void startAgain(connection, mend);
    });
    if (current === connection) ledger.attach(publisher);
  };
  const startAgain = (connection: AmqpConnection, first: (on: AmqpConnection) => Promise<void>): Promise<void> =>
    persist(() => first(connection).then(() => start(connection)), {
      ...persistence,
      wanted: () => current === connection,
    });
  return {
    ledger,
    start,
    startSoon(connection) {
      current = connection;
      return startAgain(connection, () => Promise.resolve());
    },
    stop() {
      current = undefined;
      ledger.detach('lost');
    },
    setBlocked: (blocked) => (blocked ? ledger.block() : ledger.unblock()),
  };
}
