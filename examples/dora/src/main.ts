/** Six agents on five transports, one workflow; `--real` takes Kafka and RabbitMQ from the machine. */
import { AgentError, CommunicationManager, identity } from '@agentwire/runtime';
import { protocol } from 'dora-protocol/protocol';
import { assemble } from './cast.js';
import { workflow } from './workflow.js';
import { closing, people } from './story.js';
import { transports } from './transports.js';

const started = performance.now();
const real = process.argv.includes('--real');
const manager = new CommunicationManager({
  from: identity({ type: 'workflow_engine', id: 'workflow-engine' }),
  agents: [],
});
try {
  const cast = await assemble(manager, transports(real));
  people(`${protocol.name} ${protocol.version}`, cast.all, real);
  await workflow(manager, cast);
  closing(manager);
  console.log(`\nDone in ${Math.round(performance.now() - started)} ms.`);
} catch (thrown) {
  if (!real || !(thrown instanceof AgentError) || thrown.reason !== 'unreachable') throw thrown;
  console.error(`${thrown.message}: npm run services up kafka rabbitmq`);
  process.exitCode = 1;
} finally {
  await manager.close();
}
