import { AgentError } from '../error.js';
import { known, type Layer } from '../exchange.js';

/** Addressed to this agent, or to any agent of its type, or to all of them. */
export const checkAddress: Layer = async (exchange, next) => {
  const { destination } = known(exchange.header, 'opened the frame');
  const { agent, party } = exchange.state;
  if (destination.agent_type !== agent.type) {
    throw AgentError.of(
      'wrong_destination',
      `this is a ${agent.type}, the message is for a ${destination.agent_type}`,
      { path: '/header/destination/agent_type' },
    );
  }
  if (!destination.broadcast && destination.agent_id !== undefined && destination.agent_id !== party.agent_id) {
    throw AgentError.of('wrong_destination', `this is ${party.agent_id}, the message is for another agent`, {
      path: '/header/destination/agent_id',
    });
  }
  await next();
};
