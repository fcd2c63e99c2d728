/** From outlines and facts to declarations of the model, linked by object. */
import { didYouMean, type Diagnostics } from '../../diagnostics/index.js';
import type { Method, SchemaModule, Service } from '../../model/model.js';
import type { Branch, Declaration, EnumDeclaration, Member, RecordDeclaration, Word } from '../../model/types.js';
import { descriptorsOf } from './descriptor.js';
import { baseFeatures, type Features, within } from './features.js';
import { lowerField, lowerOneof } from './fields.js';
import type { ProtoFile } from './files.js';
import type { EnumEntry, MessageEntry, ServiceEntry, TypeName } from './outline.js';
import { fullName, type Lookup, lookupOf, type Named, namedOf } from './scope.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const jsonForms: Readonly<Record<string, Pick<RecordDeclaration, 'jsonForm'>>> = {
  'google.protobuf.FieldMask': { jsonForm: 'field-mask' },
  'google.protobuf.Any': { jsonForm: 'any' },
};

/** What lowering a message needs to know of its surroundings. */
export interface Context {
  readonly file: ProtoFile;
  readonly lookup: Lookup;
  readonly diagnostics: Diagnostics;
  readonly declarationOf: (named: Named) => Declaration | undefined;
}

/** Modules in the order of the files; built-in ones only where something of them is used. */
export function lowerFiles(files: readonly ProtoFile[], diagnostics: Diagnostics): readonly SchemaModule[] {
  const declared = new Map<MessageEntry | EnumEntry, Declaration>();
  const used = new Set<ProtoFile>();
  const members = new Map<MessageEntry, Member[]>();
  for (const file of files) declareAll(file);
  const modules = files.map((file) => ({ file, module: lowerFile(file) }));
  return modules.filter(({ file }) => !file.builtIn || used.has(file)).map(({ module }) => module);

  function declareAll(file: ProtoFile): void {
    const seen = new Set<string>();
    for (const named of namedOf(file)) {
      const path = named.path.join('.');
      // Declared twice: `verify` has said so.
      if (seen.has(path)) continue;
      seen.add(path);
      declared.set(named.entry, declare(named, typeName(named.path)));
    }
  }

  function declare({ file, entry, path }: Named, name: string): Declaration {
    const facts = file.facts.get(path.join('.'));
    const common = {
      name,
      origin: { format: 'protobuf', path: file.source.path, name: fullName(file, path) },
      span: entry.span,
      ...(entry.comment === undefined ? {} : { description: entry.comment }),
      ...(facts?.options.get('deprecated') === true ? { deprecated: true } : {}),
    } as const;
    if (entry.kind === 'enum') {
      const open = within(featuresOf(file, path.slice(0, -1)), facts).enums === 'OPEN';
      const words = entry.words.map((word): Word => {
        const options = file.facts.get([...path, word.name].join('.'))?.options;
        return {
          name: word.name,
          number: word.number,
          span: word.span,
          ...(word.comment === undefined ? {} : { description: word.comment }),
          ...(options?.get('deprecated') === true ? { deprecated: true } : {}),
        };
      });
      const form = common.origin.name === 'google.protobuf.NullValue' ? ({ jsonForm: 'null' } as const) : {};
      return { kind: 'enum', ...common, words, open: open ? 'numbers' : 'closed', ...form } satisfies EnumDeclaration;
    }
    const list: Member[] = [];
    members.set(entry, list);
    return {
      kind: 'record',
      ...common,
      members: list,
      unknown: 'keep',
      ...jsonForms[common.origin.name],
      proto: { reserved: entry.reserved, reservedNames: entry.reservedNames, syntax: file.outline.syntax },
    } satisfies RecordDeclaration;
  }

  function lowerFile(file: ProtoFile): SchemaModule {
    const lookup = lookupOf(file);
    const context: Context = {
      file,
      lookup,
      diagnostics,
      declarationOf(named) {
        const found = declared.get(named.entry);
        if (found !== undefined && named.file !== file) used.add(named.file);
        return found;
      },
    };
    const here = namedOf(file);
    for (const { entry, path } of here) {
      const list = entry.kind === 'message' ? members.get(entry) : undefined;
      if (entry.kind === 'message' && list !== undefined) lowerMessage(context, entry, path, list);
    }
    const declarations = here.flatMap(({ entry }) => declared.get(entry) ?? []);
    const exports = new Map<string, Declaration>();
    for (const { entry, path } of here) {
      const declaration = declared.get(entry);
      if (declaration === undefined) continue;
      for (const name of [fullName(file, path), path.join('.')]) exports.set(name, declaration);
    }
    // Joined names may be those of others.
    for (const declaration of declarations) {
      if (!exports.has(declaration.name)) exports.set(declaration.name, declaration);
    }
    const services = file.outline.entries.flatMap((entry) =>
      entry.kind === 'service' ? [lowerService(context, entry)] : [],
    );
    const tops = file.outline.entries.filter((entry) => entry.kind === 'message');
    const [only] = tops;
    const root = only !== undefined && tops.length === 1 ? declared.get(only) : undefined;
    return {
      source: file.source,
      format: 'protobuf',
      exports,
      declarations,
      services,
      ...(root === undefined ? {} : { root }),
    };
  }

  function lowerMessage(context: Context, message: MessageEntry, path: readonly string[], list: Member[]): void {
    const features = featuresOf(context.file, path);
    for (const entry of message.entries) {
      if (entry.kind === 'field') {
        const member = lowerField(context, entry, path, features);
        if (member !== undefined) list.push(member);
      } else if (entry.kind === 'oneof') {
        const facts = context.file.facts.get([...path, entry.name].join('.'));
        list.push(lowerOneof(context, entry, path, within(features, facts)));
      }
    }
    refuseClashes(context, message, list);
  }

  /** ProtoJSON's spelling of one member may not be another's. */
  function refuseClashes(context: Context, message: MessageEntry, list: Member[]): void {
    const branches = list.flatMap(({ type }) => (type.kind === 'union' && type.style === 'oneof' ? type.branches : []));
    const spelled = new Map<string, Member | Branch>([...list, ...branches].map((one) => [one.name, one]));
    list.forEach((member, index) => {
      if (member.alias === undefined) return;
      const other = spelled.get(member.alias);
      if (other === undefined) {
        spelled.set(member.alias, member);
        return;
      }
      context.diagnostics.report(
        'AW3204',
        member.span,
        { name: `the JSON name ${member.alias}`, within: message.name },
        { related: [{ span: other.span, message: `${other.name} has it` }] },
      );
      const { alias: _alias, ...rest }: Writable<Member> = member;
      list[index] = rest;
    });
    for (const branch of branches) {
      if (branch.alias === undefined) continue;
      const other = spelled.get(branch.alias);
      if (other === undefined) spelled.set(branch.alias, branch);
      else {
        const related = [{ span: other.span, message: `${other.name} has it` }];
        const name = `the JSON name ${branch.alias}`;
        context.diagnostics.report('AW3204', branch.span, { name, within: message.name }, { related });
      }
    }
  }
}

function featuresOf(file: ProtoFile, path: readonly string[]): Features {
  let features = within(baseFeatures(file.outline.syntax), file.facts.get(''));
  for (let depth = 1; depth <= path.length; depth++) {
    features = within(features, file.facts.get(path.slice(0, depth).join('.')));
  }
  return features;
}

/** `Outer.Inner` is `OuterInner`; names in lower case begin with a capital in TypeScript. */
function typeName(path: readonly string[]): string {
  return path
    .flatMap((name) => name.split('_'))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function lowerService(context: Context, entry: ServiceEntry): Service {
  const { file } = context;
  const methods = entry.rpcs.flatMap((rpc): Method[] => {
    const facts = file.facts.get(`${entry.name}.${rpc.name}`);
    const input = recordOf(context, rpc.input, rpc.name);
    const output = recordOf(context, rpc.output, rpc.name);
    if (input === undefined || output === undefined) return [];
    return [
      {
        name: rpc.name,
        input,
        output,
        clientStreaming: facts?.clientStreaming === true,
        serverStreaming: facts?.serverStreaming === true,
        span: rpc.span,
        ...(rpc.comment === undefined ? {} : { description: rpc.comment }),
      },
    ];
  });
  return {
    name: fullName(file, [entry.name]),
    methods,
    descriptors: descriptorsOf(file),
    span: entry.span,
    ...(entry.comment === undefined ? {} : { description: entry.comment }),
  };
}

function recordOf(context: Context, type: TypeName, within_: string): RecordDeclaration | undefined {
  const named = context.lookup.find(type.name, []);
  if (named === undefined) {
    reportUnknown(context, type, within_);
    return undefined;
  }
  const found = context.declarationOf(named);
  if (found?.kind === 'record') return found;
  if (found !== undefined) {
    context.diagnostics.report('AW3211', type.span, { name: type.name, reason: 'an rpc takes and gives messages' });
  }
  return undefined;
}

/** AW3202, with the nearest name of its kind. */
export function reportUnknown({ lookup, diagnostics }: Context, type: TypeName, within_: string): void {
  const local = lookup.names.map((name) => name.slice(name.lastIndexOf('.') + 1));
  const hint = didYouMean(type.name, [
    ...lookup.names,
    ...local,
    'string',
    'bool',
    'bytes',
    'int32',
    'int64',
    'double',
  ]);
  diagnostics.report('AW3202', type.span, { name: type.name, within: within_ }, { hint });
}
