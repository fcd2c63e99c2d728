/** Finds the branch of a union that a value is, and writes it. */
import type { Branch, Type, UnionType } from '../../model/types.js';
import type { Code, Part } from '../parts.js';
import { rt } from '../symbols.js';
import { access, expression, literal } from '../text.js';
import { isWrapped, kindsOf, type ValueKind, valueKinds } from '../../model/kinds.js';
import { pascalCase } from './names.js';
import type { JsonScope } from './scope.js';
import { writeCall } from './write.js';

const none = "throw w.refuse('expected a branch of the union');";

export function writeUnion(code: Code, union: UnionType, hint: string, scope: JsonScope): void {
  if (union.style === 'oneof') throw new Error('bug: a oneof stands outside a record');
  if (union.style === 'tagged') return writeTagged(code, union, hint, scope);
  if (isWrapped(union)) return writeByKind(code, union, hint, scope, true);
  switch (union.discriminator.kind) {
    case 'tag': {
      const tag = access(union.discriminator.property);
      code.block([`switch (value${tag}) {`], () => {
        for (const branch of union.branches) {
          code.line(`case ${expression(branch.tag)}:`);
          code.line('  return ', writeCall(branch.type, 'value', hintOf(hint, branch), scope));
        }
        code.line('default:').line(`  ${none}`);
      });
      return;
    }
    case 'required-key':
      for (const branch of union.branches) {
        code.line(
          `if (${literal(String(branch.tag))} in value) return `,
          writeCall(branch.type, 'value', hintOf(hint, branch), scope),
        );
      }
      code.line(none);
      return;
    case 'json-kind':
    case 'wire':
      return writeByKind(code, union, hint, scope, false);
  }
}

export function hintOf(hint: string, branch: Branch): string {
  return `${hint}${pascalCase(branch.name)}`;
}

function writeTagged(code: Code, union: UnionType, hint: string, scope: JsonScope): void {
  const branches = union.branches.filter((branch) => !isNullBranch(branch));
  if (branches.length < union.branches.length) code.line('if (value === null) return w.null();');
  code.block(['switch (value.kind) {'], () => {
    for (const branch of branches) {
      const name = literal(branch.name);
      code.line(`case ${name}:`);
      code.line(`  return w.wrapped(${name}, () => {`);
      code.line('    ', writeCall(branch.type, 'value.value', hintOf(hint, branch), scope));
      code.line('  });');
    }
    code.line('default:').line(`  ${none}`);
  });
}

function isNullBranch(branch: Branch): boolean {
  return branch.type.kind === 'literal' && branch.type.value === null;
}

/** By what the value is in TypeScript. */
function writeByKind(code: Code, union: UnionType, hint: string, scope: JsonScope, wrap: boolean): void {
  const left = new Set(union.branches);
  for (const kind of valueKinds) {
    const fitting = [...left].filter((branch) => kindsOf(branch.type).value.includes(kind));
    const [branch] = fitting;
    if (branch === undefined) continue;
    for (const one of fitting) left.delete(one);
    const test = [...new Set(kindsOf(branch.type).value)].map((one) => tests[one]).join(' || ');
    const write =
      fitting.length > 1 ? writeConstants(fitting) : writeCall(branch.type, 'value', hintOf(hint, branch), scope);
    if (wrap && !isNullBranch(branch)) {
      code.block([`if (${test}) {`], () => {
        code
          .line(`return w.wrapped(${literal(branch.name)}, () => {`)
          .line('  ', write)
          .line('});');
      });
    } else code.line(`if (${test}) return `, write);
  }
  code.line(none);
}

const tests: Readonly<Record<ValueKind, string>> = {
  null: 'value === null',
  boolean: "typeof value === 'boolean'",
  number: "typeof value === 'number'",
  bigint: "typeof value === 'bigint'",
  string: "typeof value === 'string'",
  date: 'value instanceof Date',
  bytes: 'value instanceof Uint8Array',
  array: 'Array.isArray(value)',
  object: "typeof value === 'object'",
};

/** Constants of one kind are told apart by themselves. */
function writeConstants(branches: readonly Branch[]): Part {
  const values = constantsOf(branches);
  const method = typeof values[0] === 'string' ? 'string' : typeof values[0] === 'number' ? 'float' : 'boolean';
  return [`w.${method}(`, rt('oneOf'), `(value, ${expression(values)}));`];
}

export function constantsOf(branches: readonly Branch[]): (boolean | number | string)[] {
  return branches.map(({ type, name }: { readonly type: Type; readonly name: string }) => {
    if (type.kind === 'literal' && type.value !== null) return type.value;
    throw new Error(`bug: the branch ${name} cannot be told from another one`);
  });
}
