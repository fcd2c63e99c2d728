/** The frames of test/golden/websocket/, read and written again: what other implementations can hold themselves against. */
import { readFileSync } from 'node:fs';
import { array, assert, boolean, constantFrom, jsonValue, oneof, property, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf, type Frame } from '../../../../runtime/src/transports/websocket/frame.js';
import { writePacket, type Data } from '../../../../runtime/src/transports/websocket/packet.js';
import { readFrame } from '../../../../runtime/src/transports/websocket/read-frame.js';

const golden = new URL('../../../golden/websocket/', import.meta.url);
const words = new Set(['message']);

interface Line {
  readonly line: string;
  readonly data: Data;
}

/** `>` from the client, `<` from the server; text as it is, binary as hex after `0x`. */
function linesOf(file: string): Line[] {
  const lines = readFileSync(new URL(file, golden), 'utf8').split('\n');
  return lines
    .filter((line) => /^[<>] /.test(line))
    .map((line) => {
      const text = line.slice(2);
      const data = text.startsWith('0x')
        ? { binary: true, bytes: Uint8Array.from(Buffer.from(text.slice(2), 'hex')) }
        : { binary: false, bytes: new TextEncoder().encode(text) };
      return { line, data };
    });
}

function written(frame: Exclude<Frame, { kind: 'unknown' }>, seq?: number, ack?: number): Data {
  const session = {
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined || frame.kind === 'ack' ? {} : { ack }),
  };
  return writePacket({ ...headOf(frame), ...session }, frame.kind === 'message' ? frame.body : undefined);
}

const files = ['session.json.txt', 'session.protobuf.txt'];

describe.each(files)('golden frames of %s', (file) => {
  it('are read, and written again as they stand', () => {
    for (const { line, data } of linesOf(file)) {
      const received = readFrame(data, words);
      if (received.kind === 'fault' || received.frame.kind === 'unknown') throw new Error(`not read: ${line}`);
      const again = written(received.frame, received.seq, received.ack);
      expect([line, again.binary, Buffer.from(again.bytes).toString('hex')]).toEqual([
        line,
        data.binary,
        Buffer.from(data.bytes).toString('hex'),
      ]);
    }
  });
});

it('golden frames show every kind that there is', () => {
  const kinds = files.flatMap(linesOf).map(({ data }) => {
    const received = readFrame(data, words);
    return received.kind === 'fault' ? 'fault' : received.frame.kind;
  });
  expect([...new Set(kinds)].toSorted()).toEqual([
    'accepted',
    'ack',
    'cancel',
    'credit',
    'done',
    'end',
    'error',
    'message',
    'ping',
    'pong',
    'resume',
    'resumed',
  ]);
});

describe('whatever comes', () => {
  it('as bytes is a frame or a fault', () => {
    assert(
      property(boolean(), uint8Array({ maxLength: 200 }), (binary, bytes) => {
        expect(['frame', 'fault']).toContain(readFrame({ binary, bytes }, words).kind);
      }),
    );
  });

  it('as JSON is a frame or a fault, and leaves no trace on objects', () => {
    const member = constantFrom(
      'type',
      'seq',
      'ack',
      're',
      'role',
      'headers',
      'data',
      'session',
      'credit',
      '__proto__',
    );
    const value = oneof(constantFrom('message', 'error', 'resume', 'accepted'), jsonValue({ maxDepth: 2 }));
    assert(
      property(array(tuple(member, value), { maxLength: 8 }), (members) => {
        const text = `{${members.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`).join(',')}}`;
        const received = readFrame({ binary: false, bytes: new TextEncoder().encode(text) }, words);
        expect(['frame', 'fault']).toContain(received.kind);
      }),
    );
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});
