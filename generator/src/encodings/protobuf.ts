/**
 * The Protobuf layout of every declaration reachable from some roots: as authored, or derived from the model by the table
 * in docs/wire.md, with the numbers that agentwire.lock keeps.
 */
import type { Diagnostics } from '../diagnostics/index.js';
import { type Lock, lockKey } from '../lock/lock.js';
import type {
  Branch,
  Declaration,
  EnumDeclaration,
  ListType,
  MapType,
  Member,
  NullableType,
  ProtoField,
  ProtoScalar,
  RecordDeclaration,
  Type,
  UnionType,
} from '../model/types.js';
import { type Numbering, createNumbering } from './assign-numbers.js';
import type {
  ProtoBranch,
  ProtoContent,
  ProtoEnum,
  ProtoLayouts,
  ProtoMessage,
  ProtoSlot,
  ProtoValue,
  WellKnown,
} from './proto-layout.js';
import { type NamePool, createNamePool, fieldName, pascal } from './proto-names.js';
import { derivedScalar, inPlace, isCompound, reachable } from './proto-types.js';

/** @returns the layouts, and the lock with the numbers of what is new. Reports AW3301 for what cannot be carried. */
export function planProtobuf(
  roots: readonly Declaration[],
  lock: Lock,
  diagnostics: Diagnostics,
): { readonly layouts: ProtoLayouts; readonly lock: Lock } {
  const numbering = createNumbering(lock);
  const layouts = new Planner(roots, numbering, diagnostics).plan();
  return { layouts, lock: numbering.lock() };
}

/** Where in the lock a nested union is: `~>` cannot occur in a JSON pointer or a name. */
function nestedKey(owner: Declaration, path: readonly string[]): string {
  return [lockKey(owner.origin), ...path].join('~>');
}

interface Place {
  readonly owner: Declaration;
  /** Member names (and `item`, `value`) from the owner down to here. */
  readonly path: readonly string[];
}

class Planner {
  readonly #roots: ReadonlySet<Declaration>;
  readonly #declarations: readonly Declaration[];
  readonly #numbering: Numbering;
  readonly #diagnostics: Diagnostics;
  readonly #names: NamePool;
  readonly #nameOf = new Map<Declaration, string>();
  readonly #messages: ProtoMessage[] = [];
  readonly #messageOf = new Map<Declaration, ProtoMessage>();
  readonly #enumOf = new Map<EnumDeclaration, ProtoEnum>();

  constructor(roots: readonly Declaration[], numbering: Numbering, diagnostics: Diagnostics) {
    this.#roots = new Set(roots);
    this.#declarations = reachable(roots);
    this.#numbering = numbering;
    this.#diagnostics = diagnostics;
    this.#names = createNamePool();
    // Declared names come first, so that no message of the wire takes one away.
    for (const declaration of this.#declarations) {
      this.#nameOf.set(declaration, this.#names.take(declaration.name));
    }
  }

  plan(): ProtoLayouts {
    for (const declaration of this.#declarations) this.#declared(declaration);
    return {
      messages: this.#messages,
      enums: [...this.#enumOf.values()],
      messageOf: this.#messageOf,
      enumOf: this.#enumOf,
    };
  }

  #declared(declaration: Declaration): void {
    switch (declaration.kind) {
      case 'record':
        return this.#record(declaration);
      case 'enum':
        this.#enum(declaration);
        if (this.#roots.has(declaration)) this.#alias(declaration, { kind: 'ref', target: declaration });
        return;
      case 'alias':
        if (isCompound(declaration.type) || this.#roots.has(declaration)) this.#alias(declaration, declaration.type);
        return;
    }
  }

  #record(declaration: RecordDeclaration): void {
    const fields = createNamePool();
    const authored = declaration.origin.format === 'protobuf';
    const assigned = authored
      ? undefined
      : this.#numbering.assign(
          lockKey(declaration.origin),
          declaration.members.map((member) => member.name),
        );
    const slots = declaration.members.map((member, index): ProtoSlot => {
      const place = { owner: declaration, path: [member.name] };
      const content =
        assigned === undefined
          ? this.#authored(member, place)
          : this.#derived(member, assigned.numbers[index] ?? 0, place);
      return { member, name: authored ? member.name : fields.take(fieldName(member.name)), content };
    });
    const message: ProtoMessage = {
      name: this.#nameOf.get(declaration) ?? declaration.name,
      owner: declaration,
      of: { kind: 'record', declaration, slots },
      reserved: assigned?.reserved.map((number) => ({ from: number, to: number })) ?? declaration.proto?.reserved ?? [],
      reservedNames: declaration.proto?.reservedNames ?? [],
    };
    this.#messages.push(message);
    this.#messageOf.set(declaration, message);
  }

  /** An alias or enum as a message of its own. */
  #alias(declaration: Declaration, type: Type): void {
    const name = declaration.kind === 'enum' ? this.#names.take(`${declaration.name}Value`) : declaration.name;
    const message: ProtoMessage = {
      name,
      owner: declaration,
      of: { kind: 'value', type, declaration, slot: this.#slot(type, { owner: declaration, path: [] }) },
      reserved: [],
      reservedNames: [],
    };
    this.#messages.push(message);
    this.#messageOf.set(declaration, message);
  }

  #enum(declaration: EnumDeclaration): void {
    const name = this.#nameOf.get(declaration) ?? declaration.name;
    if (declaration.origin.format === 'protobuf') {
      const numbers = declaration.words.map((word) => word.number ?? 0);
      this.#enumOf.set(declaration, { name, declaration, numbers, derived: false, reserved: [] });
      return;
    }
    if (declaration.open === 'words') return;
    const { numbers, reserved } = this.#numbering.assign(
      lockKey(declaration.origin),
      declaration.words.map((word) => word.name),
    );
    this.#enumOf.set(declaration, { name, declaration, numbers, derived: true, reserved });
  }

  // ------------------------------------------------------------------------------------------------------- authored

  #authored(member: Member, place: Place): ProtoContent {
    const { type, proto } = member;
    if (type.kind === 'union' && type.style === 'oneof') return this.#oneof(type, 'optional', place);
    if (proto === undefined) throw new Error(`bug: ${member.name} was authored in Protobuf and has no number`);
    const { number, group = false } = proto;
    if (type.kind === 'list') {
      return {
        kind: 'list',
        number,
        item: this.#value(type.items, place, proto),
        packed: proto.packed === true,
        group,
      };
    }
    if (type.kind === 'map') {
      return { kind: 'map', number, key: proto.key ?? 'string', value: this.#value(type.values, place, proto) };
    }
    const presence = member.presence === 'implicit' ? 'zero' : member.presence;
    return { kind: 'single', number, value: this.#value(type, place, proto), presence, group };
  }

  #oneof(union: UnionType, presence: 'required' | 'optional', place: Place): ProtoContent {
    const fields = createNamePool();
    const authored = union.branches.every((branch) => branch.proto !== undefined);
    const numbers = authored
      ? []
      : this.#numbering.assign(
          nestedKey(place.owner, place.path),
          union.branches.map((branch) => branch.name),
        ).numbers;
    const branches = union.branches.map((branch: Branch, index): ProtoBranch => {
      const inside = { owner: place.owner, path: [...place.path, branch.name] };
      return {
        branch,
        name: authored ? branch.name : fields.take(fieldName(branch.name)),
        number: branch.proto?.number ?? numbers[index] ?? 0,
        value: this.#value(branch.type, inside, branch.proto),
        group: branch.proto?.group ?? false,
      };
    });
    return { kind: 'oneof', union, presence, branches };
  }

  // -------------------------------------------------------------------------------------------------------- derived

  #derived(member: Member, number: number, place: Place): ProtoContent {
    const type = inPlace(member.type);
    const presence = member.presence === 'implicit' ? 'default' : member.presence;
    if (presence === 'required') {
      if (type.kind === 'list' || type.kind === 'map') return this.#repeated(type, number, place);
      if (type.kind === 'nullable') {
        return { kind: 'single', number, value: this.#value(type.of, place), presence: 'nullable', group: false };
      }
    }
    return { kind: 'single', number, value: this.#value(type, place), presence, group: false };
  }

  #repeated(type: ListType | MapType, number: number, place: Place): ProtoContent {
    if (type.kind === 'list') {
      const item = this.#value(type.items, { ...place, path: [...place.path, 'item'] });
      return { kind: 'list', number, item, packed: isPackable(item), group: false };
    }
    const value = this.#value(type.values, { ...place, path: [...place.path, 'value'] });
    return { kind: 'map', number, key: keyScalar(type.keys), value };
  }

  /** The one slot of a message around a value. */
  #slot(type: Type, place: Place): ProtoContent {
    switch (type.kind) {
      case 'list':
      case 'map':
        return this.#repeated(type, 1, place);
      case 'union':
        return this.#oneof(type, 'required', place);
      case 'nullable':
        return this.#nullable(type, place);
      default:
        return { kind: 'single', number: 1, value: this.#value(type, place), presence: 'required', group: false };
    }
  }

  #nullable(type: NullableType, place: Place): ProtoContent {
    return { kind: 'single', number: 1, value: this.#value(type.of, place), presence: 'nullable', group: false };
  }

  #value(type: Type, place: Place, facts?: ProtoField): ProtoValue {
    const here = inPlace(type);
    const known = facts === undefined ? wellKnown(here) : (authoredWellKnown(here, facts) ?? wellKnown(here));
    if (known !== undefined) return known;
    const scalar = facts?.scalar ?? derivedScalar(here);
    if (scalar !== undefined) return { kind: 'scalar', scalar, type: here };
    if (here.kind !== 'ref') return this.#box(here, place);
    const { target } = here;
    if (target.kind === 'enum') return { kind: 'enum', declaration: target };
    return {
      kind: 'message',
      message: () => {
        const message = this.#messageOf.get(target);
        if (message === undefined) throw new Error(`bug: ${target.name} has no Protobuf message`);
        return message;
      },
    };
  }

  /** A message that exists on the wire only. */
  #box(type: Type, place: Place): ProtoValue {
    const { owner, path } = place;
    if (path.length > 32) {
      this.#diagnostics.report('AW3301', owner.span, { name: path[0] ?? owner.name, reason: 'it nests too deeply' });
    }
    const name = this.#names.take(`${owner.name}${path.map(pascal).join('')}`);
    const slot = path.length > 32 ? emptySlot : this.#slot(type, place);
    const message: ProtoMessage = { name, owner, of: { kind: 'value', type, slot }, reserved: [], reservedNames: [] };
    this.#messages.push(message);
    return { kind: 'message', message: () => message };
  }
}

const emptySlot: ProtoContent = {
  kind: 'single',
  number: 1,
  value: { kind: 'scalar', scalar: 'bytes', type: { kind: 'bytes' } },
  presence: 'required',
  group: false,
};

/** Protobuf packs numbers, booleans and enums. */
function isPackable(value: ProtoValue): boolean {
  return value.kind === 'enum' || (value.kind === 'scalar' && value.scalar !== 'string' && value.scalar !== 'bytes');
}

function keyScalar(keys: MapType['keys']): ProtoScalar {
  return keys === 'boolean' ? 'bool' : keys;
}

function wellKnown(type: Type): ProtoValue | undefined {
  if (type.kind === 'timestamp' && (type.wire ?? type.unit) === 'proto')
    return { kind: 'well-known', name: 'Timestamp', type };
  if (type.kind === 'duration' && type.unit === 'proto') return { kind: 'well-known', name: 'Duration', type };
  return undefined;
}

const structs = { any: 'Value', object: 'Struct', array: 'ListValue' } as const;

const wrappers: Partial<Readonly<Record<ProtoScalar, WellKnown>>> = {
  double: 'DoubleValue',
  float: 'FloatValue',
  int64: 'Int64Value',
  uint64: 'UInt64Value',
  int32: 'Int32Value',
  uint32: 'UInt32Value',
  bool: 'BoolValue',
  string: 'StringValue',
  bytes: 'BytesValue',
};

function authoredWellKnown(type: Type, facts: ProtoField): ProtoValue | undefined {
  if (type.kind === 'json' && facts.scalar === undefined) return { kind: 'well-known', name: structs[type.of], type };
  const { scalar } = facts;
  const name = facts.wrapper === true && scalar !== undefined ? wrappers[scalar] : undefined;
  return name === undefined || scalar === undefined ? undefined : { kind: 'well-known', name, scalar, type };
}
