/** What is only known once a message has been read to its end: a member that is missing or breaks a rule of its type. */
import { checkValue } from '../check.js';
import { Fault, type Issue } from '../codec.js';
import type { Shape } from '../shape.js';

export class ValueFault extends Fault {
  /** How many messages deep the message lies that was read: the bytes after it may be of any depth. */
  readonly level: number;
  readonly issues: readonly Issue[];

  constructor(offset: number, level: number, issues: readonly Issue[]) {
    super(issues[0]?.message ?? 'the value is not of its type', offset);
    this.level = level;
    this.issues = issues;
  }
}

/** Whether a value keeps the rules of a record's member, or (without `name`) of the type itself. */
export function conforms(shape: Shape, name: string | undefined, value: unknown): boolean {
  return checkValue(shapeOf(shape, name), value).length === 0;
}

/** What is wrong with it, told from the record. */
export function issuesOf(shape: Shape, name: string | undefined, value: unknown): readonly Issue[] {
  const issues = checkValue(shapeOf(shape, name), value);
  const found = issues.length > 0 ? issues : [{ path: '', message: 'the value is not of its type' }];
  if (name === undefined) return found;
  const prefix = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return found.map((issue) => ({ path: prefix + issue.path, message: issue.message }));
}

function shapeOf(shape: Shape, name: string | undefined): Shape {
  if (name === undefined || shape.kind !== 'record') return shape;
  return shape.members.find((member) => member.name === name)?.shape ?? shape;
}
