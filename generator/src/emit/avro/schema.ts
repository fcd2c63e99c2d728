/** The schema constants of a file: one per declaration, referring to the others by name. */
import { schemaJson } from '../../encodings/avro/schema-json.js';
import type { AvroLayouts } from '../../encodings/avro-layout.js';
import type { AvroNamed, AvroSchema } from '../../model/avro-schema.js';
import type { Declaration, Json } from '../../model/types.js';
import type { ConstantStatement, SymbolPart } from '../parts.js';
import { rtType, type Symbols } from '../symbols.js';
import { expression, property } from '../text.js';

export function schemaSymbol(declaration: Declaration, symbols: Symbols): SymbolPart {
  const { from } = symbols.codec(declaration, 'avro');
  return { kind: 'symbol', name: `${declaration.name}AvroSchema`, from, typeOnly: false };
}

export function schemaConstant(
  declaration: Declaration,
  schema: AvroSchema,
  layouts: AvroLayouts,
  symbols: Symbols,
): ConstantStatement {
  const json = schemaJson(schema, new Set(mentioned(schema, layouts)));
  return {
    kind: 'constant',
    exported: true,
    name: schemaSymbol(declaration, symbols).name,
    type: rtType('AvroJson'),
    value: pretty(json, ''),
  };
}

/** The declared types that a schema needs beside itself, in order of first mention. */
export function definitionsOf(schema: AvroSchema, layouts: AvroLayouts): readonly Declaration[] {
  return mentioned(schema, layouts).flatMap((named) => layouts.declarationOf.get(named) ?? []);
}

function mentioned(schema: AvroSchema, layouts: AvroLayouts): readonly AvroNamed[] {
  const seen = new Set<AvroNamed>();
  const out: AvroNamed[] = [];
  const visit = (one: AvroSchema): void => {
    if ('name' in one) {
      if (seen.has(one)) return;
      seen.add(one);
      if (one !== schema && layouts.declarationOf.has(one)) out.push(one);
    }
    if (one.kind === 'record') for (const field of one.fields) visit(field.type);
    else if (one.kind === 'union') one.branches.forEach(visit);
    else if (one.kind === 'array') visit(one.items);
    else if (one.kind === 'map') visit(one.values);
  };
  visit(schema);
  return out;
}

const widest = 100;

function pretty(json: Json, indent: string): string {
  const line = expression(json);
  if (indent.length + line.length <= widest || typeof json !== 'object' || json === null) return line;
  const deeper = `${indent}  `;
  if (isList(json)) return `[\n${json.map((item) => `${deeper}${pretty(item, deeper)},\n`).join('')}${indent}]`;
  const entries = Object.entries(json).map(([key, value]) => `${deeper}${property(key)}: ${pretty(value, deeper)},\n`);
  return `{\n${entries.join('')}${indent}}`;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
