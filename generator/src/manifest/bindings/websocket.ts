import type { WebSocketBinding } from '../../model/model.js';
import type { Node } from '../../source/node.js';
import { type Context, needEncoding, type Subject } from '../context.js';
import { encodings } from '../messages.js';
import { found, readObject, readRequired, readText, readWord } from '../read.js';

/** Frames of the transport itself (docs/websocket.md); they carry no messages of the protocol. */
const own = [
  'accepted',
  'ack',
  'auth',
  'cancel',
  'credit',
  'done',
  'end',
  'error',
  'ping',
  'pong',
  'resume',
  'resumed',
  'seq',
];

/** The frame's type (the document's is `message`), or `{ frame, encoding }`. */
export function readWebSocket(node: Node, subject: Subject, { diagnostics }: Context): WebSocketBinding | undefined {
  const where = `websocket of ${subject.key}`;
  const object = node.kind === 'string' ? undefined : readObject(node, where, ['frame', 'encoding'], diagnostics);
  const frameNode = node.kind === 'string' ? node : object && readRequired(object, 'frame', where, diagnostics);
  const frame = frameNode && readText(frameNode, `the frame of ${subject.key}`, diagnostics);
  const encodingNode = object?.get('encoding');
  const encoding =
    (encodingNode && readWord(encodingNode, `the encoding of ${where}`, encodings, diagnostics)) ?? 'json';
  needEncoding(subject, encoding, 'websocket', encodingNode ?? node, diagnostics);
  if (frame === undefined) return undefined;
  if (!/^[a-z][a-z0-9_]{0,31}$/.test(frame.value) || own.includes(frame.value)) {
    diagnostics.report('AW2307', frame.span, {
      what: `the frame of ${subject.key}`,
      found: found(frame),
      expected: `a lower-case word that is none of ${own.join(', ')}`,
    });
    return undefined;
  }
  return { frame: frame.value, encoding, span: node.span };
}
