import { systemWorld } from '../../clock.js';
import { AgentError } from '../../error.js';
import type { Transport } from '../../transport.js';
import { sharedBy } from '../leases.js';
import { openChannel } from './channel.js';
import { createDialer } from './client.js';
import type { GrpcOptions } from './options.js';
import { createGrpcServer } from './server.js';

/**
 * gRPC, by the methods that the manifest names. One value may be shared by several agents; it closes with the last.
 * @example
 * const agent = await serve(GapAssessment, { id: 'gap-assessment-001', on: grpc({ port: 9090 }), handlers });
 * const gap = connect(GapAssessment, { from, over: grpc('localhost:9090') });
 * @throws {TypeError} for options that cannot be: an address that is none of gRPC's.
 */
export function grpc(given: string | GrpcOptions): Transport {
  const options: GrpcOptions = typeof given === 'string' ? { url: given } : given;
  const { clock } = options.world ?? systemWorld;
  const target = options.url === undefined ? undefined : targetOf(options.url);
  const server = createGrpcServer(options);
  const channels = sharedBy(
    ({ address, secure }: Target) => `${address} ${secure}`,
    (target) => openChannel(target, options),
  );
  return {
    name: 'grpc',
    listen: (host) => server.listen(host),
    async dial(agent) {
      const { held: channel, release } = await channels.take(target ?? ownTarget(server.address()));
      return createDialer({ agent, channel, clock, calls: options.calls ?? 'exchange', close: release });
    },
  };
}

export interface Target {
  /** `host:port` */
  readonly address: string;
  readonly secure: boolean;
}

function targetOf(text: string): Target {
  const [, scheme, host, port] =
    /^(?:(grpcs?):\/\/)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})\/?$/.exec(text) ?? [];
  if (host === undefined || port === undefined)
    throw new TypeError(
      `grpc: ${JSON.stringify(text)} is no address; write host:port, grpc://host:port or grpcs://host:port`,
    );
  return { address: `${host}:${port}`, secure: scheme === 'grpcs' };
}

function ownTarget(address: string | undefined): Target {
  if (address === undefined)
    throw AgentError.of('unreachable', 'this gRPC transport has no url to dial and does not listen yet');
  return targetOf(address);
}
