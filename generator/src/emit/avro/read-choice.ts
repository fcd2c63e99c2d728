/** Reads what Avro writes as a union: null or a value, optional members, unions of the model. */
import type { Branch, NullableType, Type, UnionType } from '../../model/types.js';
import { Code, type Part } from '../parts.js';
import { literal, property } from '../text.js';
import { typeText } from '../type-text.js';
import { addReader, readValue } from './read.js';
import { helperName, type Place, within } from './scope.js';
import { choiceOf, nullSlot, type Slot, valueSlots } from './slots.js';

/** `empty`: what the null branch means here. */
export function readChoice(
  type: Type,
  choice: UnionType | NullableType | undefined,
  slots: readonly Slot[],
  count: number,
  place: Place,
  empty: 'null' | 'undefined',
): Part {
  const nothing = nullSlot(slots);
  const values = valueSlots(slots);
  const inner = choice?.kind === 'nullable' && empty === 'null' ? choice.of : type;
  const union = choiceOf(inner);
  const [only] = values;
  if (only === undefined) return `(r.index(${count}), null)`;
  if (values.length === 1 && union?.kind !== 'union') {
    const value = readValue(inner, only.schema, place);
    if (nothing === -1) return [`(r.index(${count}), `, value, ')'];
    return [`r.index(${count}) === ${nothing} ? ${empty} : `, value];
  }
  if (union?.kind !== 'union') throw new Error(`bug: ${values.length} branches for a ${inner.kind}`);
  return readBranches(inner, union, slots, count, place, nothing === -1 ? undefined : empty);
}

function readBranches(
  type: Type,
  union: UnionType,
  slots: readonly Slot[],
  count: number,
  place: Place,
  empty: 'null' | 'undefined' | undefined,
): Part {
  const name = helperName('read', place);
  const body = new Code();
  const values = valueSlots(slots);
  body.block([`switch (r.index(${count})) {`], () => {
    if (empty !== undefined) body.line(`case ${nullSlot(slots)}: return ${empty};`);
    values.forEach((slot, position) => {
      const branch = union.branches[position];
      if (branch === undefined) throw new Error(`bug: ${values.length} slots for ${union.branches.length} branches`);
      const label = position === values.length - 1 ? 'default' : `case ${slot.index}`;
      const value = readValue(branch.type, slot.schema, within(place, branch.name));
      body.line(`${label}: return `, branchValue(value, branch, union), ';');
    });
  });
  const plain = typeText(type, place.file.symbols);
  addReader(name, empty === undefined ? plain : [plain, ` | ${empty}`], body, place);
  return `${name}(r)`;
}

function branchValue(value: Part, branch: Branch, union: UnionType): Part {
  switch (union.style) {
    case 'plain':
    case 'untagged':
      return value;
    case 'oneof':
      return [`{ kind: ${literal(branch.name)}, ${property(branch.name)}: `, value, ' }'];
    case 'tagged':
      return [`{ kind: ${literal(branch.name)}, value: `, value, ' }'];
  }
}
