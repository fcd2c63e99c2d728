/** A message of the writer that leads to a difference, and what the reader makes of it. */
import { Buffer } from 'node:buffer';
import { protobufExchange, type WireMessage, type WireValue, type WireValues } from '@agentwire/runtime/inspect';
import type { Witness } from '../finding.js';
import { type DescribedType, type FieldDescriptor, messageOf } from './descriptor.js';
import type { MessageDescriptor } from './descriptor.js';

export interface Step {
  readonly field: FieldDescriptor;
  readonly value: 'inside' | 'telling' | 'absent' | 'broken bytes' | 'unknown number' | { readonly word: number };
  /** Sent together with it. */
  readonly beside?: FieldDescriptor;
}

/** Undefined where the reader gets what was sent: then the difference is none. */
export function witnessOf(
  writer: MessageDescriptor,
  reader: MessageDescriptor,
  route: readonly Step[],
): Witness | undefined {
  const message = valuesAlong(writer, route, 0);
  if (message === undefined) return undefined;
  const result = protobufExchange(writer, reader, message);
  const bytes = Buffer.from(result.bytes).toString('base64');
  const shown = { message: printable(message), bytes };
  if (result.kind === 'refused') return { ...shown, outcome: 'refused', detail: result.reason };
  if (arrives(route, message, result.values, reader)) return undefined;
  return { ...shown, outcome: 'misread', detail: JSON.stringify(printable(result.values)) };
}

const deepest = 30;

/** Required fields, and the way of the route. */
function valuesAlong(message: WireMessage, route: readonly Step[], depth: number): WireValues | undefined {
  if (depth > deepest) return undefined;
  const [step, ...rest] = route;
  const out: [string, WireValue][] = [];
  for (const field of (message as MessageDescriptor).fields) {
    const beside = step?.beside === field;
    if (step?.field !== field && !beside) {
      if (field.label !== 'required') continue;
      const value = telling(field.type, depth);
      if (value === undefined) return undefined;
      out.push([field.name, value]);
      continue;
    }
    if (step?.value === 'absent') continue;
    const value = beside ? telling(field.type, depth) : valueOf(field, step, rest, depth);
    if (value === undefined) return undefined;
    out.push([field.name, field.label === 'repeated' ? [value] : value]);
  }
  return Object.fromEntries(out);
}

function valueOf(field: FieldDescriptor, step: Step, rest: readonly Step[], depth: number): WireValue | undefined {
  const { type } = field;
  if (step.value === 'inside') return valuesAlong(messageOf(type), rest, depth + 1);
  if (typeof step.value === 'object') return step.value.word;
  if (step.value === 'unknown number')
    return type.kind === 'scalar' && type.scalar === 'bool' ? true : wide(type) ? 1_234_567n : 1_234_567;
  // A tag of a field whose content is cut off, and no UTF-8 either.
  if (step.value === 'broken bytes' && type.kind === 'scalar' && type.scalar === 'bytes') return Uint8Array.of(0xff);
  return telling(type, depth);
}

function wide(type: DescribedType): boolean {
  return type.kind === 'scalar' && type.scalar.endsWith('64');
}

/** Not the zero of its type, so that its absence shows. */
function telling(type: DescribedType, depth: number): WireValue | undefined {
  switch (type.kind) {
    case 'message':
    case 'group':
      return valuesAlong(type.message, [], depth + 1);
    case 'enum':
      return type.enum?.entry.words.find(({ number }) => number !== 0)?.number ?? 1;
    case 'scalar':
      if (type.scalar === 'string') return 'abc';
      if (type.scalar === 'bytes') return Uint8Array.of(1, 2, 3);
      if (type.scalar === 'bool') return true;
      return wide(type) ? 3n : 3;
  }
}

/** Whether the reader's value is the one that was sent. */
function arrives(route: readonly Step[], sent: WireValues, got: WireValues, reader: WireMessage): boolean {
  const [step, ...rest] = route;
  if (step === undefined) return true;
  if (typeof step.value === 'object') return isSameWord(step, sent, got, reader as MessageDescriptor);
  const fields = step.beside === undefined ? [step.field] : [step.field, step.beside];
  return fields.every((field) => {
    const into = (reader as MessageDescriptor).fields.find(
      ({ number, name }) => number === field.number || name === field.name,
    );
    const [mine, theirs] = [sent[field.name], into === undefined ? undefined : got[into.name]];
    if (mine === undefined || theirs === undefined || into === undefined) return mine === theirs;
    if (step.value === 'inside' && into.type.kind !== 'scalar' && into.type.kind !== 'enum') {
      const [a, b] = [first(mine), first(theirs)];
      return (
        typeof a === 'object' &&
        typeof b === 'object' &&
        arrives(rest, a as WireValues, b as WireValues, into.type.message)
      );
    }
    // As many as were sent: a packed list of another width has more of them.
    return JSON.stringify(itemsOf(mine).map(printable)) === JSON.stringify(itemsOf(theirs).map(printable));
  });
}

/** Numbers are the same on the wire; what is asked is whether they mean the same word. */
function isSameWord({ field }: Step, sent: WireValues, got: WireValues, reader: MessageDescriptor): boolean {
  const into = reader.fields.find(({ number }) => number === field.number);
  const theirs = into === undefined ? undefined : first(got[into.name] ?? -1);
  const mine = first(sent[field.name] ?? -1);
  const names = (one: FieldDescriptor | undefined, number: unknown): readonly string[] =>
    one?.type.enum?.entry.words.filter((word) => word.number === number).map((word) => word.name) ?? [];
  const known = names(into, theirs);
  return names(field, mine).some((name) => known.includes(name));
}

function itemsOf(value: WireValue): readonly WireValue[] {
  return Array.isArray(value) ? (value as readonly WireValue[]) : [value];
}

function first(value: WireValue): WireValue {
  return Array.isArray(value) ? ((value as readonly WireValue[])[0] ?? '') : value;
}

/** Text where JSON has no such value: 64-bit integers, bytes. */
function printable(value: WireValue): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((one) => printable(one as WireValue));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, printable(one as WireValue)]));
}
