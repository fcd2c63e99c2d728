import { connect } from './connect.js';
import type { DeclaredError, OperationFacts } from './contract.js';
import { AgentError } from './error.js';
import { known, type Exchange } from './exchange.js';
import type { Context } from './handlers.js';
import type { Task } from './tasks.js';

export interface ContextParts {
  readonly exchange: Exchange;
  readonly operation: OperationFacts;
  readonly signal: AbortSignal;
  readonly deadline: number;
  readonly cleanups: Task['cleanups'];
  readonly update: (update: unknown) => Promise<void>;
}

export function createContext({ exchange, operation, signal, deadline, cleanups, update }: ContextParts): Context {
  const header = known(exchange.header, 'opened the frame');
  const { state, inbound } = exchange;
  return {
    header,
    metadata: exchange.metadata,
    signal,
    deadline,
    transport: inbound.transport,
    update,
    fail: (reason: string, detail: unknown, message?: string) => declared(operation, reason, detail, message),
    onCancel: (cleanup) => void cleanups.push(cleanup),
    connect: (agent, options) =>
      connect(agent, { ...options, from: { ...state.party }, cause: header, until: deadline, world: state.world }),
  };
}

function declared(operation: OperationFacts, reason: string, detail: unknown, message?: string): AgentError {
  const row: DeclaredError | undefined = operation.errors?.[reason];
  if (row === undefined)
    return AgentError.of('handler_failed', `${operation.name} declares no error ${reason}`, { outcome: 'handled' });
  return AgentError.declared(row.code, reason, message ?? reason.replaceAll('_', ' '), detail);
}
