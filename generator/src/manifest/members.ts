/** Following a path of member names through linked types. */
import { didYouMean, type Diagnostics } from '../diagnostics/index.js';
import type { Declaration, Member, RecordDeclaration, Type } from '../model/types.js';
import type { Span } from '../source/text.js';

export interface FoundMember {
  readonly type: Type;
  /** The last member itself. */
  readonly member: Member;
  /** Whether it, or anything on the way to it, may be absent or null. */
  readonly optional: boolean;
}

interface NoMember {
  readonly missing: string;
  readonly of: string;
  readonly known: readonly string[];
}

/** The member at `path`, or undefined after a finding that names the step which leads nowhere. */
export function readMember(
  root: Declaration,
  path: readonly string[],
  span: Span,
  diagnostics: Diagnostics,
): FoundMember | undefined {
  const found = findMember(root, path);
  if (!('missing' in found)) return found;
  const parameters = { path: path.join('.'), name: found.missing, of: found.of };
  diagnostics.report('AW2202', span, parameters, { hint: didYouMean(found.missing, found.known) });
  return undefined;
}

export function findMember(root: Declaration, path: readonly string[]): FoundMember | NoMember {
  let record = recordOf(root);
  let name = root.name;
  let optional = false;
  let last: FoundMember | undefined;
  for (const step of path) {
    const member = record?.members.find((candidate) => candidate.name === step);
    if (member === undefined) {
      return { missing: step, of: name, known: record?.members.map((candidate) => candidate.name) ?? [] };
    }
    const plain = resolved(member.type);
    const inner = plain.kind === 'nullable' ? resolved(plain.of) : plain;
    optional ||= member.presence === 'optional' || plain.kind === 'nullable';
    last = { type: inner, member, optional };
    record = recordOfType(inner);
    name = record?.name ?? member.name;
  }
  return last ?? { missing: '', of: name, known: [] };
}

/** The record that a declaration is, directly or by another name. */
export function recordOf(declaration: Declaration): RecordDeclaration | undefined {
  switch (declaration.kind) {
    case 'record':
      return declaration;
    case 'alias':
      return recordOfType(declaration.type);
    case 'enum':
      return undefined;
  }
}

function recordOfType(type: Type): RecordDeclaration | undefined {
  const plain = resolved(type);
  return plain.kind === 'ref' && plain.target.kind === 'record' ? plain.target : undefined;
}

/** The type behind aliases: a reference is left only where it leads to a record or an enum. */
export function resolved(type: Type): Type {
  let at = type;
  // A chain of aliases is no longer than this unless it runs in a circle, which the format has reported.
  for (let steps = 0; steps < 64; steps++) {
    if (at.kind !== 'ref' || at.target.kind !== 'alias') return at;
    at = at.target.type;
  }
  return { kind: 'json', of: 'any' };
}
