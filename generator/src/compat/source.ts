/** Policy `source`: whether code that uses the generated types of the old side still compiles with those of the new. */
import { createDiagnostics, type Diagnostics } from '../diagnostics/index.js';
import { formats } from '../formats/index.js';
import type { Encoding, SchemaModule } from '../model/model.js';
import type { Declaration, Format, Member, Type } from '../model/types.js';
import type { Span } from '../source/text.js';
import type { Batch } from './comparator.js';
import type { Finding, Severity } from './finding.js';

export function sourceFindings(format: Format, old: Batch, fresh: Batch, diagnostics: Diagnostics): readonly Finding[] {
  const [before, after] = [modulesOf(format, old, diagnostics), modulesOf(format, fresh, diagnostics)];
  if (diagnostics.hasErrors) return [];
  return before.flatMap(([key, module]) => {
    const now = after.find(([other]) => other === key)?.[1];
    return now === undefined ? [] : moduleFindings(module, now);
  });
}

function modulesOf(
  format: Format,
  batch: Batch,
  diagnostics: Diagnostics,
): readonly (readonly [string, SchemaModule])[] {
  const own = createDiagnostics();
  const frontend = formats.find((one) => one.format === format);
  const modules = frontend?.load([...batch.files.values()], batch.workspace, own) ?? [];
  for (const one of own.all) if (one.severity === 'error') diagnostics.add(one);
  return [...batch.files].flatMap(([key, source]) => {
    const module = modules.find((one) => one.source === source);
    return module === undefined ? [] : [[key, module] as const];
  });
}

function moduleFindings(old: SchemaModule, fresh: SchemaModule): readonly Finding[] {
  const encoding: Encoding = old.format === 'json-schema' ? 'json' : old.format;
  const say = (
    rule: string,
    subject: string,
    message: string,
    before: Span,
    after?: Span,
    severity: Severity = 'breaking',
  ): Finding => ({
    code: 'AW6501',
    rule: `source/${rule}`,
    severity,
    message,
    encoding,
    subject,
    old: before,
    ...(after === undefined ? {} : { new: after }),
  });
  // The root of a file is named after the file, which is another one.
  const renamed = (declaration: Declaration): Declaration | undefined =>
    declaration === old.root ? fresh.root : fresh.declarations.find(({ name }) => name === declaration.name);
  return old.declarations.flatMap((declaration): readonly Finding[] => {
    const now = renamed(declaration);
    if (now === undefined)
      return [say('type-removed', declaration.name, `the type ${declaration.name} is gone`, declaration.span)];
    return declarationFindings(declaration, now, say, (type) =>
      textOf(type, old.root === undefined ? undefined : [old.root, fresh.root]),
    );
  });
}

type Say = (rule: string, subject: string, message: string, before: Span, after?: Span, severity?: Severity) => Finding;

function declarationFindings(
  old: Declaration,
  fresh: Declaration,
  say: Say,
  text: (type: Type) => string,
): readonly Finding[] {
  const { name } = old;
  if (old.kind === 'record' && fresh.kind === 'record') {
    const kept = old.members.flatMap((member) => {
      const now = fresh.members.find((one) => one.name === member.name);
      const subject = `${name}.${member.name}`;
      if (now === undefined)
        return [
          say(
            'member-removed',
            subject,
            `${subject} is gone: code that reads it does not compile`,
            member.span,
            fresh.span,
          ),
        ];
      return memberFindings(subject, member, now, say, text);
    });
    const added = fresh.members
      .filter((member) => member.presence !== 'optional' && !old.members.some((one) => one.name === member.name))
      .map((member) =>
        say(
          'member-added',
          `${name}.${member.name}`,
          `${name}.${member.name} has to be given: code that makes a ${name} does not compile`,
          old.span,
          member.span,
        ),
      );
    return [...kept, ...added];
  }
  if (old.kind === 'enum' && fresh.kind === 'enum') {
    const words = new Set(fresh.words.map((word) => word.name));
    const gone = old.words
      .filter((word) => !words.has(word.name))
      .map((word) =>
        say(
          'word-removed',
          `${name}.${word.name}`,
          `${name} no longer has the word ${word.name}`,
          word.span,
          fresh.span,
        ),
      );
    const come = fresh.words.filter(
      (word) => old.open === 'closed' && !old.words.some((one) => one.name === word.name),
    );
    const more = come.map((word) =>
      say(
        'word-added',
        `${name}.${word.name}`,
        `a switch over all words of ${name} misses ${word.name}`,
        old.span,
        word.span,
        'warning',
      ),
    );
    return [...gone, ...more];
  }
  const [was, is] = [bodyText(old, text), bodyText(fresh, text)];
  return was === is ? [] : [say('type', name, `${name} was ${was} and is ${is}`, old.span, fresh.span)];
}

function memberFindings(
  subject: string,
  old: Member,
  fresh: Member,
  say: Say,
  text: (type: Type) => string,
): readonly Finding[] {
  const [was, is] = [text(old.type), text(fresh.type)];
  if (was !== is) return [say('member-type', subject, `${subject} was ${was} and is ${is}`, old.span, fresh.span)];
  const [wasOptional, isOptional] = [old.presence === 'optional', fresh.presence === 'optional'];
  if (wasOptional === isOptional) return [];
  const what = isOptional ? `${subject} may be undefined now` : `${subject} has to be given now`;
  return [say('presence', subject, what, old.span, fresh.span)];
}

function bodyText(declaration: Declaration, text: (type: Type) => string): string {
  return declaration.kind === 'alias' ? text(declaration.type) : declaration.kind;
}

/** As TypeScript would say it; bounds and patterns are no part of a type. */
function textOf(type: Type, roots: readonly (Declaration | undefined)[] | undefined): string {
  const of = (one: Type): string => textOf(one, roots);
  switch (type.kind) {
    case 'boolean':
      return 'boolean';
    case 'string':
    case 'decimal':
      return 'string';
    case 'literal':
      return JSON.stringify(type.value);
    case 'integer':
      return type.width === 'int64' || type.width === 'uint64' ? 'bigint' : 'number';
    case 'float':
      return 'number';
    case 'bytes':
      return 'Uint8Array';
    case 'timestamp':
      return type.unit === 'millis' ? 'Date' : type.unit === 'proto' ? '{ seconds, nanos }' : 'bigint';
    case 'duration':
      return type.unit === 'proto' ? '{ seconds, nanos }' : '{ months, days, millis }';
    case 'time-of-day':
      return type.unit === 'millis' ? 'number' : 'bigint';
    case 'list':
      return `${of(type.items)}[]`;
    case 'map':
      return `Record<string, ${of(type.values)}>`;
    case 'json':
      return `JsonValue (${type.of}${type.schema === undefined ? '' : `, ${JSON.stringify(type.schema)}`})`;
    case 'nullable':
      return `${of(type.of)} | null`;
    case 'union':
      return type.branches
        .map((branch) =>
          type.style === 'plain' || type.style === 'untagged' ? of(branch.type) : `${branch.name}: ${of(branch.type)}`,
        )
        .toSorted()
        .join(' | ');
    case 'ref':
      return roots?.includes(type.target) === true ? 'the root' : type.target.name;
  }
}
