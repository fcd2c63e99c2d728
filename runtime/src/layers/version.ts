import { AgentError } from '../error.js';
import { known, type Layer } from '../exchange.js';

/** The same major is ours (wire.md section 2); another one is refused, and the answer names both. */
export const checkVersion: Layer = async (exchange, next) => {
  const theirs = known(exchange.header, 'opened the frame').version;
  const ours = exchange.state.agent.protocol.version;
  if (major(theirs) !== major(ours)) {
    throw AgentError.of('version_unsupported', `the message has version ${theirs}, this agent speaks ${ours}`, {
      path: '/header/version',
    });
  }
  await next();
};

function major(version: string): string | undefined {
  return version.split('.', 1)[0];
}
