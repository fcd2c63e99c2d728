import { AgentError } from '../error.js';
import { known, type Layer } from '../exchange.js';
import { checkPlace } from '../streams.js';

/** The next item of the stream that it came in: same type of message, same correlation, and none left out before it. */
export const checkItem: Layer = async (exchange, next) => {
  const header = known(exchange.header, 'opened the frame');
  const { opening, seq } = known(exchange.within, 'opened the stream');
  if (header.message_type !== opening.message_type)
    throw AgentError.of('header_mismatch', `the stream is of ${opening.message_type}`, {
      path: '/header/message_type',
    });
  if (header.correlation_id !== opening.correlation_id)
    throw AgentError.of('header_mismatch', 'the item is of another call', { path: '/header/correlation_id' });
  checkPlace(header, opening, seq, 'header_mismatch');
  await next();
};
