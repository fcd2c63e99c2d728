import { describe, expect, it } from 'vitest';
import { encodeFrame, exchangePath } from '../../../../runtime/src/transports/grpc/exchange/frame.js';
import { encodeMessage } from '../../../../runtime/src/envelope/message.js';
import { messageFactory } from '../../../../runtime/src/message-factory.js';
import { seededRandom } from '@agentwire/runtime/testing';
import { identity, type Header } from '@agentwire/runtime';
import { systemClock } from '../../../../runtime/src/clock.js';
import { CookAgent, protocol } from '../../../support/agents.js';
import { rawClient, status, statusOf } from './raw.js';
import { addressOf, connectWaiter, serveCook } from './table.js';

const cookPath = '/kitchen.Kitchen/Cook';

function order(bend: (header: Header) => Partial<Header> = () => ({})): Uint8Array {
  const world = { clock: systemClock, random: seededRandom(7) };
  const header = messageFactory(protocol, identity({ type: 'waiter', id: 'w' }), world).header('order', {
    to: { agent_type: 'cook', broadcast: false },
    encoding: 'protobuf',
  });
  const message = { header: { ...header, ...bend(header) }, payload: { data: { order_id: 'o-1', dish: 'soup' } } };
  return encodeMessage(CookAgent, 'protobuf', message).body;
}

describe('a stranger', () => {
  it('who sends a good message is answered', async () => {
    const { code, reply } = await rawClient(addressOf(await serveCook())).unary(cookPath, order());
    expect(code).toBe(status.OK);
    expect(reply?.[0]).toBe(0x0a);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['bytes that are no message', Buffer.from('ffffff', 'hex')],
    ['a header that is cut off', Buffer.from('0a0508', 'hex')],
    ['a payload before any header', Buffer.from('12020a00', 'hex')],
  ])('who sends %s is refused, and the next one is answered', async (_, bytes) => {
    const raw = rawClient(addressOf(await serveCook()));
    expect((await raw.unary(cookPath, bytes)).code).toBe(status.INVALID_ARGUMENT);
    expect((await raw.unary(cookPath, order())).code).toBe(status.OK);
  });

  it('who calls a method that is not there learns that', async () => {
    const raw = rawClient(addressOf(await serveCook()));
    expect((await raw.unary('/kitchen.Kitchen/Burn', order())).code).toBe(status.UNIMPLEMENTED);
  });

  it('whose metadata contradict the message, or themselves, is refused', async () => {
    const raw = rawClient(addressOf(await serveCook()));
    const other = '00-11111111111111111111111111111111-2222222222222222-01';
    const wrong = [{ traceparent: other }, { 'x-correlation-id': 'another' }, { traceparent: [other, other] }];
    for (const metadata of wrong)
      expect((await raw.unary(cookPath, order(), metadata)).code).toBe(status.INVALID_ARGUMENT);
  });

  it('who opens a stream and says nothing in it is refused', async () => {
    const stream = rawClient(addressOf(await serveCook())).bidi('/kitchen.Kitchen/Chat');
    const ended = statusOf(stream);
    stream.resume();
    stream.end();
    expect(await ended).toBe(status.INVALID_ARGUMENT);
  });

  it('who speaks the exchange badly loses his own stream, and nobody else does', async () => {
    const served = await serveCook();
    const client = connectWaiter(addressOf(served));
    await client.cook({ dish: 'soup' });
    const stream = rawClient(addressOf(served)).bidi(exchangePath);
    const ended = statusOf(stream);
    stream.resume();
    stream.write(Buffer.from('ffffff', 'hex'));
    expect(await ended).toBe(status.INVALID_ARGUMENT);
    expect((await client.cook({ dish: 'soup' })).state).toBe('done');
  });

  it('on whose exchange one envelope is bad gets an error for that one', async () => {
    const stream = rawClient(addressOf(await serveCook())).bidi(exchangePath);
    const kinds = new Map<number, number[]>();
    stream.on('data', ([, call = 0, , kind = 0]: Buffer) => void kinds.set(call, [...(kinds.get(call) ?? []), kind]));
    const ended = statusOf(stream);
    stream.write(encodeFrame({ call: 1, kind: 'request', envelope: Buffer.from('ff', 'hex') }));
    stream.write(encodeFrame({ call: 2, kind: 'request', envelope: order() }));
    await expect.poll(() => kinds.get(2)).toEqual([6]);
    expect(kinds.get(1)).toEqual([7]);
    stream.end();
    expect(await ended).toBe(status.OK);
  });
});
