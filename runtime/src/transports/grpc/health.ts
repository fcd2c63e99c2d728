/** The standard health service, `grpc.health.v1`. */
import type { Member } from '../../membership.js';
import { bufferOf, identity, type Grpc } from './grpc-js.js';
import { fieldsOf, Malformed, message } from './wire.js';

const serving = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;

/** The whole server has no name; a service serves while an agent of it does. */
function stateOf(members: ReadonlySet<Member>, service: string): number {
  const concerned = [...members].filter(({ host }) => service === '' || serves(host.agent.operations, service));
  if (concerned.length === 0) return service === '' ? serving.NOT_SERVING : serving.SERVICE_UNKNOWN;
  return concerned.some(({ closing }) => !closing) ? serving.SERVING : serving.NOT_SERVING;
}

function serves(operations: Member['host']['agent']['operations'], service: string): boolean {
  return Object.values(operations).some(({ bindings }) => bindings.grpc?.service === service);
}

export function registerHealth(grpc: typeof Grpc, server: Grpc.Server, members: ReadonlySet<Member>): void {
  const ask = (request: Buffer): number => stateOf(members, fieldsOf(request).text(1));
  server.register(
    '/grpc.health.v1.Health/Check',
    (call: Grpc.ServerUnaryCall<Buffer, Buffer>, callback: Grpc.sendUnaryData<Buffer>) => {
      try {
        const state = ask(call.request);
        if (state === serving.SERVICE_UNKNOWN) callback({ code: grpc.status.NOT_FOUND, details: 'unknown service' });
        else callback(null, message([1, state]));
      } catch (thrown) {
        if (!(thrown instanceof Malformed)) throw thrown;
        callback({ code: grpc.status.INVALID_ARGUMENT, details: thrown.message });
      }
    },
    bufferOf,
    identity,
    'unary',
  );
}
