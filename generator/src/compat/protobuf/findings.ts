/** Protobuf: messages by full name, else by what stands in their place; then services. */
import type { Code } from '../../diagnostics/index.js';
import type { Direction, Finding } from '../finding.js';
import type { MessageDescriptor, ProtoSide, ServiceDescriptor } from './descriptor.js';
import { type Difference, type Pairs, wireDifferences, type WireRule } from './wire.js';
import { witnessOf } from './witness.js';

const codes: Readonly<Record<WireRule, Code>> = {
  'field-number': 'AW6201',
  'field-type': 'AW6202',
  'field-cardinality': 'AW6203',
  'field-removed': 'AW6204',
  'field-name': 'AW6205',
  'number-reused': 'AW6204',
  required: 'AW6206',
  oneof: 'AW6207',
  'enum-value': 'AW6208',
  'enum-value-number': 'AW6208',
  'enum-value-name': 'AW6205',
  narrowed: 'AW6209',
  default: 'AW6209',
};

export function wireFindings(old: ProtoSide, fresh: ProtoSide, direction: Direction): readonly Finding[] {
  const known: Pairs = new Map();
  const pairs = pairsOf(old, fresh);
  return [
    ...pairs.flatMap(({ before, after }) => {
      const [writer, reader] = direction === 'backward' ? [before, after] : [after, before];
      return wireDifferences(writer, reader, known).map((one) => findingOf(one, writer, reader, direction));
    }),
    ...(direction === 'backward' ? [...removedRoots(old, fresh), ...removedMethods(old, fresh)] : []),
    ...changedMethods(old, fresh, direction, known),
  ];
}

function findingOf(
  one: Difference,
  writer: MessageDescriptor,
  reader: MessageDescriptor,
  direction: Direction,
): Finding {
  const witness = one.severity === 'breaking' ? witnessOf(writer, reader, one.route) : undefined;
  const [reads, wrote] = direction === 'backward' ? ['new', 'old'] : ['old', 'new'];
  return {
    code: codes[one.rule],
    rule: `protobuf/${one.rule}`,
    severity: one.severity === 'breaking' && witness === undefined ? 'unknown' : one.severity,
    message: `${one.subject}: ${reads} readers of ${wrote} messages ${one.what}`,
    direction,
    encoding: one.encoding,
    subject: one.subject,
    old: direction === 'backward' ? one.writer : one.reader,
    new: direction === 'backward' ? one.reader : one.writer,
    ...(witness === undefined ? {} : { witness }),
    // Only the new side can still be edited.
    ...(one.fix === undefined || direction === 'forward' ? {} : { fix: one.fix }),
  };
}

interface Pair {
  readonly before: MessageDescriptor;
  readonly after: MessageDescriptor;
}

function messagesOf(side: ProtoSide): readonly MessageDescriptor[] {
  return side.files.flatMap(({ messages }) => messages);
}

/** By full name; by path where the package changed; and a lone root that was renamed is still the root. */
function pairsOf(old: ProtoSide, fresh: ProtoSide): readonly Pair[] {
  const [before, after] = [messagesOf(old), messagesOf(fresh)];
  const pairs = before.flatMap((message): Pair[] => {
    const same = after.find(({ name }) => name === message.name) ?? after.find(({ path }) => path === message.path);
    return same === undefined ? [] : [{ before: message, after: same }];
  });
  const renamed = loneRoots(old, fresh);
  // What is read as a whole first, so that a difference is told from the message that is sent.
  return [
    ...pairs.toSorted((a, b) => Number(isNested(a.before, before)) - Number(isNested(b.before, before))),
    ...(renamed === undefined ? [] : [renamed]),
  ];
}

function isNested(message: MessageDescriptor, all: readonly MessageDescriptor[]): boolean {
  return all.some((one) => one !== message && uses(one, message));
}

function uses(one: MessageDescriptor, other: MessageDescriptor): boolean {
  return one.fields.some(({ type }) => {
    if (type.kind !== 'message' && type.kind !== 'group') return false;
    return (
      type.message === other ||
      type.message.fields.some((field) => 'message' in field.type && field.type.message === other)
    );
  });
}

/** Messages that stand in no other and in no file of the other side. */
function unmatchedRoots(side: ProtoSide, other: ProtoSide): readonly MessageDescriptor[] {
  const [mine, theirs] = [messagesOf(side), messagesOf(other)];
  const called = new Set(
    side.files
      .flatMap(({ services }) => services)
      .flatMap(({ methods }) => methods.flatMap(({ input, output }) => [input, output])),
  );
  return mine.filter(
    (message) =>
      !message.path.includes('.') &&
      !called.has(message) &&
      !theirs.some(({ name, path }) => name === message.name || path === message.path) &&
      !isNested(message, mine),
  );
}

function loneRoots(old: ProtoSide, fresh: ProtoSide): Pair | undefined {
  const [before, ...more] = unmatchedRoots(old, fresh);
  const [after, ...others] = unmatchedRoots(fresh, old);
  return before === undefined || after === undefined || more.length + others.length > 0 ? undefined : { before, after };
}

function removedRoots(old: ProtoSide, fresh: ProtoSide): readonly Finding[] {
  if (loneRoots(old, fresh) !== undefined) return [];
  return unmatchedRoots(old, fresh).map((message) => ({
    code: 'AW6210',
    rule: 'protobuf/message-removed',
    severity: 'breaking',
    message: `${message.name} is gone, so nobody reads what is still written by it`,
    direction: 'backward',
    encoding: 'protobuf',
    subject: message.path,
    old: message.span,
    fix: 'keep the message until the last one was read',
  }));
}

function servicesOf(side: ProtoSide): readonly ServiceDescriptor[] {
  return side.files.flatMap(({ services }) => services);
}

function removedMethods(old: ProtoSide, fresh: ProtoSide): readonly Finding[] {
  return servicesOf(old).flatMap((service) => {
    const now = servicesOf(fresh).find(({ name }) => name === service.name);
    return service.methods
      .filter((method) => now?.methods.some(({ name }) => name === method.name) !== true)
      .map((method): Finding => ({
        code: 'AW6211',
        rule: 'protobuf/rpc-removed',
        severity: 'breaking',
        message: `/${service.name}/${method.name} is gone: calls of old clients end in UNIMPLEMENTED`,
        direction: 'backward',
        encoding: 'protobuf',
        subject: `${service.name}.${method.name}`,
        old: method.span,
        ...(now === undefined ? {} : { new: now.span }),
        fix: 'keep the rpc until no client calls it',
      }));
  });
}

function changedMethods(old: ProtoSide, fresh: ProtoSide, direction: Direction, known: Pairs): readonly Finding[] {
  return servicesOf(old).flatMap((service) =>
    service.methods.flatMap((method): readonly Finding[] => {
      const now = servicesOf(fresh)
        .find(({ name }) => name === service.name)
        ?.methods.find(({ name }) => name === method.name);
      if (now === undefined) return [];
      const subject = `${service.name}.${method.name}`;
      const streams = (one: typeof method): string =>
        `(${one.clientStreaming ? 'stream ' : ''}${one.input.path}) returns (${one.serverStreaming ? 'stream ' : ''}${one.output.path})`;
      const streaming =
        method.clientStreaming === now.clientStreaming && method.serverStreaming === now.serverStreaming
          ? []
          : [
              {
                code: 'AW6212',
                rule: 'protobuf/rpc-streaming',
                severity: 'breaking',
                message: `/${service.name}/${method.name} was ${streams(method)} and is ${streams(now)}: calls between the two sides fail`,
                direction,
                encoding: 'protobuf',
                subject,
                old: method.span,
                new: now.span,
                fix: 'add an rpc beside it',
              } satisfies Finding,
            ];
      const parts = [
        { before: method.input, after: now.input },
        { before: method.output, after: now.output },
      ];
      const types = parts.flatMap(({ before, after }) => {
        const [writer, reader] = direction === 'backward' ? [before, after] : [after, before];
        return wireDifferences(writer, reader, known).map((one) => findingOf(one, writer, reader, direction));
      });
      return [...streaming, ...types];
    }),
  );
}
