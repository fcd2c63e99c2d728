/** The messages of a peer without credit, as one stream: what the handler has not read stops the connection. */
import { jsonEnvelope } from '../../envelope/json.js';
import { createIntake, flowWindow, type Intake } from '../../flow.js';
import { CodecError } from '../../codec/codec.js';
import type { Frame } from '../../transport.js';
import type { MessageFrame } from './frame.js';

export interface LiteralStream {
  readonly intake: Intake;
  /** More has come than the handler has room for. */
  readonly behind: boolean;
  /** What opens the stream: the first message's own header. */
  opening(first: MessageFrame): MessageFrame;
  push(message: MessageFrame): void;
}

/** @param changed is called when it falls behind or catches up. */
export function createLiteralStream(changed: () => void): LiteralStream {
  const late: Frame[] = [];
  let room = flowWindow;
  const intake = createIntake((count) => {
    room += count;
    for (; room > 0 && late.length > 0; room--) {
      const next = late.shift();
      if (next !== undefined) intake.push(next);
    }
    changed();
  });
  return {
    intake,
    get behind() {
      return late.length > 0;
    },
    opening: (first) => ({ ...first, role: 'open', body: { json: true, bytes: headerOf(first) } }),
    push({ body, headers }) {
      const frame: Frame = { encoding: 'json', body: body.bytes, headers };
      if (room === 0) late.push(frame);
      else {
        room--;
        intake.push(frame);
      }
      changed();
    },
  };
}

/** A message without a header is left to the onion to refuse. */
function headerOf({ body }: MessageFrame): Uint8Array {
  try {
    return jsonEnvelope.split(body.bytes).header;
  } catch (thrown) {
    if (thrown instanceof CodecError) return body.bytes;
    throw thrown;
  }
}
