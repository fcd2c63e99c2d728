/**
 * The door to protobufjs: its parser reads the `.proto` text, and what it found is handed on as plain facts by name.
 * Only `parse` is used; its reflection codecs are oracles in tests, never part of the product.
 */
import protobufjs from 'protobufjs';

/** What the parser knows of one declaration. */
export interface ParsedFacts {
  /** `features.field_presence`, `deprecated`, `(custom)`, with their values. */
  readonly options: ReadonlyMap<string, unknown>;
  readonly clientStreaming?: boolean;
  readonly serverStreaming?: boolean;
  readonly jsonName?: string;
}

/** By path within the file's package: `Outer.Inner.field`, `Level.LOW`, `Service.Rpc`; `` is the file. */
export type ParsedFile = ReadonlyMap<string, ParsedFacts>;

export type Parsed =
  | { readonly kind: 'file'; readonly facts: ParsedFile }
  | { readonly kind: 'failed'; readonly message: string; readonly line: number | undefined };

export function parseProto(text: string, packageName: string): Parsed {
  const root = new protobufjs.Root();
  try {
    protobufjs.parse(text, root, { keepCase: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+)\)\s*$/.exec(message)?.[1];
    return {
      kind: 'failed',
      message: message.replace(/\s*\(line \d+\)\s*$/, '').slice(0, 200),
      line: line === undefined ? undefined : Number(line),
    };
  }
  const facts = new Map<string, ParsedFacts>();
  const home = packageName === '' ? root : root.lookup(packageName.split('.'));
  const top: protobufjs.NamespaceBase = home instanceof protobufjs.Namespace ? home : root;
  facts.set('', { options: optionsOf(top.options) });
  collect(top, '', facts);
  return { kind: 'file', facts };
}

function collect(space: protobufjs.NamespaceBase, prefix: string, facts: Map<string, ParsedFacts>): void {
  for (const object of space.nestedArray) {
    const path = prefix + object.name;
    if (object instanceof protobufjs.Type) {
      facts.set(path, { options: optionsOf(object.options) });
      for (const field of object.fieldsArray) facts.set(`${path}.${field.name}`, factsOfField(field));
      for (const oneof of object.oneofsArray) {
        if (!facts.has(`${path}.${oneof.name}`))
          facts.set(`${path}.${oneof.name}`, { options: optionsOf(oneof.options) });
      }
      collect(object, `${path}.`, facts);
    } else if (object instanceof protobufjs.Enum) {
      facts.set(path, { options: optionsOf(object.options) });
      for (const name of Object.keys(object.values)) {
        facts.set(`${path}.${name}`, { options: optionsOf(ownOptions(object.valuesOptions, name)) });
      }
    } else if (object instanceof protobufjs.Service) {
      facts.set(path, { options: optionsOf(object.options) });
      for (const method of object.methodsArray) {
        facts.set(`${path}.${method.name}`, {
          options: optionsOf(method.options),
          clientStreaming: method.requestStream === true,
          serverStreaming: method.responseStream === true,
        });
      }
    }
  }
}

function factsOfField(field: protobufjs.FieldBase): ParsedFacts {
  const options = optionsOf(field.options);
  const jsonName = options.get('json_name');
  return { options, ...(typeof jsonName === 'string' ? { jsonName } : {}) };
}

function ownOptions(all: { [k: string]: unknown } | undefined, name: string): { [k: string]: unknown } | undefined {
  if (all === undefined || !Object.hasOwn(all, name)) return undefined;
  const found = all[name];
  return typeof found === 'object' && found !== null ? (found as { [k: string]: unknown }) : undefined;
}

function optionsOf(options: { readonly [k: string]: unknown } | undefined): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(options ?? {}));
}
