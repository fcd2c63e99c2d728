/** A default of the model as Avro writes it in a schema, or undefined where Avro's JSON has no exact word for it. */
import { Buffer } from 'node:buffer';
import type { AvroSchema } from '../../model/avro-schema.js';
import type { Declaration, Json, Type } from '../../model/types.js';

export function avroDefault(value: Json, type: Type, schema: AvroSchema): Json | undefined {
  if (schema.kind === 'record' && schema.wrapper) return wrapped(value, type, schema);
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' && type.format !== 'date' ? value : undefined;
    case 'literal':
      return value === type.value ? value : undefined;
    case 'integer': {
      const number = typeof value === 'string' ? Number(value) : value;
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'bytes':
      return typeof value === 'string' ? Buffer.from(value, 'base64').toString('latin1') : undefined;
    case 'timestamp': {
      const millis = typeof value === 'string' && type.unit === 'millis' ? Date.parse(value) : Number.NaN;
      return Number.isNaN(millis) ? undefined : millis;
    }
    case 'list':
      if (!Array.isArray(value) || schema.kind !== 'array') return undefined;
      return every(value.map((item: Json) => avroDefault(item, type.items, schema.items)));
    case 'map': {
      if (!isObject(value) || schema.kind !== 'map') return undefined;
      const values = every(Object.values(value).map((item) => avroDefault(item, type.values, schema.values)));
      return values && Object.fromEntries(Object.keys(value).map((key, index) => [key, values[index] ?? null]));
    }
    case 'json':
      return Buffer.from(JSON.stringify(value)).toString('latin1');
    case 'nullable':
      return value === null ? null : undefined;
    case 'ref':
      return ofDeclaration(value, type.target, schema);
    case 'decimal':
      return type.digits === undefined && typeof value === 'string' ? value : undefined;
    case 'duration':
    case 'time-of-day':
    case 'union':
      return undefined;
  }
}

function wrapped(value: Json, type: Type, schema: Extract<AvroSchema, { kind: 'record' }>): Json | undefined {
  const [field] = schema.fields;
  const inner = field === undefined ? undefined : avroDefault(value, type, field.type);
  return field === undefined || inner === undefined ? undefined : { [field.name]: inner };
}

function ofDeclaration(value: Json, target: Declaration, schema: AvroSchema): Json | undefined {
  switch (target.kind) {
    case 'alias':
      return avroDefault(value, target.type, schema);
    case 'enum': {
      if (schema.kind === 'int')
        return (
          target.words.find((word) => word.name === value)?.number ?? (typeof value === 'number' ? value : undefined)
        );
      if (schema.kind !== 'enum') return typeof value === 'string' ? value : undefined;
      return schema.symbols[target.words.findIndex((word) => word.name === value)];
    }
    case 'record': {
      if (!isObject(value) || schema.kind !== 'record') return undefined;
      const fields: [string, Json][] = [];
      for (const field of schema.fields) {
        const name = field.property ?? field.name;
        const member = target.members.find((one) => one.name === name);
        const given = Object.hasOwn(value, name) ? value[name] : undefined;
        if (member === undefined) return undefined;
        if (given === undefined && field.default !== undefined) continue;
        const inner =
          given === undefined || member.presence === 'optional'
            ? undefined
            : avroDefault(given, member.type, field.type);
        if (inner === undefined) return undefined;
        fields.push([field.name, inner]);
      }
      return Object.fromEntries(fields);
    }
  }
}

function every(values: readonly (Json | undefined)[]): readonly Json[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
