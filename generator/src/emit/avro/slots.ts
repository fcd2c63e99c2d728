/** Which branches of an Avro union a type of the model has to choose from. */
import type { AvroSchema } from '../../model/avro-schema.js';
import type { NullableType, Type, UnionType } from '../../model/types.js';

export interface Slot {
  /** Position in the union. */
  readonly index: number;
  readonly schema: AvroSchema;
}

export function slotsOf(schema: AvroSchema): readonly Slot[] {
  return schema.kind === 'union' ? schema.branches.map((branch, index) => ({ index, schema: branch })) : [];
}

export function nullSlot(slots: readonly Slot[]): number {
  return slots.find((slot) => slot.schema.kind === 'null')?.index ?? -1;
}

export function valueSlots(slots: readonly Slot[]): readonly Slot[] {
  return slots.filter((slot) => slot.schema.kind !== 'null');
}

/** The union or nullable behind references, or undefined where the type is neither. */
export function choiceOf(type: Type): UnionType | NullableType | undefined {
  let found = type;
  while (found.kind === 'ref' && found.target.kind === 'alias') found = found.target.type;
  return found.kind === 'union' || found.kind === 'nullable' ? found : undefined;
}

/** The inside of a record that stands for one value. */
export function unwrapped(schema: AvroSchema): AvroSchema {
  const [field] = schema.kind === 'record' && schema.wrapper ? schema.fields : [];
  return field === undefined ? schema : unwrapped(field.type);
}
