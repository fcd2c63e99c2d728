/** Where in the authored text a member stands, by the names that lead to it. */
import type { Declaration, Type } from '../../model/types.js';
import type { Span } from '../../source/text.js';

/** The last member that is found on the way; the declaration itself where none is. */
export function spanOfMember(declaration: Declaration, names: readonly string[]): Span {
  let { span } = declaration;
  let current: Declaration | undefined = declaration;
  for (const name of names) {
    const record: Declaration | undefined = recordOf(current);
    const member = record?.kind === 'record' ? record.members.find((one) => one.name === name) : undefined;
    if (member === undefined) {
      const word = current?.kind === 'enum' ? current.words.find((one) => one.name === name) : undefined;
      return word?.span ?? span;
    }
    ({ span } = member);
    current = targetOf(member.type);
  }
  return span;
}

function recordOf(declaration: Declaration | undefined): Declaration | undefined {
  return declaration?.kind === 'alias' ? targetOf(declaration.type) : declaration;
}

function targetOf(type: Type): Declaration | undefined {
  switch (type.kind) {
    case 'ref':
      return recordOf(type.target);
    case 'list':
      return targetOf(type.items);
    case 'map':
      return targetOf(type.values);
    case 'nullable':
      return targetOf(type.of);
    default:
      return undefined;
  }
}
