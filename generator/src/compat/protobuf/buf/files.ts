/** Rules about files and packages: what they are called, what they declare. */
import type { Span } from '../../../source/text.js';
import type { FileDescriptor, ProtoSide } from '../descriptor.js';
import { all, type Broken, type BufCategory, source } from './rules.js';

const fileOptions = [
  'cc_enable_arenas',
  'cc_generic_services',
  'csharp_namespace',
  'go_package',
  'java_generic_services',
  'java_multiple_files',
  'java_outer_classname',
  'java_package',
  'objc_class_prefix',
  'optimize_for',
  'php_class_prefix',
  'php_metadata_namespace',
  'php_namespace',
  'py_generic_services',
  'ruby_package',
  'swift_prefix',
] as const;

export function fileRules(old: ProtoSide, fresh: ProtoSide): readonly Broken[] {
  return old.files.flatMap((before): readonly Broken[] => {
    const place: Span = { source: before.file.source, start: 0, end: 0 };
    const after = fresh.files.find(({ key }) => key === before.key);
    if (after === undefined)
      return [
        { rule: 'FILE_NO_DELETE', in: ['buf-file'], subject: before.key, change: 'the file is gone', old: place },
      ];
    const here: Span = { source: after.file.source, start: 0, end: 0 };
    const same = (
      rule: string,
      where: readonly BufCategory[],
      what: string,
      was: unknown,
      is: unknown,
    ): readonly Broken[] =>
      was === is
        ? []
        : [
            {
              rule,
              in: where,
              subject: before.file.source.path,
              change: `${what} was ${String(was)} and is ${String(is)}`,
              old: place,
              new: here,
            },
          ];
    const [was, is] = [before.file.facts.get('')?.options, after.file.facts.get('')?.options];
    return [
      ...same('FILE_SAME_PACKAGE', all, 'the package', before.file.outline.package, after.file.outline.package),
      ...same('FILE_SAME_SYNTAX', source, 'the syntax', before.file.outline.syntax, after.file.outline.syntax),
      ...fileOptions.flatMap((option) =>
        same(`FILE_SAME_${option.toUpperCase()}`, source, option, was?.get(option), is?.get(option)),
      ),
      ...gone(messagesOf(before), messagesOf(after), 'MESSAGE_NO_DELETE', ['buf-file'], 'the message'),
      ...gone(before.enums, after.enums, 'ENUM_NO_DELETE', ['buf-file'], 'the enum'),
      ...gone(before.services, after.services, 'SERVICE_NO_DELETE', ['buf-file'], 'the service'),
    ];
  });
}

export function packageRules(old: ProtoSide, fresh: ProtoSide): readonly Broken[] {
  const packages = new Set(fresh.files.map(({ file }) => file.outline.package));
  const lost = new Set<string>();
  const missing = old.files.flatMap(({ file }): readonly Broken[] => {
    const name = file.outline.package;
    if (name === '' || packages.has(name) || lost.has(name)) return [];
    lost.add(name);
    return [
      {
        rule: 'PACKAGE_NO_DELETE',
        in: ['buf-package'],
        subject: name,
        change: 'the package is gone',
        old: { source: file.source, start: 0, end: 0 },
      },
    ];
  });
  const kept = old.files.filter(({ file }) => !lost.has(file.outline.package));
  const of = <T>(files: readonly FileDescriptor[], pick: (file: FileDescriptor) => readonly T[]): readonly T[] =>
    files.flatMap(pick);
  return [
    ...missing,
    ...gone(
      of(kept, messagesOf),
      of(fresh.files, messagesOf),
      'PACKAGE_MESSAGE_NO_DELETE',
      ['buf-package'],
      'the message',
    ),
    ...gone(
      of(kept, (file) => file.enums),
      of(fresh.files, (file) => file.enums),
      'PACKAGE_ENUM_NO_DELETE',
      ['buf-package'],
      'the enum',
    ),
    ...gone(
      of(kept, (file) => file.services),
      of(fresh.files, (file) => file.services),
      'PACKAGE_SERVICE_NO_DELETE',
      ['buf-package'],
      'the service',
    ),
  ];
}

/** With the entries of maps, which are messages to buf. */
function messagesOf({ messages }: FileDescriptor): readonly Declared[] {
  return messages.flatMap((message): readonly Declared[] => [
    message,
    ...message.fields
      .filter(({ map }) => map)
      .map(({ name, span }) => {
        const entry = `${name.replace(/(?:^|_+)(.?)/g, (_, next: string) => next.toUpperCase())}Entry`;
        return { name: `${message.name}.${entry}`, path: `${message.path}.${entry}`, span };
      }),
  ]);
}

interface Declared {
  readonly name: string;
  readonly span: Span;
  readonly path?: string;
}

function gone(
  before: readonly Declared[],
  after: readonly Declared[],
  rule: string,
  where: readonly BufCategory[],
  what: string,
): readonly Broken[] {
  // Within a file the package is not part of the name.
  const keyOf = (one: Declared): string =>
    rule.startsWith('PACKAGE_') ? one.name : (one.path ?? one.name.slice(one.name.lastIndexOf('.') + 1));
  const left = new Set(after.map(keyOf));
  return before
    .filter((one) => !left.has(keyOf(one)))
    .map(({ name, span }) => ({ rule, in: where, subject: name, change: `${what} is gone`, old: span }));
}
