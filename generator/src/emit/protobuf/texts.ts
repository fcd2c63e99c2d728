/** Texts that the runtime judges on their bytes as it writes and reads them, and the words of open enums. */
import type { ProtoContent, ProtoValue } from '../../encodings/proto-layout.js';
import { inPlace } from '../../encodings/proto-types.js';
import type { EnumDeclaration, StringType } from '../../model/types.js';
import { group, layOut } from '../layout.js';
import type { Part } from '../parts.js';
import { rt } from '../symbols.js';
import { literal } from '../text.js';
import { patternOf, type Ruled } from './checks.js';
import { type FileScope, lowerFirst } from './scope.js';

/** The type of a singular text with a rule that is judged on its bytes. One that is absent is never judged. */
export function judgedText(content: ProtoContent): StringType | undefined {
  if (content.kind !== 'single' || content.presence === 'zero' || content.presence === 'default') return undefined;
  const { value } = content;
  if (value.kind !== 'scalar' || value.scalar !== 'string') return undefined;
  const here = inPlace(value.type);
  return here.kind === 'string' && (here.pattern !== undefined || here.format === 'uuid') ? here : undefined;
}

export function writeJudged(type: StringType, value: string, tag: number, ruled: Ruled): Part {
  if (type.pattern === undefined) return `w.uuid(${tag}, ${value})`;
  return `w.matching(${tag}, ${value}, ${patternOf(type.pattern, type.maxLength, ruled)})`;
}

export function readJudged(type: StringType, ruled: Ruled): Part {
  return type.pattern === undefined ? 'r.uuid()' : `r.matching(${patternOf(type.pattern, type.maxLength, ruled)})`;
}

/** The open enum whose words a value mostly is. */
export function openEnum(value: ProtoValue): EnumDeclaration | undefined {
  if (value.kind !== 'scalar' || value.scalar !== 'string') return undefined;
  const here = inPlace(value.type);
  return here.kind === 'ref' && here.target.kind === 'enum' && here.target.open === 'words' ? here.target : undefined;
}

/** The words as a constant of the file. */
export function wordsOf({ name, words }: EnumDeclaration, file: FileScope): string {
  const known = file.words.get(name);
  if (known !== undefined) return known;
  const wanted = `${lowerFirst(name)}Words`;
  let local = wanted;
  for (let n = 2; file.taken.has(local); n++) local = `${wanted}${n}`;
  file.taken.add(local);
  file.words.set(name, local);
  const list = group(
    [rt('openWords'), '('],
    words.map((word) => literal(word.name)),
    ')',
  );
  const value = layOut(list, `const ${local} = ;`.length);
  file.constants.push({ kind: 'constant', exported: false, name: local, value });
  return local;
}
