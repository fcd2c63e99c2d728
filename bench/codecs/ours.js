/** agentwire's contestants: the generated codecs, header and payload each by its own, as the runtime calls them. */
import * as envelopeAvro from '../../generated/dist/envelope/avro.js';
import * as envelopeJson from '../../generated/dist/envelope/json.js';
import * as envelopeProtobuf from '../../generated/dist/envelope/protobuf.js';

const headers = {
  json: envelopeJson.HeaderJson,
  protobuf: envelopeProtobuf.HeaderProtobuf,
  avro: envelopeAvro.HeaderAvro,
};
const suffix = { json: 'Json', protobuf: 'Protobuf', avro: 'Avro' };

export async function codecsOf(message, format) {
  const type = message.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
  const folder = message === 'agent_message' ? 'avro/agent-message.avsc' : `messages/${message.replaceAll('_', '-')}`;
  const module = await import(`../../generated/dist/${folder}/${format}.js`);
  return { header: headers[format], data: module[type + suffix[format]] };
}

/** Encode, encode into one buffer, decode; `bytes` are what was encoded. */
export async function ours(one, format) {
  const { header, data } = await codecsOf(one.message, format);
  const { messages } = one;
  const target = new Uint8Array(256 * 1024);
  if (messages[0].header === undefined) {
    const bytes = messages.map((message) => data.encode(message.data));
    return {
      bytes: bytes.map((it) => [it]),
      encode: (i) => data.encode(messages[i].data),
      'encode-into': (i) => data.encodeInto(messages[i].data, target),
      decode: (i) => data.decode(bytes[i]),
    };
  }
  const bytes = messages.map((message) => [header.encode(message.header), data.encode(message.data)]);
  // Two statements a run: an object of both results is no part of the work.
  return {
    bytes,
    encode(i) {
      const message = messages[i];
      header.encode(message.header);
      return data.encode(message.data);
    },
    'encode-into'(i) {
      const message = messages[i];
      return data.encodeInto(message.data, target, header.encodeInto(message.header, target));
    },
    decode(i) {
      const parts = bytes[i];
      header.decode(parts[0]);
      return data.decode(parts[1]);
    },
  };
}
