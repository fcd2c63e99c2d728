/** protobufjs and pbf with the schemas that `agentwire convert` prints: the same fields, the same bytes. */
import { execFileSync } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PbfReader, PbfWriter } from 'pbf';
import { compile } from 'pbf/compile';
import schemas from 'protocol-buffers-schema';
import protobuf from 'protobufjs';
import { binary } from './cases.js';
import { codecsOf } from './ours.js';

// Numbers in place of Long objects: faster for this peer, and all that the messages need.
protobuf.util.Long = undefined;
protobuf.configure();

const root = fileURLToPath(new URL('../../', import.meta.url));

const texts = new Map();

function textOf(file, name) {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = execFileSync(
    process.execPath,
    ['generator/bin/agentwire.js', 'convert', file, '--to', 'protobuf', '--namespace', name],
    { cwd: root, encoding: 'utf8' },
  );
  texts.set(file, text);
  return text;
}

function schemaOf(file, name) {
  return protobuf.parse(textOf(file, name), { keepCase: true }).root;
}

const metricsText = readFileSync(`${root}schemas/proto/performance_metrics.proto`, 'utf8');

function recordOf({ message, messages }) {
  if (message === 'performance_metrics') {
    return protobuf
      .parse(metricsText, { keepCase: true })
      .root.lookupType('dora.agent.communication.PerformanceMetrics');
  }
  const type = message.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
  const payloads = schemaOf(`schemas/json/${message}.schema.json`, 'payload');
  if (messages[0].header === undefined) return payloads.lookupType(`payload.${type}`);
  const envelope = schemaOf('schemas/json/envelope.schema.json', 'envelope');
  envelope.add(payloads.nested.payload);
  const record = new protobuf.Type('Record')
    .add(new protobuf.Field('header', 1, 'envelope.Header'))
    .add(new protobuf.Field('data', 2, `payload.${type}`));
  envelope.add(record);
  return record;
}

/** What the peer encodes: lists in messages of their own, as the derived layout has them. */
function recordValue({ header, data }) {
  const value = binary(data);
  if (value.dependencies !== undefined) value.dependencies = { items: value.dependencies };
  if (value.capabilities !== undefined) value.capabilities = { items: value.capabilities };
  return header === undefined ? value : { header: binary(header), data: value };
}

export async function protobufPeers(one) {
  const type = recordOf(one);
  const { open } = one;
  const values = one.messages.map((message) => recordValue(message));
  const opened = values.map((value) => value.data?.[open]);
  const encode =
    open === undefined
      ? (i) => type.encode(values[i]).finish()
      : (i) => {
          const value = values[i];
          value.data[open] = Buffer.from(JSON.stringify(opened[i]));
          return type.encode(value).finish();
        };
  const bytes = values.map((_, i) => encode(i));
  await sameBytes(one, type);
  return [
    pbf(one, values, opened, bytes),
    {
      name: 'protobufjs',
      encode,
      decode:
        open === undefined
          ? (i) => type.decode(bytes[i])
          : (i) => {
              const value = type.decode(bytes[i]);
              value.data[open] = JSON.parse(value.data[open].toString());
              return value;
            },
    },
  ];

  /** The peer reads our bytes as what we meant. */
  async function sameBytes() {
    const codecs = await codecsOf(one.message, 'protobuf');
    const { header, data } = one.messages[0];
    const object = (of, from) => of.toObject(of.decode(from), { enums: Number });
    const expected = structuredClone(values[0]);
    if (header === undefined) {
      deepStrictEqual(object(type, codecs.data.encode(data)), expected);
      return;
    }
    if (open !== undefined) expected.data[open] = new Uint8Array(expected.data[open]);
    deepStrictEqual(object(type.fields.header.resolve().resolvedType, codecs.header.encode(header)), expected.header);
    deepStrictEqual(object(type.fields.data.resolve().resolvedType, codecs.data.encode(data)), expected.data);
  }
}

/** pbf: code compiled from the same schemas; header and payload by hand in one message, as the record has them. */
function pbf(one, values, opened, bytes) {
  const { open, message } = one;
  const type = message.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
  const text =
    message === 'performance_metrics' ? metricsText : textOf(`schemas/json/${message}.schema.json`, 'payload');
  const payload = compile(schemas.parse(text));
  const envelope = compile(schemas.parse(textOf('schemas/json/envelope.schema.json', 'envelope')));
  const [write, read] = [payload[`write${type}`], payload[`read${type}`]];
  if (one.messages[0].header === undefined) {
    return {
      name: 'pbf',
      encode: (i) => {
        const out = new PbfWriter();
        write(values[i], out);
        return out.finish();
      },
      decode: (i) => read(new PbfReader(bytes[i])),
    };
  }
  const field = (tag, value, pbf) => {
    if (tag === 1) value.header = envelope.readHeader(pbf, pbf.readVarint() + pbf.pos);
    else if (tag === 2) value.data = read(pbf, pbf.readVarint() + pbf.pos);
  };
  return {
    name: 'pbf',
    encode: (i) => {
      const { header, data } = values[i];
      if (open !== undefined) data[open] = Buffer.from(JSON.stringify(opened[i]));
      const out = new PbfWriter();
      out.writeMessage(1, envelope.writeHeader, header);
      out.writeMessage(2, write, data);
      return out.finish();
    },
    decode: (i) => {
      const value = new PbfReader(bytes[i]).readFields(field, { header: undefined, data: undefined });
      if (open !== undefined) value.data[open] = JSON.parse(Buffer.from(value.data[open]).toString());
      return value;
    },
  };
}
