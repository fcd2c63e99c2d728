/** Rules that need no types: numbers, names, reservations, options. All of a file's problems at once. */
import type { Diagnostics } from '../../diagnostics/index.js';
import type { Span } from '../../source/text.js';
import { baseFeatures, within } from './features.js';
import type { ProtoFile } from './files.js';
import type { Entry, EnumEntry, FieldEntry, MessageEntry } from './outline.js';
import { knownOptions } from './options.js';
import { maxNumber } from './read-outline.js';
import { fullName, namedOf, reachedFrom, type Named } from './scope.js';

export function verify(file: ProtoFile, diagnostics: Diagnostics): void {
  const { outline } = file;
  verifyReach(file, diagnostics);
  verifyScope(outline.entries, outline.package === '' ? 'the file' : outline.package);
  for (const option of outline.options) {
    if (option.name.startsWith('features.') || knownOptions.has(option.name)) continue;
    diagnostics.report('AW3209', option.span, { name: option.name.slice(0, 80) });
  }

  function verifyScope(entries: readonly Entry[], within_: string): void {
    const names = new Map<string, Span>();
    const claim = (name: string, span: Span): void => {
      const before = names.get(name);
      if (before === undefined) names.set(name, span);
      else {
        diagnostics.report(
          'AW3204',
          span,
          { name, within: within_ },
          { related: [{ span: before, message: 'the first one' }] },
        );
      }
    };
    for (const entry of entries) {
      switch (entry.kind) {
        case 'extend':
          diagnostics.report('AW3210', entry.span, { name: entry.name });
          break;
        case 'message':
          claim(entry.name, entry.span);
          verifyMessage(entry);
          verifyScope(entry.entries, entry.name);
          break;
        case 'enum':
          claim(entry.name, entry.span);
          // By C++'s rules, which Protobuf follows, words are siblings of their enum.
          for (const word of entry.words) claim(word.name, word.span);
          verifyEnum(entry);
          break;
        case 'oneof':
          claim(entry.name, entry.span);
          for (const field of entry.fields) claim(field.name, field.span);
          break;
        case 'service': {
          claim(entry.name, entry.span);
          const rpcs = new Map<string, Span>();
          for (const rpc of entry.rpcs) {
            const before = rpcs.get(rpc.name);
            if (before === undefined) rpcs.set(rpc.name, rpc.span);
            else {
              diagnostics.report(
                'AW3204',
                rpc.span,
                { name: rpc.name, within: entry.name },
                { related: [{ span: before, message: 'the first one' }] },
              );
            }
          }
          break;
        }
        case 'field':
        case 'rpc':
        case 'word':
          claim(entry.name, entry.span);
      }
    }
  }

  function verifyMessage(message: MessageEntry): void {
    const numbers = new Map<number, FieldEntry>();
    for (const field of fieldsOf(message)) {
      const { name, number, numberSpan } = field;
      const reason = numberFault(number) ?? reservedFault(message, field);
      if (reason !== undefined) diagnostics.report('AW3205', numberSpan, { name, number, reason });
      if (message.reservedNames.includes(name)) {
        diagnostics.report('AW3211', field.span, { name, reason: `the name is reserved in ${message.name}` });
      }
      const other = numbers.get(number);
      if (other === undefined) numbers.set(number, field);
      else {
        diagnostics.report(
          'AW3203',
          numberSpan,
          { name, number, other: other.name },
          { related: [{ span: other.numberSpan, message: `${other.name} has it` }], hint: freeNumber(message) },
        );
      }
      verifyLabel(field, message);
    }
  }

  function verifyLabel(field: FieldEntry, message: MessageEntry): void {
    const { syntax } = file.outline;
    const inOneof = message.entries.some((entry) => entry.kind === 'oneof' && entry.fields.includes(field));
    const say = (reason: string): void => diagnostics.report('AW3211', field.span, { name: field.name, reason });
    if (field.name.startsWith('$') || field.name === '__proto__') say('this name cannot be a property');
    if (inOneof) {
      if (field.label !== undefined || field.key !== undefined) say('a oneof takes neither labels nor maps');
      return;
    }
    if (field.key !== undefined) {
      if (field.label !== undefined) say('a map takes no label');
      return;
    }
    if (field.label === 'required' && syntax !== 'proto2') say('required fields exist in proto2 only');
    if (field.label === 'optional' && syntax === 'editions')
      say('editions have no optional label: presence is a feature');
    if (field.label === undefined && syntax === 'proto2') say('fields of proto2 need optional, required or repeated');
    if (field.group && syntax !== 'proto2') say('groups exist in proto2 only');
  }

  function verifyEnum(entry: EnumEntry): void {
    const path = pathOf(entry);
    const features = within(baseFeatures(outline.syntax), file.facts.get(''));
    const facts = path === undefined ? undefined : file.facts.get(path);
    const open = within(features, facts).enums === 'OPEN';
    const aliases = facts?.options.get('allow_alias') === true;
    const [first] = entry.words;
    if (first === undefined) {
      diagnostics.report('AW3211', entry.span, { name: entry.name, reason: 'an enum needs at least one word' });
      return;
    }
    if (open && first.number !== 0) {
      diagnostics.report('AW3208', first.numberSpan, { name: entry.name, found: first.number });
    }
    const numbers = new Map<number, string>();
    for (const { name, number, numberSpan, span } of entry.words) {
      const other = numbers.get(number);
      if (other === undefined) numbers.set(number, name);
      else if (!aliases) diagnostics.report('AW3203', numberSpan, { name, number, other });
      if (number > 2_147_483_647 || number < -2_147_483_648) {
        diagnostics.report('AW3205', numberSpan, { name, number, reason: 'enums hold 32 bits' });
      }
      if (entry.reserved.some(({ from, to }) => number >= from && number <= to)) {
        diagnostics.report('AW3205', numberSpan, { name, number, reason: `it is reserved in ${entry.name}` });
      }
      if (entry.reservedNames.includes(name)) {
        diagnostics.report('AW3211', span, { name, reason: `the name is reserved in ${entry.name}` });
      }
    }
  }

  function pathOf(wanted: EnumEntry): string | undefined {
    return search(outline.entries, []);

    function search(entries: readonly Entry[], path: readonly string[]): string | undefined {
      for (const entry of entries) {
        if (entry === wanted) return [...path, wanted.name].join('.');
        const found = entry.kind === 'message' ? search(entry.entries, [...path, entry.name]) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    }
  }
}

/** One full name is one type in all that a file reaches, as protoc has it; else the order of imports would choose. */
function verifyReach(file: ProtoFile, diagnostics: Diagnostics): void {
  const first = new Map<string, Named>();
  for (const one of reachedFrom(file)) {
    for (const named of namedOf(one)) {
      const name = fullName(one, named.path);
      const before = first.get(name);
      if (before === undefined) first.set(name, named);
      else if (before.file !== one) {
        const parameters = { name, within: 'what is imported together' };
        const related = [{ span: before.entry.span, message: 'the other one' }];
        diagnostics.report('AW3204', named.entry.span, parameters, { related });
      }
    }
  }
}

/** Fields of a message, those of its oneofs in their place. */
export function fieldsOf(message: MessageEntry): readonly FieldEntry[] {
  return message.entries.flatMap((entry) =>
    entry.kind === 'field' ? [entry] : entry.kind === 'oneof' ? [...entry.fields] : [],
  );
}

function numberFault(number: number): string | undefined {
  if (number < 1) return 'field numbers begin at 1';
  if (number > maxNumber) return `the highest field number is ${maxNumber}`;
  return number >= 19_000 && number <= 19_999 ? '19000 to 19999 belong to the Protobuf implementations' : undefined;
}

function reservedFault(message: MessageEntry, field: FieldEntry): string | undefined {
  const hit = message.reserved.some(({ from, to }) => field.number >= from && field.number <= to);
  return hit ? `it is reserved in ${message.name}` : undefined;
}

function freeNumber(message: MessageEntry): string {
  const fields = fieldsOf(message).map(({ number }) => number);
  const taken = (number: number): boolean =>
    fields.includes(number) || message.reserved.some(({ from, to }) => number >= from && number <= to);
  const usable = (number: number): boolean => numberFault(number) === undefined && !taken(number);
  // Behind the others: a gap among them may be the number of a field that is gone.
  const inUse = [...fields, ...message.reserved.map(({ to }) => to)].filter((one) => numberFault(one) === undefined);
  let number = Math.max(0, ...inUse) + 1;
  if (number > maxNumber) number = 1;
  while (!usable(number)) number++;
  return `${number} is free`;
}
