/** A transport that tells the story of what passes through it: any transport, since they all have this one contract. */
import type { Transport } from '@agentwire/runtime';
import { tell } from './story.js';

export function watched(transport: Transport): Transport {
  return {
    ...transport,
    async dial(agent, from) {
      const dialer = await transport.dial(agent, from);
      return {
        ...dialer,
        send(outbound, reaction) {
          const { header, operation } = outbound;
          // Heartbeats come by themselves, every few seconds.
          if (operation.every !== undefined) return dialer.send(outbound, reaction);
          const started = performance.now();
          const whom = header.destination.agent_id ?? `any ${header.destination.agent_type}`;
          const to = header.destination.broadcast ? `every ${header.destination.agent_type}` : whom;
          const common = { from: header.source.agent_id, to, over: transport.name, encoding: outbound.encoding };
          const answer = (message: string, bytes: number): void =>
            tell({ ...common, arrow: '<-', message, bytes, after: performance.now() - started });
          tell({
            ...common,
            arrow: '->',
            message: header.message_type,
            bytes: outbound.body.length,
            note: operation.name,
          });
          return dialer.send(outbound, {
            ...reaction,
            update(frame) {
              answer(operation.updates ?? 'update', frame.body.length);
              return reaction.update(frame);
            },
            item(frame) {
              answer(operation.reply ?? 'item', frame.body.length);
              return reaction.item(frame);
            },
            reply(frame) {
              if (frame !== undefined) answer(operation.reply ?? 'reply', frame.body.length);
              reaction.reply(frame);
            },
            fail(error) {
              tell({
                ...common,
                arrow: '<-',
                message: error.reason,
                bytes: 0,
                after: performance.now() - started,
                note: error.message,
              });
              reaction.fail(error);
            },
          });
        },
      };
    },
  };
}
