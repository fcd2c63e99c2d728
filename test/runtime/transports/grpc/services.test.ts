/** The services that every server has beside those of its agents. */
import { describe, expect, it } from 'vitest';
import { grpc } from '@agentwire/runtime/grpc';
import { serve } from '@agentwire/runtime';
import { agent } from '@agentwire/runtime/codegen/v1';
import { fieldsOf, message } from '../../../../runtime/src/transports/grpc/wire.js';
import { CookAgent } from '../../../support/agents.js';
import { idle } from '../../../support/kitchen.js';
import { rawClient, status, statusOf } from './raw.js';
import { addressOf, afterwards, serveCook } from './table.js';

const named = (service: string): Buffer => message([1, service]);
const stateIn = (reply: Buffer | undefined): number => fieldsOf(reply ?? Buffer.alloc(0)).number(1);

describe('health', () => {
  const check = '/grpc.health.v1.Health/Check';

  it('knows the server as a whole and each of its services', async () => {
    const raw = rawClient(addressOf(await serveCook()));
    for (const service of ['', 'kitchen.Kitchen'])
      expect(stateIn((await raw.unary(check, named(service))).reply)).toBe(1);
    expect((await raw.unary(check, named('kitchen.Cellar'))).code).toBe(status.NOT_FOUND);
    expect((await raw.unary(check, Buffer.from('ff', 'hex'))).code).toBe(status.INVALID_ARGUMENT);
  });

  it('tells whoever watches when agents go', async () => {
    const on = grpc({ port: 0 });
    const first = await serveCook({}, on);
    const second = await serveCook({}, on, { id: 'cook-2' });
    const stream = rawClient(addressOf(first)).bidi('/grpc.health.v1.Health/Watch');
    const ended = statusOf(stream);
    const states: number[] = [];
    stream.on('data', (reply: Buffer) => void states.push(stateIn(reply)));
    stream.end(named('kitchen.Kitchen'));
    await expect.poll(() => states).toEqual([1]);
    await first.close(0);
    await second.close(0);
    expect(await ended).not.toBe(status.OK);
    expect(states.slice(0, 2)).toEqual([1, 2]);
  });
});

describe('reflection', () => {
  const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
  /** `kitchen.proto` with `service Kitchen { rpc Cook(Order) }` and `message Order { message Side {} }`. */
  const file = message(
    [1, 'kitchen.proto'],
    [2, 'kitchen'],
    [3, 'common.proto'],
    [4, message([1, 'Order'], [3, message([1, 'Side'])])],
    [6, message([1, 'Kitchen'], [2, message([1, 'Cook'], [2, '.kitchen.Order'], [3, '.kitchen.Order'])])],
  );
  const common = message([1, 'common.proto'], [5, message([1, 'Mood'])]);
  const lines = (bytes: Buffer): string[] => [bytes.toString('base64')];

  async function ask(...requests: readonly Buffer[]): Promise<readonly Buffer[]> {
    const telling = agent({ ...CookAgent, descriptors: [lines(file), lines(common)] });
    const served = await serve(telling, { id: 'cook-1', on: grpc({ port: 0 }), handlers: idle });
    afterwards(() => served.close(0));
    const stream = rawClient(addressOf(served)).bidi(path);
    const ended = statusOf(stream);
    const replies: Buffer[] = [];
    stream.on('data', (reply: Buffer) => void replies.push(reply));
    for (const request of requests) stream.write(request);
    stream.end();
    expect(await ended).toBe(status.OK);
    return replies;
  }

  const filesIn = (reply: Buffer | undefined): readonly string[] =>
    fieldsOf(fieldsOf(reply ?? Buffer.alloc(0)).bytes(4) ?? Buffer.alloc(0))
      .all(1)
      .map((bytes) => fieldsOf(bytes).text(1));

  it('lists services, and has the file of every symbol with what it imports', async () => {
    const symbols = ['kitchen.Kitchen', 'kitchen.Kitchen.Cook', 'kitchen.Order.Side'];
    const [listed, ...found] = await ask(
      Buffer.from([0x3a, 0]),
      ...symbols.map((symbol) => message([4, symbol])),
      message([3, 'kitchen.proto']),
    );
    const services = fieldsOf(fieldsOf(listed ?? Buffer.alloc(0)).bytes(6) ?? Buffer.alloc(0)).all(1);
    expect(services.map((bytes) => fieldsOf(bytes).text(1))).toEqual(['kitchen.Kitchen']);
    for (const reply of found) expect(filesIn(reply)).toEqual(['kitchen.proto', 'common.proto']);
  });

  it('answers what it does not know with an error, and goes on', async () => {
    const replies = await ask(
      message([4, 'kitchen.Cellar']),
      message([3, 'cellar.proto']),
      message([6, 'kitchen.Order']),
      message([4, 'Mood']),
    );
    const codes = replies.map((reply) => fieldsOf(fieldsOf(reply).bytes(7) ?? Buffer.alloc(0)).number(1));
    expect(codes).toEqual([5, 5, 12, 0]);
    expect(filesIn(replies[3])).toEqual(['common.proto']);
  });
});
