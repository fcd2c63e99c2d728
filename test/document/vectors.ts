/** Golden vectors: the document's samples as bytes. Other implementations can hold themselves against them. */
import { encodeMessage } from '../../runtime/src/envelope/message.js';
import { GapAssessment } from 'dora-protocol/agents/gap-assessment/index';
import { HeaderJson } from 'dora-protocol/envelope/json';
import type { Header } from '@agentwire/runtime';
import { taken } from '../support/envelopes.js';
import { type samples, sample, standardMessage } from './cut.js';

type Three = { readonly json: string; readonly protobuf: string; readonly avro: string };

export interface Vector {
  readonly header: unknown;
  readonly data: unknown;
  readonly metadata?: unknown;
  /** Hex of the data alone, as it stands in the envelope. */
  readonly bytes: Three;
  /** Hex of the whole envelope. */
  readonly envelope: Three;
}

const utf8 = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const plain = (bytes: Uint8Array | undefined): unknown =>
  bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));

/** The document's sample under the document's standard header. */
export function vectorOf(type: keyof typeof samples): Vector {
  const codecs = GapAssessment.messages[type]?.json;
  if (codecs === undefined) throw new Error(`no codecs of ${type}`);
  const { payload } = sample(type);
  const data = codecs.data.decode(utf8(payload.data));
  const metadata = payload.metadata === undefined ? undefined : codecs.metadata?.decode(utf8(payload.metadata));
  const header = HeaderJson.decode(utf8({ ...standardMessage().header, message_type: type })) as Header;
  const frame = (encoding: keyof Three): Uint8Array =>
    encodeMessage(GapAssessment, encoding, {
      header: {
        ...header,
        content_type: `application/${encoding}`,
        encoding: encoding === 'json' ? 'utf-8' : 'binary',
      },
      payload: metadata === undefined ? { data } : { data, metadata },
    }).body;
  const three = (of: (encoding: keyof Three) => Uint8Array): Three => ({
    json: hex(of('json')),
    protobuf: hex(of('protobuf')),
    avro: hex(of('avro')),
  });
  return {
    header: plain(HeaderJson.encode(header as Parameters<typeof HeaderJson.encode>[0])),
    data: plain(codecs.data.encode(data)),
    ...(metadata === undefined ? {} : { metadata: plain(codecs.metadata?.encode(metadata)) }),
    bytes: three((encoding) => taken(encoding, frame(encoding)).data),
    envelope: three(frame),
  };
}

export function vectorText(vector: Vector): string {
  return `${JSON.stringify(vector, undefined, 2)}\n`;
}
