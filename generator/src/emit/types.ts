/** `types.ts` of a unit: the declarations as interfaces and type aliases, with the schema's words as doc comments. */
import { positionOf } from '../source/text.js';
import type { AliasDeclaration, Declaration, EnumDeclaration, Member, RecordDeclaration } from '../model/types.js';
import { Code, mark, type Part, type SourceFile, type TypeStatement } from './parts.js';
import { docComment } from './print.js';
import type { Symbols, Unit } from './symbols.js';
import { rtType } from './symbols.js';
import { inheritedType } from './own.js';
import { literal, property } from './text.js';
import { openText, typeText } from './type-text.js';

export function emitTypes(unit: Unit, symbols: Symbols): SourceFile {
  return {
    path: `${unit.base}/types`,
    sources: unit.sources,
    statements: unit.declarations.map((declaration) => typeStatement(declaration, symbols)),
  };
}

function typeStatement(declaration: Declaration, symbols: Symbols): TypeStatement {
  const doc = docOf(
    declaration,
    `${declaration.origin.path}:${positionOf(declaration.span.source, declaration.span.start).line}`,
  );
  return { kind: 'type-statement', name: declaration.name, doc, lines: linesOf(declaration, symbols) };
}

function linesOf(declaration: Declaration, symbols: Symbols): Code {
  switch (declaration.kind) {
    case 'record':
      return recordLines(declaration, symbols);
    case 'enum':
      return enumLines(declaration);
    case 'alias':
      return aliasLines(declaration, symbols);
  }
}

function recordLines(declaration: RecordDeclaration, symbols: Symbols): Code {
  const code = new Code();
  if (declaration.members.length === 0 && declaration.unknown !== 'keep') {
    return code.line('type ', mark(declaration.span), `${declaration.name} = Record<string, never>;`);
  }
  return code.block(['interface ', mark(declaration.span), `${declaration.name} {`], () => {
    for (const member of declaration.members) {
      const doc = memberDoc(member);
      if (doc !== '') code.line(docComment(doc, ''));
      code.line(...memberParts(member), typeText(member.type, symbols), ...absence(member), ';');
    }
    if (declaration.unknown === 'keep') {
      code.line('/** What a newer peer sent and this schema does not declare; kept, and written back. */');
      code.line('[', rtType('unknownFields'), ']?: ', rtType('UnknownFields'), ';');
    }
  });
}

/** What stands there where an optional member does not. */
function absence(member: Member): Part[] {
  if (member.presence !== 'optional') return [];
  const inherited = inheritedType(member.name);
  return inherited === undefined ? [' | undefined'] : [` | ${inherited} | undefined`];
}

function memberParts(member: Member): Part[] {
  return [mark(member.span), property(member.name), member.presence === 'optional' ? '?: ' : ': '];
}

function enumLines(declaration: EnumDeclaration): Code {
  const words = declaration.words.map((word) => literal(word.name));
  const rest = { closed: [], words: ['(string & {})'], numbers: ['number'] }[declaration.open];
  const all = words.length + rest.length === 0 ? ['never'] : [...words, ...rest];
  const code = new Code();
  const text = all.join(' | ');
  const head = ['type ', mark(declaration.span), `${declaration.name} =`];
  if (declaration.name.length + text.length <= 100) return code.line(...head, ` ${text};`);
  code.line(...head);
  all.forEach((word, index) => code.line(`  | ${word}${index === all.length - 1 ? ';' : ''}`));
  return code;
}

function aliasLines(declaration: AliasDeclaration, symbols: Symbols): Code {
  return new Code().line(
    'type ',
    mark(declaration.span),
    `${declaration.name} = `,
    declaration.type.kind === 'json' ? openText(declaration.type) : typeText(declaration.type, symbols),
    ';',
  );
}

interface Documented {
  readonly description?: string;
  readonly deprecated?: boolean;
}

const longestDefault = 200;

/** A default of JSON Schema or proto2 is told, not filled in: what is absent on the wire is absent here. */
function memberDoc(member: Member): string {
  if (member.default === undefined || member.presence === 'implicit') return docOf(member);
  const json = JSON.stringify(member.default);
  const text = `Default: ${json.length > longestDefault ? `${json.slice(0, longestDefault)}...` : `${json}.`}`;
  const description = member.description === undefined ? text : `${member.description}\n\n${text}`;
  return docOf({ ...member, description });
}

/** The schema's description, `@deprecated`, and for declarations the line they come from. */
function docOf(documented: Documented, place?: string): string {
  const lines = [];
  if (documented.description !== undefined) lines.push(documented.description);
  if (documented.deprecated === true) lines.push('@deprecated');
  if (place !== undefined) lines.push(...(lines.length === 0 ? [] : ['']), place);
  return lines.join('\n');
}
