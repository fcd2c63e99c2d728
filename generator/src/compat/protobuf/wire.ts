/**
 * What a reader makes of another side's messages on the wire, by the guide's "Updating A Message Type": what it calls
 * compatible passes, with a warning where values may be cut; what is refused or taken for something else does not.
 */
import type { Severity } from '../finding.js';
import type { Span } from '../../source/text.js';
import { type DescribedType, type FieldDescriptor, type MessageDescriptor, messageOf } from './descriptor.js';
import { compareEnums } from './wire-enums.js';
import { isMessage, isWireCompatible, narrows, scalarOf } from './wire-types.js';
import type { Step } from './witness.js';

export type WireRule =
  | 'field-number'
  | 'field-type'
  | 'field-cardinality'
  | 'field-removed'
  | 'field-name'
  | 'number-reused'
  | 'required'
  | 'oneof'
  | 'enum-value'
  | 'enum-value-number'
  | 'enum-value-name'
  | 'narrowed'
  | 'default';

export interface Difference {
  readonly rule: WireRule;
  readonly severity: Severity;
  readonly encoding: 'protobuf' | 'json';
  /** `Order.line.price`. */
  readonly subject: string;
  readonly writer: Span;
  readonly reader: Span;
  /** Reads after "new readers". */
  readonly what: string;
  /** Where in a message of the writer; the last step is the field with a telling value. */
  readonly route: readonly Step[];
  readonly fix?: string;
}

interface Place {
  readonly subject: string;
  readonly route: readonly Step[];
}

export function wireDifferences(
  writer: MessageDescriptor,
  reader: MessageDescriptor,
  known: Pairs,
): readonly Difference[] {
  return compareMessages(writer, reader, { subject: shortName(reader.path), route: [] }, known);
}

/** Pairs of messages that were compared already: each is told once. */
export type Pairs = Map<MessageDescriptor, Set<MessageDescriptor>>;

function compareMessages(
  writer: MessageDescriptor,
  reader: MessageDescriptor,
  place: Place,
  known: Pairs,
): readonly Difference[] {
  const met = known.get(writer) ?? new Set();
  if (met.has(reader)) return [];
  known.set(writer, met.add(reader));
  return [
    ...writer.fields.flatMap((field) => {
      const into = reader.fields.find(({ number }) => number === field.number);
      return into === undefined
        ? unread(field, writer, reader, place)
        : compareFields(field, into, below(place, field), known);
    }),
    ...reused(writer, reader, place),
    ...required(writer, reader, place),
    ...oneofs(writer, reader, place),
  ];
}

/** A field whose number the reader does not know. */
function unread(
  field: FieldDescriptor,
  writer: MessageDescriptor,
  reader: MessageDescriptor,
  place: Place,
): readonly Difference[] {
  const at = below(place, field);
  const reserved = reader.entry.reserved.some(({ from, to }) => field.number >= from && field.number <= to);
  const moved = reader.fields.find(({ name, number }) => name === field.name && number !== field.number);
  const renumbered = moved !== undefined && !writer.fields.some(({ number }) => number === moved.number);
  if (renumbered && !reserved) {
    const what = `find ${field.name} under the number ${moved.number}, and do not see the one that is sent as ${field.number}`;
    const route = [...place.route, { field, value: 'telling' as const }];
    const fix = `keep ${field.name} = ${field.number}`;
    return [
      {
        rule: 'field-number',
        severity: 'breaking',
        encoding: 'protobuf',
        ...at,
        writer: field.span,
        reader: moved.span,
        what,
        route,
        fix,
      },
    ];
  }
  if (reserved) return [];
  const what = `pass over ${field.name} (${field.number}): its number is free to be used for something else`;
  return [
    {
      rule: 'field-removed',
      severity: 'warning',
      encoding: 'protobuf',
      ...at,
      writer: field.span,
      reader: reader.span,
      what,
      route: [],
      fix: `reserved ${field.number}; reserved "${field.name}";`,
    },
  ];
}

function compareFields(
  writer: FieldDescriptor,
  reader: FieldDescriptor,
  place: Place,
  known: Pairs,
): readonly Difference[] {
  const one = (
    rule: WireRule,
    severity: Severity,
    what: string,
    value: Step['value'] = 'telling',
    fix?: string,
  ): Difference => ({
    rule,
    severity,
    encoding: 'protobuf',
    subject: place.subject,
    writer: writer.span,
    reader: reader.span,
    what,
    route: [...place.route.slice(0, -1), { field: writer, value }],
    ...(fix === undefined ? {} : { fix }),
  });
  const [wrote, reads] = [writer.type, reader.type];
  const said = `${writer.name} = ${writer.number} is written as ${textOf(writer)} and read as ${textOf(reader)}`;
  const keep = `keep ${textOf(writer)}, or add a field beside it`;
  const names = jsonNames(writer, reader, one);
  const sameMessage = isMessage(wrote) && isMessage(reads);
  if (!isWireCompatible(wrote, reads))
    return [one('field-type', 'breaking', `do not get the value: ${said}`, 'telling', keep), ...names];
  const found: Difference[] = [...names];
  if (sameMessage) found.push(...compareMessages(messageOf(wrote), messageOf(reads), place, known));
  else if (isMessage(wrote) || isMessage(reads)) {
    const refused = isMessage(reads);
    found.push(
      one(
        'field-type',
        refused ? 'breaking' : 'warning',
        `take raw bytes for a message: ${said}`,
        'broken bytes',
        keep,
      ),
    );
  } else found.push(...compareScalars(wrote, reads, one, said));
  found.push(...compareLabels(writer, reader, one, said));
  if (writer.options.get('default') !== reader.options.get('default'))
    found.push(one('default', 'warning', `take another value where ${writer.name} is not sent`));
  return found;
}

export type Make = (
  rule: WireRule,
  severity: Severity,
  what: string,
  value?: Step['value'],
  fix?: string,
) => Difference;

function compareScalars(wrote: DescribedType, reads: DescribedType, one: Make, said: string): readonly Difference[] {
  if (wrote.kind === 'enum' && reads.kind === 'enum') {
    const [from, to] = [wrote.enum, reads.enum];
    return from === undefined || to === undefined ? [] : compareEnums(from, to, one);
  }
  if (reads.kind === 'enum') {
    const closed = reads.numbers !== undefined;
    return [
      one(
        'enum-value',
        closed ? 'breaking' : 'warning',
        `${closed ? 'refuse' : 'do not know'} numbers that are no word of ${reads.text}: ${said}`,
        'unknown number',
      ),
    ];
  }
  const [from, to] = [scalarOf(wrote), scalarOf(reads)];
  if (from === 'bytes' && to === 'string')
    return [one('field-type', 'breaking', `refuse bytes that are not UTF-8: ${said}`, 'broken bytes', 'keep bytes')];
  return narrows(from, to) ? [one('narrowed', 'warning', `cut values that do not fit: ${said}`)] : [];
}

function compareLabels(
  writer: FieldDescriptor,
  reader: FieldDescriptor,
  one: Make,
  said: string,
): readonly Difference[] {
  if (writer.label !== 'repeated' || reader.label === 'repeated') return [];
  if (writer.packed) return [one('field-cardinality', 'breaking', `do not take a packed list: ${said}`)];
  return [one('field-cardinality', 'warning', `keep the last item only: ${said}`)];
}

/** Numbers that the writer's side has set aside, since messages of a time before may still carry them. */
function reused(writer: MessageDescriptor, reader: MessageDescriptor, place: Place): readonly Difference[] {
  return reader.fields
    .filter(({ number }) => writer.entry.reserved.some(({ from, to }) => number >= from && number <= to))
    .map((field) => ({
      rule: 'number-reused',
      severity: 'warning',
      encoding: 'protobuf',
      ...below(place, field),
      writer: writer.span,
      reader: field.span,
      what: `take ${field.number} for ${field.name}, a number that was reserved: still older messages may hold something else there`,
      route: [],
    }));
}

/** What the reader cannot do without, and the writer need not send. */
function required(writer: MessageDescriptor, reader: MessageDescriptor, place: Place): readonly Difference[] {
  return reader.fields.flatMap((field): readonly Difference[] => {
    if (field.label !== 'required') return [];
    const from = writer.fields.find(({ number }) => number === field.number);
    if (from?.label === 'required') return [];
    return [
      {
        rule: 'required',
        severity: 'breaking',
        encoding: 'protobuf',
        subject: `${place.subject}.${field.name}`,
        writer: from?.span ?? writer.span,
        reader: field.span,
        what: `refuse messages without ${field.name} (${field.number}), which need not be sent`,
        route: from === undefined ? place.route : [...place.route, { field: from, value: 'absent' }],
        fix: `make ${field.name} optional`,
      },
    ];
  });
}

/** Fields that may be sent together, and of which a oneof keeps the last. */
function oneofs(writer: MessageDescriptor, reader: MessageDescriptor, place: Place): readonly Difference[] {
  return reader.oneofs.flatMap(({ name, span }): readonly Difference[] => {
    const members = reader.fields.filter(({ oneof }) => oneof === name);
    const sent = writer.fields.filter(({ number }) => members.some((member) => member.number === number));
    for (const [index, first] of sent.entries()) {
      const second = sent.slice(index + 1).find(({ oneof }) => oneof === undefined || oneof !== first.oneof);
      if (second === undefined) continue;
      return [
        {
          rule: 'oneof',
          severity: 'breaking',
          encoding: 'protobuf',
          subject: `${place.subject}.${name}`,
          writer: first.span,
          reader: span,
          what: `keep only one of ${first.name} and ${second.name}, which may be sent together`,
          route: [...place.route, { field: first, value: 'telling', beside: second }],
          fix: `leave ${first.name} and ${second.name} outside of the oneof ${name}`,
        },
      ];
    }
    return [];
  });
}

function jsonNames(writer: FieldDescriptor, reader: FieldDescriptor, one: Make): readonly Difference[] {
  const known = new Set([reader.name, reader.jsonName]);
  if (known.has(writer.name) || known.has(writer.jsonName)) return [];
  return [
    {
      ...one('field-name', 'warning', `do not find ${writer.name} in JSON, where it is called ${reader.name}`),
      encoding: 'json',
    },
  ];
}

export function textOf({ type, label, map }: FieldDescriptor): string {
  return label === 'repeated' && !map ? `repeated ${type.text}` : type.text;
}

function below({ subject, route }: Place, field: FieldDescriptor): Place {
  return { subject: `${subject}.${field.name}`, route: [...route, { field, value: 'inside' }] };
}

function shortName(path: string): string {
  return path;
}
