/** Protobuf as Confluent's registry judges it: messages by name, fields by number, services not at all. */
import type { WireScalar } from '@agentwire/runtime/inspect';
import type { Span } from '../../source/text.js';
import type { Direction, Finding } from '../finding.js';
import {
  type DescribedType,
  type FieldDescriptor,
  type FileDescriptor,
  type MessageDescriptor,
  messageOf,
  type ProtoSide,
} from './descriptor.js';

interface Break {
  readonly rule: string;
  readonly subject: string;
  readonly change: string;
  readonly original: Span;
  readonly update: Span;
}

/** The registry asks whether `update` may follow `original`; forward is the same question with the sides swapped. */
export function registryFindings(old: ProtoSide, fresh: ProtoSide, direction: Direction): readonly Finding[] {
  const [original, update] = direction === 'backward' ? [old, fresh] : [fresh, old];
  return original.files
    .flatMap((file) => {
      const now = update.files.find(({ key }) => key === file.key);
      return now === undefined ? [] : fileBreaks(file, now);
    })
    .map(({ rule, subject, change, original: was, update: is }) => ({
      code: 'AW6221',
      rule: `confluent/${rule}`,
      severity: 'breaking',
      message: `${subject}: ${change}`,
      direction,
      encoding: 'protobuf',
      subject,
      ...(direction === 'backward' ? { old: was, new: is } : { old: is, new: was }),
    }));
}

function fileBreaks(original: FileDescriptor, update: FileDescriptor): readonly Break[] {
  const whole = (file: FileDescriptor): Span => ({ source: file.file.source, start: 0, end: 0 });
  const [was, is] = [original.file.outline.package, update.file.outline.package];
  const moved: readonly Break[] =
    was === is
      ? []
      : [
          {
            rule: 'PACKAGE_CHANGED',
            subject: was,
            change: `the package was ${was} and is ${is}`,
            original: whole(original),
            update: whole(update),
          },
        ];
  const known = new Set<MessageDescriptor>();
  return [
    ...moved,
    ...original.messages.flatMap((message): readonly Break[] => {
      const now = update.messages.find(({ path }) => path === message.path);
      if (now !== undefined) return messageBreaks(message, now, known);
      return [
        {
          rule: 'MESSAGE_REMOVED',
          subject: message.path,
          change: 'the message is gone',
          original: message.span,
          update: whole(update),
        },
      ];
    }),
  ];
}

/** Messages of other files are looked at where a field leads to them. */
function messageBreaks(
  original: MessageDescriptor,
  update: MessageDescriptor,
  known: Set<MessageDescriptor>,
): readonly Break[] {
  if (known.has(original)) return [];
  known.add(original);
  const at = (
    rule: string,
    name: string,
    change: string,
    was: Span = original.span,
    is: Span = update.span,
  ): Break => ({
    rule,
    subject: `${original.path}.${name}`,
    change,
    original: was,
    update: is,
  });
  const same = (field: FieldDescriptor, fields: readonly FieldDescriptor[]): FieldDescriptor | undefined =>
    fields.find(({ number }) => number === field.number);
  return [
    ...original.fields.flatMap((field): readonly Break[] => {
      const now = same(field, update.fields);
      if (now !== undefined)
        return fieldBreaks(field, now, (rule, change) => at(rule, field.name, change, field.span, now.span), known);
      if (field.label === 'required')
        return [at('REQUIRED_FIELD_REMOVED', field.name, 'a required field is gone', field.span)];
      const left = field.oneof !== undefined && update.oneofs.some(({ name }) => name === field.oneof);
      return left
        ? [at('ONEOF_FIELD_REMOVED', field.name, `it is gone from the oneof ${field.oneof}`, field.span)]
        : [];
    }),
    ...update.fields
      .filter((field) => field.label === 'required' && same(field, original.fields) === undefined)
      .map((field) => at('REQUIRED_FIELD_ADDED', field.name, 'a required field is new', original.span, field.span)),
    ...update.oneofs.flatMap(({ name, span }): readonly Break[] => {
      const moved = update.fields.filter((field) => {
        const before = same(field, original.fields);
        return field.oneof === name && before !== undefined && before.oneof === undefined;
      });
      const existed = original.oneofs.some((one) => one.name === name);
      const names = moved.map((field) => field.name).join(', ');
      if (existed && moved.length > 0)
        return [at('FIELD_MOVED_TO_EXISTING_ONEOF', name, `${names} moved into it`, original.span, span)];
      return moved.length > 1
        ? [at('MULTIPLE_FIELDS_MOVED_TO_ONEOF', name, `${names} moved into it`, original.span, span)]
        : [];
    }),
  ];
}

type Report = (rule: string, change: string) => Break;

function fieldBreaks(
  original: FieldDescriptor,
  update: FieldDescriptor,
  report: Report,
  known: Set<MessageDescriptor>,
): readonly Break[] {
  const breaks = typeBreaks(original.type, update.type, original.map, update.map, report, known);
  const [was, is] = [original.label === 'repeated' && !original.map, update.label === 'repeated' && !update.map];
  if (was === is || original.map || update.map) return breaks;
  const numeric = [original.type, update.type].some(
    (type) => type.kind === 'enum' || (type.kind === 'scalar' && groupOf(type) !== 'text'),
  );
  return numeric
    ? [...breaks, report('FIELD_NUMERIC_LABEL_CHANGED', `it ${is ? 'became' : 'is no longer'} repeated`)]
    : breaks;
}

function typeBreaks(
  original: DescribedType,
  update: DescribedType,
  wasMap: boolean,
  isMap: boolean,
  report: Report,
  known: Set<MessageDescriptor>,
): readonly Break[] {
  const change = `the type was ${original.text} and is ${update.text}`;
  if (kindOf(original, wasMap) !== kindOf(update, isMap)) return [report('FIELD_KIND_CHANGED', change)];
  if (wasMap && isMap) {
    return [0, 1].flatMap((index) => {
      const [was, is] = [messageOf(original).fields[index], messageOf(update).fields[index]];
      return was === undefined || is === undefined ? [] : typeBreaks(was.type, is.type, false, false, report, known);
    });
  }
  if (kindOf(original, false) === 'scalar')
    return groupOf(original) === groupOf(update) ? [] : [report('FIELD_SCALAR_KIND_CHANGED', change)];
  const [was, is] = [messageOf(original), messageOf(update)];
  if (was.path !== is.path) return [report('FIELD_NAMED_TYPE_CHANGED', change)];
  return messageBreaks(was, is, known);
}

/** An enum is a number on the wire. */
function kindOf(type: DescribedType, map: boolean): 'map' | 'message' | 'scalar' {
  if (map) return 'map';
  return type.kind === 'message' || type.kind === 'group' ? 'message' : 'scalar';
}

const groups: Partial<Readonly<Record<WireScalar, string>>> = {
  int32: 'number',
  int64: 'number',
  uint32: 'number',
  uint64: 'number',
  bool: 'number',
  sint32: 'signed',
  sint64: 'signed',
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  string: 'text',
  bytes: 'text',
};

function groupOf(type: DescribedType): string {
  if (type.kind !== 'scalar') return 'number';
  return groups[type.scalar] ?? type.scalar;
}
