/** The platform's own WebSocket, as the standard has it (websockets.spec.whatwg.org). */
import { utf8 } from '../../envelope/bytes.js';
import { AgentError } from '../../error.js';
import type { Data } from './packet.js';
import { status, type Opener, type Socket, type SocketEvents } from './socket.js';

/** What we need of it; the compiler's library for browsers is none of the runtime's. */
interface PlatformSocket {
  readonly protocol: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: string;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  addEventListener(event: 'open', listener: () => void): void;
  addEventListener(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(event: 'close', listener: (event: { readonly code: number }) => void): void;
}

declare const WebSocket: new (url: string, protocols: string[]) => PlatformSocket;

export const browserOpener: Opener = {
  open(address, { protocols, signal, begin }) {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const socket = new WebSocket(address.href, [...protocols]);
      socket.binaryType = 'arraybuffer';
      let events: SocketEvents | undefined;
      let over = false;
      const closed = (code: number): void => {
        if (over) return;
        over = true;
        signal.removeEventListener('abort', stop);
        // Why a connection failed is nothing that a page may know.
        if (events === undefined) reject(AgentError.of('unreachable', 'no connection'));
        else events.closed(code);
      };
      const stop = (): void => {
        over = true;
        reject(signal.reason as Error);
        socket.close();
      };
      signal.addEventListener('abort', stop, { once: true });
      socket.addEventListener('open', () => {
        if (over) return;
        signal.removeEventListener('abort', stop);
        events = begin(adapt(socket, () => closed(status.abnormal)));
        resolve();
      });
      socket.addEventListener('message', ({ data }) => {
        if (!over) events?.data(dataOf(data));
      });
      socket.addEventListener('close', ({ code }) => closed(code));
    });
  },
  // A page lives on by itself.
  hold: () => () => undefined,
};

const open = 1;
const decoder = new TextDecoder();

function adapt(socket: PlatformSocket, gone: () => void): Socket {
  return {
    protocol: socket.protocol,
    get open() {
      return socket.readyState === open;
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    send({ binary, bytes }, taken) {
      if (socket.readyState === open) socket.send(binary ? bytes : decoder.decode(bytes));
      if (taken !== undefined) setTimeout(taken, 0);
    },
    close: (code, why) => socket.close(permitted(code), why),
    destroy() {
      // There is no other way to let go; the browser gives up on the goodbye in its own time.
      socket.close();
      gone();
    },
  };
}

/** A page may say 1000, and its own from 3000 on. */
function permitted(code: number): number {
  return code === status.normal || code >= 3000 ? code : 3000 + code;
}

function dataOf(data: unknown): Data {
  return data instanceof ArrayBuffer
    ? { binary: true, bytes: new Uint8Array(data) }
    : { binary: false, bytes: utf8(String(data)) };
}
