/** Names within one generated file, and the functions that its functions call for help. */
import type { AvroLayouts } from '../../encodings/avro-layout.js';
import type { Declaration } from '../../model/types.js';
import { group, layOut } from '../layout.js';
import type { ConstantStatement, Part, Statement } from '../parts.js';
import { rt, type Symbols } from '../symbols.js';
import { expression, literal, patternArguments } from '../text.js';

export interface FileScope {
  readonly symbols: Symbols;
  readonly layouts: AvroLayouts;
  readonly constants: ConstantStatement[];
  /** Functions for what is no single expression: lists, maps, unions. */
  readonly helpers: Statement[];
  readonly taken: Set<string>;
  /** Constants that exist already, by what they hold. */
  readonly known: Map<string, string>;
}

/** Where in a declaration the printing is: helpers are named after it. */
export interface Place {
  readonly file: FileScope;
  readonly owner: Declaration;
  readonly path: readonly string[];
}

export function within(place: Place, part: string): Place {
  return { ...place, path: [...place.path, part] };
}

/** `writeTaskStatusProgress`, free in the file. */
export function helperName(what: 'write' | 'read', { file, owner, path }: Place): string {
  return free(file, `${what}${owner.name}${path.map(pascal).join('') || 'Value'}`);
}

function free(file: FileScope, wanted: string): string {
  let name = wanted;
  for (let n = 2; file.taken.has(name); n++) name = `${wanted}${n}`;
  file.taken.add(name);
  return name;
}

/** A pattern of the schema, compiled once per file. */
export function patternConstant(pattern: string, longest: number | undefined, { file, owner, path }: Place): string {
  const facts = patternArguments(pattern, longest);
  return constantOf(file, `pattern ${facts}`, constantName(owner, path, 'Pattern'), [rt('textPattern'), `(${facts})`]);
}

/** The judge of a JSON Schema that the model does not lower. */
export function judgeConstant(schema: unknown, { file, owner, path }: Place): string {
  const text = expression(schema);
  return constantOf(file, `judge ${text}`, constantName(owner, path, 'Judge'), [rt('compileSchema'), `(${text})`]);
}

/** `words: readonly Status[] = [...]`. */
export function wordsConstant(declaration: Declaration & { readonly kind: 'enum' }, file: FileScope): string {
  const words = declaration.words.map((word) => literal(word.name)).join(', ');
  const value = `[${words}]`;
  return constantOf(file, `words ${declaration.name}`, `${lowerFirst(declaration.name)}Words`, value, [
    'readonly ',
    file.symbols.type(declaration),
    '[]',
  ]);
}

/** The words of an open enum, which is text on the wire. */
export function openWordsConstant(declaration: Declaration & { readonly kind: 'enum' }, file: FileScope): string {
  const name = `${lowerFirst(declaration.name)}Words`;
  const words = declaration.words.map((word) => literal(word.name));
  const value = layOut(group([rt('openWords'), '('], words, ')'), `const ${name} = ;`.length);
  return constantOf(file, `open words ${declaration.name}`, name, value);
}

export function numbersConstant(declaration: Declaration & { readonly kind: 'enum' }, file: FileScope): string {
  const numbers = declaration.words.map((word, index) => word.number ?? index).join(', ');
  return constantOf(file, `numbers ${declaration.name}`, `${lowerFirst(declaration.name)}Numbers`, `[${numbers}]`);
}

function constantOf(file: FileScope, key: string, wanted: string, value: Part, type?: Part): string {
  const before = file.known.get(key);
  if (before !== undefined) return before;
  const name = free(file, wanted);
  file.known.set(key, name);
  file.constants.push({ kind: 'constant', exported: false, name, value, ...(type === undefined ? {} : { type }) });
  return name;
}

function constantName(owner: Declaration, path: readonly string[], suffix: string): string {
  return `${lowerFirst(owner.name)}${path.map(pascal).join('')}${suffix}`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** ASCII letters and digits of any name, in PascalCase; not injective, so names are checked to be free. */
function pascal(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const reserved = new Set(
  [
    'abstract arguments await boolean break byte case catch class const continue debugger default delete do else enum',
    'eval export extends false finally for function if implements import in instanceof interface let new null package',
    'private protected public return static super switch this throw true try typeof undefined var void while with yield',
    'Array Date Infinity NaN Number Object RegExp Uint8Array w r value compileSchema avroCodec AvroReader AvroWriter',
  ].flatMap((line) => line.split(' ')),
);

/** Hands out the locals of one function; none hides what its body calls. */
export function createLocals(file: FileScope): (wanted: string) => string {
  const own = new Set<string>();
  return (wanted) => {
    const word = wanted.replace(/[^A-Za-z0-9_$]/g, '_').replace(/^(?=\d)/, '_');
    const hides = reserved.has(word) || /^(?:read|write)[A-Z]|(?:Pattern|Judge|Words|Numbers)\d*$/.test(word);
    const plain = hides || file.taken.has(word) || word === '' ? `${word}_` : word;
    let name = plain;
    for (let n = 2; own.has(name); n++) name = `${plain}${n}`;
    own.add(name);
    return name;
  };
}
