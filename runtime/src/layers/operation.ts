import { operationHeader } from '../beside.js';
import type { OperationFacts } from '../contract.js';
import { AgentError } from '../error.js';
import { known, type Layer } from '../exchange.js';
import { takesStream } from '../streams.js';

/** The operation that the route or the sender names, else the first one that takes this type of message. */
export const findOperation: Layer = async (exchange, next) => {
  const { message_type } = known(exchange.header, 'opened the frame');
  const { operations } = exchange.state.agent;
  const word = exchange.inbound.frame.headers[operationHeader];
  const named = exchange.inbound.operation ?? (word === undefined ? undefined : byName(operations, word));
  if (named !== undefined && named.request !== message_type) {
    throw AgentError.of('header_mismatch', `${named.name} takes ${named.request}, the header says otherwise`, {
      path: '/header/message_type',
    });
  }
  const operation = named ?? byMessageType(operations, message_type);
  if (takesStream(operation) !== (exchange.inbound.items !== undefined))
    throw AgentError.of('malformed', `${operation.name} takes ${takesStream(operation) ? 'a stream' : 'one message'}`);
  exchange.operation = operation;
  await next();
};

function byName(operations: Readonly<Record<string, OperationFacts>>, name: string): OperationFacts {
  for (const operation of Object.values(operations)) if (operation.name === name) return operation;
  throw AgentError.of('operation_unsupported', 'this agent does not serve the operation that the message names');
}

function byMessageType(operations: Readonly<Record<string, OperationFacts>>, message_type: string): OperationFacts {
  for (const operation of Object.values(operations)) if (operation.request === message_type) return operation;
  throw AgentError.of('message_type_unknown', 'no operation of this agent takes a message of this type', {
    path: '/header/message_type',
  });
}
