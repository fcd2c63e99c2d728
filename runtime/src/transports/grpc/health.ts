/** The standard health service, `grpc.health.v1`: the whole server by the empty name, or one service. */
import { AgentError } from '../../error.js';
import type { Member } from '../../membership.js';
import { statusObject } from './answer.js';
import { bufferOf, identity, type Grpc } from './grpc-js.js';
import { fieldsOf, Malformed, message } from './wire.js';

/** Numbers of HealthCheckResponse.ServingStatus. */
const states = { serving: 1, notServing: 2, unknown: 3 } as const;
type State = (typeof states)[keyof typeof states];

export interface Health {
  /** Agents have come or gone, or are about to: whoever watches is told what is new to him. */
  changed(): void;
}

export function registerHealth(grpc: typeof Grpc, server: Grpc.Server, members: ReadonlySet<Member>): Health {
  const watchers = new Set<() => void>();
  server.register(
    '/grpc.health.v1.Health/Check',
    (call: Grpc.ServerUnaryCall<Buffer, Buffer>, callback: Grpc.sendUnaryData<Buffer>) => {
      const service = serviceOf(call.request);
      if (service instanceof AgentError) return callback(statusObject(grpc, service));
      const state = stateOf(members, service);
      if (state === states.unknown)
        callback({ code: grpc.status.NOT_FOUND, details: 'no such service is served here' });
      else callback(null, message([1, state]));
    },
    bufferOf,
    identity,
    'unary',
  );
  server.register(
    '/grpc.health.v1.Health/Watch',
    (call: Grpc.ServerWritableStream<Buffer, Buffer>) => {
      const service = serviceOf(call.request);
      if (service instanceof AgentError) return void call.emit('error', statusObject(grpc, service));
      let last: State | undefined;
      const tell = (): void => {
        const state = stateOf(members, service);
        if (state !== last) call.write(message([1, state]));
        last = state;
      };
      watchers.add(tell);
      call.on('cancelled', () => watchers.delete(tell));
      tell();
    },
    bufferOf,
    identity,
    'serverStream',
  );
  return {
    changed() {
      for (const tell of watchers) tell();
    },
  };
}

function serviceOf(request: Buffer): string | AgentError {
  try {
    return fieldsOf(request).text(1);
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    return AgentError.of('malformed', thrown.message);
  }
}

/** A service serves while one of its agents does. */
function stateOf(members: ReadonlySet<Member>, service: string): State {
  const concerned = [...members].filter((member) => service === '' || serves(member, service));
  if (concerned.length === 0) return service === '' ? states.notServing : states.unknown;
  return concerned.some(({ closing }) => !closing) ? states.serving : states.notServing;
}

function serves({ host }: Member, service: string): boolean {
  return Object.values(host.agent.operations).some(({ bindings }) => bindings.grpc?.service === service);
}
