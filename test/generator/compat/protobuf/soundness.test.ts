/** Verdicts on random messages against what happens to random values that are sent. */
import {
  protobufExchange,
  type WireMessage,
  type WireType,
  type WireValue,
  type WireValues,
} from '@agentwire/runtime/inspect';
import { expect, it } from 'vitest';
import { verdictOf } from '../../../../generator/src/compat/finding.js';
import { openProtobuf, type ProtoSide } from '../../../../generator/src/compat/protobuf/descriptor.js';
import { wireFindings } from '../../../../generator/src/compat/protobuf/findings.js';
import { createDiagnostics } from '../../../../generator/src/diagnostics/index.js';
import { memoryWorkspace } from '../../../../generator/src/source/workspace.js';
import { type Seeded, seeded } from '../../../support/seeded.js';

const pairs = Number(process.env['AGENTWIRE_PAIRS'] ?? 800);
const messages = 12;
const scalars = [
  'int32',
  'int64',
  'uint32',
  'sint32',
  'sint64',
  'fixed32',
  'sfixed32',
  'fixed64',
  'bool',
  'string',
  'bytes',
  'double',
  'float',
];

interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly label: '' | 'optional ' | 'repeated ';
  readonly oneof?: string;
}

function randomField(random: Seeded, number: number): Field {
  const type = random.chance(0.2) ? 'Part' : random.chance(0.15) ? 'Level' : random.pick(scalars);
  const oneof = random.chance(0.25);
  return {
    name: `f${number}`,
    number,
    type,
    label: oneof ? '' : random.pick(['', 'optional ', 'repeated ']),
    ...(oneof ? { oneof: random.pick(['o', 'p']) } : {}),
  };
}

function edited(fields: readonly Field[], random: Seeded): readonly Field[] {
  const kept = fields
    .filter(() => !random.chance(0.1))
    .map((field): Field => {
      if (random.chance(0.12)) return { ...field, type: random.pick(scalars) };
      if (random.chance(0.06)) return { ...field, number: field.number + 20 };
      if (random.chance(0.06)) return { ...field, name: `${field.name}x` };
      if (field.oneof === undefined && random.chance(0.08))
        return { ...field, label: random.pick(['', 'optional ', 'repeated ']) };
      if (random.chance(0.08)) {
        const { oneof, ...plain } = field;
        return oneof === undefined ? { ...plain, label: '', oneof: 'o' } : plain;
      }
      return field;
    });
  return random.chance(0.3) ? [...kept, randomField(random, 15)] : kept;
}

function text(fields: readonly Field[]): string {
  const line = ({ label, type, name, number }: Field): string => `${label}${type} ${name} = ${number};`;
  const plain = fields.filter(({ oneof }) => oneof === undefined).map(line);
  const groups = [...new Set(fields.flatMap(({ oneof }) => oneof ?? []))].map(
    (oneof) =>
      `oneof ${oneof} { ${fields
        .filter((field) => field.oneof === oneof)
        .map(line)
        .join(' ')} }`,
  );
  return `syntax = "proto3"; message M { ${[...plain, ...groups].join(' ')} } message Part { string a = 1; sint32 b = 2; } enum Level { LOW = 0; HIGH = 5; }`;
}

function opened(proto: string): ProtoSide {
  const diagnostics = createDiagnostics();
  const side = openProtobuf(new Map([['', { path: 'm.proto', text: proto }]]), memoryWorkspace({}), diagnostics);
  if (diagnostics.hasErrors) throw new Error(`the generator made no file: ${proto}: ${diagnostics.all[0]?.message}`);
  return side;
}

function messageOf(side: ProtoSide): WireMessage {
  const found = side.files[0]?.messages.find(({ path }) => path === 'M');
  if (found === undefined) throw new Error('no message M');
  return found;
}

function randomValues(message: WireMessage, random: Seeded): WireValues {
  const chosen = new Map<string, string>();
  const entries = message.fields.flatMap((field): [string, WireValue][] => {
    if (random.chance(0.3)) return [];
    if (field.oneof !== undefined) {
      if (chosen.has(field.oneof)) return [];
      chosen.set(field.oneof, field.name);
    }
    const one = (): WireValue => randomValue(field.type, random);
    return [[field.name, field.label === 'repeated' ? Array.from({ length: 1 + random.int(2) }, one) : one()]];
  });
  return Object.fromEntries(entries);
}

function randomValue(type: WireType, random: Seeded): WireValue {
  if (type.kind === 'enum') return random.pick([0, 5]);
  if (type.kind !== 'scalar') return randomValues(type.message, random);
  switch (type.scalar) {
    case 'bool':
      return random.chance(0.5);
    case 'string':
      return random.pick(['', 'a', 'é']);
    case 'bytes':
      return Uint8Array.from({ length: random.int(4) }, () => random.int(256));
    default:
      // Small, since what is cut by a narrower type is a warning.
      return type.scalar.endsWith('64') ? BigInt(random.int(2)) : random.int(2);
  }
}

it(
  'never calls a pair compatible whose reader refuses a sampled message or misses a value',
  { timeout: 300_000 },
  () => {
    const counts = { compatible: 0, incompatible: 0, messages: 0 };
    for (let seed = 0; seed < pairs; seed++) {
      const random = seeded(seed);
      const fields = Array.from({ length: 1 + random.int(5) }, (_, index) => randomField(random, index + 1));
      const [before, after] = [text(fields), text(edited(fields, random))];
      const [old, fresh] = [opened(before), opened(after)];
      const findings = wireFindings(old, fresh, 'backward');
      const verdict = verdictOf(findings);
      const context = `seed ${seed}: ${before} -> ${after}`;
      expect(verdict, context).not.toBe('unknown');
      counts[verdict === 'compatible' ? 'compatible' : 'incompatible']++;
      if (verdict !== 'compatible') continue;
      const [writer, reader] = [messageOf(old), messageOf(fresh)];
      const warned = new Set(findings.map(({ subject }) => subject));
      for (let n = 0; n < messages; n++) {
        const sent = randomValues(writer, random);
        const result = protobufExchange(writer, reader, sent);
        counts.messages++;
        expect(result.kind, `${context}: ${show(sent)}`).toBe('read');
        if (result.kind !== 'read') continue;
        for (const field of writer.fields) {
          const into = reader.fields.find(({ number }) => number === field.number);
          if (
            into === undefined ||
            sent[field.name] === undefined ||
            warned.has(`M.${into.name}`) ||
            warned.has(`M.${field.name}`)
          )
            continue;
          expect(show(result.values[into.name], true), `${context}: ${show(sent)}`).toBe(show(sent[field.name], true));
        }
      }
    }
    expect(counts.compatible).toBeGreaterThan(pairs / 5);
    expect(counts.incompatible).toBeGreaterThan(pairs / 5);
    expect(counts.messages).toBeGreaterThan(pairs);
  },
);

/** The same text for the same value, whatever type holds it; `flat`: a list of one is its item. */
function show(value: WireValue | undefined, flat = false): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return [...Buffer.from(value)].join();
  if (value instanceof Uint8Array) return [...value].join();
  if (typeof value === 'boolean') return String(Number(value));
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly WireValue[]).map((one) => show(one, flat));
    return flat && items.length === 1 ? (items[0] ?? '') : `[${items.join(';')}]`;
  }
  return `{${Object.entries(value)
    .map(([key, one]) => `${key}:${show(one, flat)}`)
    .join(';')}}`;
}
