/** Writes what is a union in Avro: the position of the branch, then its value. */
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Branch, Declaration, NullableType, Type, UnionType } from '../../model/types.js';
import { Code, type Part } from '../parts.js';
import { access, expression, literal } from '../text.js';
import { typeText } from '../type-text.js';
import { helperName, type Place, within } from './scope.js';
import { choiceOf, nullSlot, type Slot, valueSlots } from './slots.js';
import { addWriter, append, chain, writeValue } from './write.js';

export function writeChoice(
  code: Code,
  type: Type,
  choice: UnionType | NullableType | undefined,
  slots: readonly Slot[],
  value: Part,
  place: Place,
): void {
  const nothing = nullSlot(slots);
  if (choice?.kind !== 'nullable') return writeValues(code, type, slots, value, place);
  const inner = new Code();
  writeValues(inner, choice.of, slots, value, place);
  chain(code, [
    { head: ['if (', value, ' === null)'], body: new Code().line(`w.index(${nothing});`) },
    { head: '', body: inner },
  ]);
}

/** Of a value that is there: optional members come here when they are not undefined. */
export function writeValues(code: Code, type: Type, slots: readonly Slot[], value: Part, place: Place): void {
  const values = valueSlots(slots);
  const union = choiceOf(type);
  const [only] = values;
  if (only === undefined) {
    code.line(`w.index(${nullSlot(slots)});`);
    code.line('w.constant(', value, ', null);');
  } else if (values.length === 1 && union?.kind !== 'union') {
    code.line(`w.index(${only.index});`);
    writeValue(code, type, only.schema, value, place);
  } else {
    if (union?.kind !== 'union') throw new Error(`bug: ${values.length} branches for a ${type.kind}`);
    const name = helperName('write', place);
    const body = new Code();
    writeBranches(body, union, values, place);
    addWriter(name, typeText(type, place.file.symbols), body, place);
    code.line(`${name}(w, `, value, ');');
  }
}

function writeBranches(body: Code, union: UnionType, values: readonly Slot[], place: Place): void {
  const paired = values.map((slot, position) => {
    const branch = union.branches[position];
    if (branch === undefined) throw new Error(`bug: ${values.length} slots for ${union.branches.length} branches`);
    return { slot, branch };
  });
  if (union.style === 'tagged' || union.style === 'oneof') {
    body.block(['switch (value.kind) {'], () => {
      for (const { slot, branch } of paired) {
        body.block([`case ${literal(branch.name)}: {`], () => {
          const inner = union.style === 'tagged' ? 'value.value' : `value${access(branch.name)}`;
          writeBranch(body, slot, branch, inner, place);
          body.line('break;');
        });
      }
      body.line(`default: w.refuse('the kind is none of the union');`);
    });
    return;
  }
  // Bytes and dates are objects too, so what is any object is asked last.
  const isVague = ({ slot, branch }: (typeof paired)[number]): boolean =>
    conditionOf(branch, slot.schema, union).startsWith(`typeof value === 'object'`);
  const asked = [...paired.filter((pair) => !isVague(pair)), ...paired.filter(isVague)];
  const arms = asked.map(({ slot, branch }, position) => {
    const last = position === asked.length - 1;
    const arm = new Code();
    writeBranch(arm, slot, branch, 'value', place);
    // Records refuse by themselves what is none.
    const head = last && position > 0 && isObject(branch.type) ? '' : `if (${conditionOf(branch, slot.schema, union)})`;
    return { head, body: arm };
  });
  const open = arms.at(-1)?.head !== '';
  const refusal = new Code().line(`w.refuse('the value is none of the union');`);
  chain(body, open ? [...arms, { head: '', body: refusal }] : arms);
}

function writeBranch(code: Code, slot: Slot, branch: Branch, value: string, place: Place): void {
  const inner = new Code();
  inner.line(`w.index(${slot.index});`);
  writeValue(inner, branch.type, slot.schema, value, within(place, branch.name));
  append(code, inner);
}

function conditionOf(branch: Branch, schema: AvroSchema, { discriminator }: UnionType): string {
  switch (discriminator.kind) {
    case 'tag':
      return `value${access(discriminator.property)} === ${expression(branch.tag)}`;
    case 'required-key':
      return `${literal(String(branch.tag))} in value`;
    case 'json-kind':
    case 'wire':
      return kindCondition(branch.type, schema);
  }
}

/** The test that a value is of a type, where every branch has another kind. */
function kindCondition(type: Type, schema: AvroSchema): string {
  switch (type.kind) {
    case 'boolean':
      return `typeof value === 'boolean'`;
    case 'string':
    case 'decimal':
      return `typeof value === 'string'`;
    case 'literal':
      return `value === ${expression(type.value)}`;
    case 'integer':
      return `typeof value === '${type.width === 'int64' || type.width === 'uint64' ? 'bigint' : 'number'}'`;
    case 'float':
      return `typeof value === 'number'`;
    case 'bytes':
      return 'value instanceof Uint8Array';
    case 'timestamp':
      if (type.unit === 'millis') return 'value instanceof Date';
      return type.unit === 'proto' ? `typeof value === 'object'` : `typeof value === 'bigint'`;
    case 'time-of-day':
      return `typeof value === '${type.unit === 'millis' ? 'number' : 'bigint'}'`;
    case 'list':
      return 'Array.isArray(value)';
    case 'map':
    case 'duration':
      return objectCondition;
    case 'json':
      return type.of === 'array' ? 'Array.isArray(value)' : type.of === 'object' ? objectCondition : 'true';
    case 'nullable':
      return `value === null || ${kindCondition(type.of, schema)}`;
    case 'union':
      return type.branches.map((branch) => kindCondition(branch.type, schema)).join(' || ');
    case 'ref':
      return declaredCondition(type.target, schema);
  }
}

const objectCondition = `typeof value === 'object' && value !== null && !Array.isArray(value)`;

function declaredCondition(target: Declaration, schema: AvroSchema): string {
  switch (target.kind) {
    case 'record':
      return objectCondition;
    case 'enum':
      return target.open === 'numbers'
        ? `typeof value === 'string' || typeof value === 'number'`
        : `typeof value === 'string'`;
    case 'alias':
      return kindCondition(target.type, schema);
  }
}

function isObject(type: Type): boolean {
  if (type.kind !== 'ref') return false;
  return type.target.kind === 'record' || (type.target.kind === 'alias' && isObject(type.target.type));
}
