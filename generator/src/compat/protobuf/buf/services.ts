/** Rules about the methods of a service. */
import type { ServiceDescriptor } from '../descriptor.js';
import { all, type Broken, source } from './rules.js';

export function serviceRules(before: ServiceDescriptor, after: ServiceDescriptor): readonly Broken[] {
  return before.methods.flatMap((method): readonly Broken[] => {
    const subject = `${before.name}.${method.name}`;
    const now = after.methods.find(({ name }) => name === method.name);
    if (now === undefined)
      return [
        { rule: 'RPC_NO_DELETE', in: source, subject, change: 'the rpc is gone', old: method.span, new: after.span },
      ];
    const same = (rule: string, what: string, was: unknown, is: unknown): readonly Broken[] =>
      was === is
        ? []
        : [
            {
              rule,
              in: all,
              subject,
              change: `${what} was ${String(was)} and is ${String(is)}`,
              old: method.span,
              new: now.span,
            },
          ];
    return [
      ...same('RPC_SAME_CLIENT_STREAMING', 'client streaming', method.clientStreaming, now.clientStreaming),
      ...same('RPC_SAME_SERVER_STREAMING', 'server streaming', method.serverStreaming, now.serverStreaming),
      ...same('RPC_SAME_IDEMPOTENCY_LEVEL', 'the idempotency level', method.idempotency, now.idempotency),
      ...same('RPC_SAME_REQUEST_TYPE', 'the request', method.input.name, now.input.name),
      ...same('RPC_SAME_RESPONSE_TYPE', 'the response', method.output.name, now.output.name),
    ];
  });
}
