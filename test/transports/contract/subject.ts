/** What the contract is about: one transport value that listens and dials, and agents of a kitchen on it. */
import {
  connect,
  identity,
  serve,
  type Client,
  type Served,
  type ServeOptions,
  type Transport,
} from '@agentwire/runtime';
import { afterEach, test } from 'vitest';
import { CookAgent, type CookOperations } from '../../support/agents.js';
import { idle, type CookHandlers } from '../../support/kitchen.js';

export interface Subject {
  readonly name: string;
  /** A transport of its own for one test, on loopback or in the process. */
  make(): Transport;
  /** Whether the transport itself reaches all instances of a type. */
  readonly broadcasts: boolean;
  /** Whether both sides of one call may stream. */
  readonly bothWays: boolean;
  /** Whether a broker keeps what nobody takes until somebody does: then nobody's absence is an error. */
  readonly keeps?: boolean;
}

export interface Table {
  readonly over: Transport;
  readonly cook: Served;
  readonly client: Client<CookOperations>;
  serve(id: string, handlers?: Partial<CookHandlers>): Promise<Served>;
  connect(to?: string): Client<CookOperations>;
}

export type Lay = (handlers?: Partial<CookHandlers>, options?: Partial<ServeOptions<CookOperations>>) => Promise<Table>;

/** A laid table: a cook that is served, a client of it. Everything is closed after the test. */
export function tables(subject: Subject): Lay {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });
  return async (handlers = {}, options = {}) => {
    const over = subject.make();
    const serveOne = async (
      id: string,
      own: Partial<CookHandlers> = {},
      more: typeof options = {},
    ): Promise<Served> => {
      const served = await serve(CookAgent, { id, on: over, handlers: { ...idle, ...own }, ...more });
      open.push(() => served.close(0));
      return served;
    };
    const connectTo = (to = 'cook-1'): Client<CookOperations> => {
      const client = connect(CookAgent, { from: identity({ type: 'waiter', id: 'waiter-1' }), to, over });
      open.push(() => client.close());
      return client;
    };
    const cook = await serveOne('cook-1', handlers, options);
    return { over, cook, client: connectTo(), serve: (id, own) => serveOne(id, own), connect: connectTo };
  };
}

/** A test for transports of which `holds` is true; over the others it is skipped, and says why. */
export function testWhere(holds: boolean, why: string): (title: string, body: () => Promise<void>) => void {
  return (title, body) => {
    test(title, holds ? body : ({ skip }) => skip(why));
  };
}

export const whereKept = (subject: Subject): ReturnType<typeof testWhere> =>
  testWhere(subject.keeps === true, 'nothing is kept between the two sides: who is not there is an error at once');

export const whereNotKept = (subject: Subject): ReturnType<typeof testWhere> =>
  testWhere(subject.keeps !== true, 'the broker keeps what nobody takes, until somebody does');
