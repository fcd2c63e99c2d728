/** `shape.ts` of a unit: every declaration as data, in the words of the runtime's `codec/shapes.ts`. */
import type {
  Branch,
  Declaration,
  EnumDeclaration,
  JsonType,
  Member,
  RecordDeclaration,
  Type,
  UnionType,
} from '../model/types.js';
import { group, jsonLayout, layOut, type Layout } from './layout.js';
import type { ConstantStatement, Part, SourceFile } from './parts.js';
import { type SchemaConstant, schemaConstants } from './schemas.js';
import { rt, rtType, type Symbols, type Unit } from './symbols.js';
import { expression, literal } from './text.js';

/** The file `shape` of a unit: one exported `XShape` per declaration. */
export function emitShape(unit: Unit, symbols: Symbols): SourceFile {
  const schemas = schemaConstants(unit, symbols);
  return {
    path: `${unit.base}/shape`,
    sources: unit.sources,
    statements: [
      ...[...schemas.values()].map(schemaConstant),
      ...unit.declarations.map((declaration) => constantOf(declaration, { symbols, schemas })),
    ],
  };
}

interface Scope {
  readonly symbols: Symbols;
  readonly schemas: ReadonlyMap<Type, SchemaConstant>;
}

/** `(value) => issues`, by the runtime's JSON Schema validator. */
function schemaConstant({ type, symbol }: SchemaConstant): ConstantStatement {
  return {
    kind: 'constant',
    exported: true,
    name: symbol.name,
    type: ['(value: unknown) => readonly ', rtType('Issue'), '[]'],
    value: layOut(group([rt('compileSchema'), '('], [jsonLayout(type.schema ?? true)], ')'), symbol.name.length + 64),
  };
}

function constantOf(declaration: Declaration, scope: Scope): ConstantStatement {
  const { name } = scope.symbols.shape(declaration);
  const used = `export const ${name}: Shape = ;`.length;
  return {
    kind: 'constant',
    exported: true,
    name,
    type: rtType('Shape'),
    value: layOut(declarationShape(declaration, scope), used),
  };
}

function declarationShape(declaration: Declaration, scope: Scope): Layout {
  switch (declaration.kind) {
    case 'record':
      return recordShape(declaration, scope);
    case 'enum':
      return enumShape(declaration);
    case 'alias':
      return typeShape(declaration.type, scope);
  }
}

function recordShape(declaration: RecordDeclaration, scope: Scope): Layout {
  const members = group(
    '[',
    declaration.members.map((member) => memberShape(member, scope)),
    ']',
  );
  // The policy stands before the list only in thought: `drop`, the default, is not spelled.
  const { unknown, jsonForm } = declaration;
  const form = jsonForm === undefined ? [] : [literal(jsonForm)];
  const policy = unknown === 'drop' && jsonForm === undefined ? [] : [literal(unknown), ...form];
  return group([rt('record'), '('], [literal(declaration.name), members, ...policy], ')');
}

function memberShape(member: Member, scope: Scope): Layout {
  const facts = {
    ...(member.alias === undefined ? {} : { alias: member.alias }),
    ...(member.sensitive === true ? { sensitive: true } : {}),
    ...(member.nullIsAbsent === true ? { nullIsAbsent: true } : {}),
  };
  return group(
    [rt(member.presence), '('],
    [literal(member.name), typeShape(member.type, scope), ...argument(facts)],
    ')',
  );
}

function enumShape({ words, open, origin, jsonForm }: EnumDeclaration): Layout {
  const list = group(
    '[',
    words.map((word) => literal(word.name)),
    ']',
  );
  const numbers =
    origin.format === 'protobuf'
      ? [
          group(
            '[',
            words.map((word) => String(word.number ?? 0)),
            ']',
          ),
        ]
      : [];
  const openness = open === 'closed' && numbers.length === 0 ? [] : [literal(open)];
  const form = jsonForm === undefined ? [] : [literal(jsonForm)];
  return group([rt('words'), '('], [list, ...openness, ...numbers, ...form], ')');
}

function typeShape(type: Type, scope: Scope): Layout {
  switch (type.kind) {
    case 'boolean':
      return call('boolean');
    case 'string':
      return call('string', ...argument(factsOf(type, ['format', 'minLength', 'maxLength', 'pattern'])));
    case 'literal':
      return call('literal', expression(type.value));
    case 'integer':
      return call(
        'integer',
        literal(type.width),
        ...argument({
          ...factsOf(type, ['wide', 'minimum', 'maximum', 'multipleOf']),
          ...(type.number === undefined ? {} : { number: true }),
        }),
      );
    case 'float': {
      const facts = factsOf(type, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']);
      return call('float', type.width, ...argument(type.special ? { special: true, ...facts } : facts));
    }
    case 'decimal':
      return type.digits === undefined ? call('decimal') : call('decimal', type.digits.precision, type.digits.scale);
    case 'bytes': {
      const size = type.size === undefined ? {} : { minLength: type.size, maxLength: type.size };
      return call('bytes', ...argument({ ...factsOf(type, ['minLength', 'maxLength']), ...size }));
    }
    case 'timestamp':
      return call('timestamp', literal(type.unit), ...argument(type.local === true ? { local: true } : {}));
    case 'duration':
      return call('duration', literal(type.unit));
    case 'time-of-day':
      return call('timeOfDay', literal(type.unit));
    case 'list':
      return call(
        'list',
        typeShape(type.items, scope),
        ...argument(factsOf(type, ['minItems', 'maxItems', 'uniqueItems'])),
      );
    case 'map':
      return call(
        'map',
        literal(type.keys),
        typeShape(type.values, scope),
        ...argument(factsOf(type, ['keyPattern', 'minProperties', 'maxProperties'])),
      );
    case 'json':
      return jsonShape(type, scope);
    case 'nullable':
      return call('nullable', typeShape(type.of, scope));
    case 'union':
      return unionShape(type, scope);
    case 'ref':
      return [rt('ref'), '(() => ', scope.symbols.shape(type.target), ')'];
  }
}

function jsonShape(type: JsonType, scope: Scope): Layout {
  const schema = scope.schemas.get(type);
  if (schema === undefined) return type.of === 'any' ? call('json') : call('json', literal(type.of));
  return call('json', literal(type.of), schema.symbol);
}

function unionShape(type: UnionType, scope: Scope): Layout {
  const branches = group(
    '[',
    type.branches.map((branch) => branchShape(branch, scope)),
    ']',
  );
  const tag = type.discriminator.kind === 'tag' ? [literal(type.discriminator.property)] : [];
  return call('union', literal(type.style), branches, ...tag);
}

function branchShape(branch: Branch, scope: Scope): Layout {
  return call(
    'branch',
    literal(branch.name),
    typeShape(branch.type, scope),
    ...argument(factsOf(branch, ['tag', 'alias'])),
  );
}

function call(name: string, ...args: Layout[]): Layout {
  return group([rt(name), '('], args, ')');
}

function argument(facts: object): Part[] {
  return Object.keys(facts).length === 0 ? [] : [expression(facts)];
}

/** The named facts that are set, in this order. */
function factsOf<T extends object, K extends keyof T>(type: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const out: Partial<Pick<T, K>> = {};
  for (const key of keys) if (type[key] !== undefined) out[key] = type[key];
  return out;
}
